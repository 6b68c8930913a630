import { countOf } from "../../../formats/count-of.ts";
import { cronProblem } from "../../../formats/cron-problem.ts";
import { quoteName } from "../../../formats/did-you-mean.ts";
import { type Flaw, perhaps, surely } from "./flaw.ts";

const words = "jan feb mar apr may jun jul aug sep oct nov dec sun mon tue wed thu fri sat".split(" ");

/** The lowest and the highest of each field. */
const bounds = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/** What is wrong with a cron expression, as `is_valid_cron_string` in dagster/_utils/schedules.py has it. */
export function cronFlaw(cron: string, what: string): readonly Flaw[] {
  const shown = `the cron expression ${quoteName(cron)}`;
  const problem = cronRefusal(cron);
  if (problem !== null) return surely(`${what} has ${shown}, which ${problem}`);
  return isPlain(cron.trim().toLowerCase()) ? [] : perhaps(shown);
}

function cronRefusal(cron: string): string | null {
  const text = cron.trim().toLowerCase();
  if (text.startsWith("@")) return isPreset(text) ? null : "is no preset that Dagster knows";
  const parts = text.split(/\s+/);
  if (parts.length !== 5) return `has ${countOf(parts.length, "field")} instead of five`;
  if (/^3[01]$/.test(parts[2] ?? "") && /^(0?2|feb)$/.test(parts[3] ?? "")) return "is a day that February never has";
  return cronProblem(cron);
}

function isPreset(text: string): boolean {
  return /^@(midnight|hourly|daily|weekly|monthly|yearly|annually)$/.test(text);
}

/** Whether it is surely taken: numbers in their bounds, names, ranges upwards, steps. */
function isPlain(text: string): boolean {
  return (
    isPreset(text) ||
    text.split(/\s+/).every((part, at) => part.split(",").every((item) => isPlainItem(item, bounds[at] ?? [1, 0])))
  );
}

function isPlainItem(item: string, [least, most]: readonly [number, number]): boolean {
  if (item === "l" && most === 31) return true; // the last day of the month
  const [, from = "", to] = /^(\*|\d{1,2}|[a-z]{3})(?:-(\d{1,2}|[a-z]{3}))?(?:\/[1-9]\d?)?$/.exec(item) ?? [];
  const isIn = (value: string): boolean => words.includes(value) || (Number(value) >= least && Number(value) <= most);
  if (from === "*") return to === undefined;
  if (to === undefined) return from !== "" && isIn(from);
  return isIn(from) && isIn(to) && !(Number(from) > Number(to));
}
