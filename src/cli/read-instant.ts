import { ConfigError } from "../domain/errors.ts";

/** A day begins in UTC. What JavaScript reads besides, such as 03/04/2026, may be another day than was meant, and what is removed is gone. */
export function readInstant(text: string): Date {
  const isWhole = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  const instant = new Date(isWhole ? text : Number.NaN);
  if (Number.isNaN(instant.getTime()) || !isDayOfMonth(text)) {
    throw new ConfigError(
      "--before",
      `--before is ${JSON.stringify(text)}, which is no date such as 2026-01-01 or 2026-01-01T00:00:00Z.`,
    );
  }
  return instant;
}

/** `2026-02-30` would be read as a day in March. */
function isDayOfMonth(text: string): boolean {
  const day = text.slice(0, "2026-01-01".length);
  return new Date(day).toISOString().startsWith(day);
}
