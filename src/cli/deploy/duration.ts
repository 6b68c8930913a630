import { ConfigError } from "../../domain/errors.ts";
import { parseDuration } from "../../formats/duration.ts";

/** Milliseconds of `250ms`, `60s` or `10m`. Throws `ConfigError` that names the flag. */
export function readDuration(flag: string, text: string, leastMs: number): number {
  const ms = /(ms|s|m)$/.test(text) ? parseDuration(text) : null;
  if (ms !== null && ms >= leastMs && ms <= 2 ** 31 - 1) return ms;
  throw new ConfigError(
    flag,
    `${flag} \`${text}\` is not a duration such as 250ms, 60s or 10m (at least ${leastMs}ms).`,
  );
}
