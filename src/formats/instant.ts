import type { Instant } from "../domain/change.ts";

/**
 * Whether the first instant is strictly later than the second, to the last digit of their fractions.
 * False when either is unknown or no instant, so that "later" is never claimed without knowing.
 */
export function isLater(first: Instant | null, second: Instant | null): boolean {
  return first !== null && second !== null && compareInstants(first, second) > 0;
}

/** Negative, zero or positive, as in sorting; `NaN` when one of them is no instant. */
export function compareInstants(first: Instant, second: Instant): number {
  const [a, b] = [split(first), split(second)];
  return a.seconds === b.seconds ? compareFractions(a.fraction, b.fraction) : a.seconds - b.seconds;
}

/** `Date` knows milliseconds only; forges may say more. */
function split(instant: Instant): { readonly seconds: number; readonly fraction: string } {
  const fraction = /[.,](\d+)/.exec(instant)?.[1] ?? "";
  return { seconds: Date.parse(instant.replace(/[.,]\d+/, "")), fraction };
}

function compareFractions(first: string, second: string): number {
  const length = Math.max(first.length, second.length);
  const [a, b] = [first.padEnd(length, "0"), second.padEnd(length, "0")];
  return a === b ? 0 : a > b ? 1 : -1;
}

/** Whether more than a time of whole seconds, in milliseconds, lies between two instants. True where one of them is none. */
export function isOlderThan(ms: number, then: Instant, now: Instant): boolean {
  const [a, b] = [split(then), split(now)];
  const whole = b.seconds - a.seconds;
  return !(whole < ms || (whole === ms && compareFractions(b.fraction, a.fraction) <= 0));
}

/** Whether the calendar has this day; months and days count from 1. */
export function isDay(year: number, month: number, day: number): boolean {
  return (
    year > 0 &&
    month > 0 &&
    month <= 12 &&
    day > 0 &&
    day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
  );
}
