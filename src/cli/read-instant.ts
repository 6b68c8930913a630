import { ConfigError } from "../domain/errors.ts";
import { isDay } from "../formats/instant.ts";

const whole = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** A day begins in UTC. What JavaScript reads besides, such as 03/04/2026, may be another day than was meant, and what is removed is gone. */
export function readInstant(text: string): Date {
  const [, year, month, day] = whole.exec(text) ?? [];
  const instant = new Date(text);
  // `2026-02-30` would be read as a day in March.
  if (Number.isNaN(instant.getTime()) || !isDay(Number(year), Number(month), Number(day))) {
    throw new ConfigError(
      "--before",
      `--before is ${JSON.stringify(text)}, which is no date such as 2026-01-01 or 2026-01-01T00:00:00Z.`,
    );
  }
  return instant;
}
