/** Milliseconds since 1970 of an ISO 8601 instant. Throws when it is none. */
export function toMs(instant: string): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`"${instant}" is not an ISO 8601 instant.`);
  return ms;
}
