const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A duration such as `500ms`, `30s`, `5m`, `2h`, `30d` or `4w` in milliseconds; `null` when it is none. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,12})(ms|[smhdw])$/.exec(text);
  const unit = unitMs[match?.[2] ?? ""];
  return match === null || unit === undefined ? null : Number(match[1]) * unit;
}
