import { ConfigError } from "../../domain/errors.ts";

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** Milliseconds of `250ms`, `60s` or `10m`. Throws `ConfigError` that names the flag. */
export function readDuration(flag: string, text: string, leastMs: number): number {
  const match = /^(\d{1,9})(ms|s|m)$/.exec(text);
  const ms = match === null ? Number.NaN : Number(match[1]) * (units[match[2] ?? ""] ?? Number.NaN);
  if (ms >= leastMs && ms <= 2 ** 31 - 1) return ms;
  throw new ConfigError(
    flag,
    `${flag} \`${text}\` is not a duration such as 250ms, 60s or 10m (at least ${leastMs}ms).`,
  );
}
