const dayMs = 24 * 60 * 60_000;

/** The ISO week of an instant (UTC), such as `2026-W47`: weeks begin on Monday, and the first has the year's first Thursday. */
export function isoWeek(at: string): string {
  const date = new Date(at);
  const day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  const weekday = (new Date(day).getUTCDay() + 6) % 7; // Monday is 0
  const thursday = new Date(day + (3 - weekday) * dayMs);
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * dayMs));
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}
