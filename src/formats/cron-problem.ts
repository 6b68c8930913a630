import { countOf } from "./count-of.ts";

/** How many values a field of a cron expression can have, in the order of croniter's fields: the sixth is the second, the seventh the year. */
const fields = [
  { name: "minute", least: 0, most: 59, words: [] },
  { name: "hour", least: 0, most: 23, words: [] },
  { name: "day of the month", least: 1, most: 31, words: ["l"] },
  { name: "month", least: 1, most: 12, words: wordsOf("jan feb mar apr may jun jul aug sep oct nov dec") },
  { name: "day of the week", least: 0, most: 7, words: [...wordsOf("sun mon tue wed thu fri sat"), "l"] },
  { name: "second", least: 0, most: 59, words: [] },
  { name: "year", least: 1970, most: 2099, words: [] },
] as const satisfies readonly { name: string; least: number; most: number; words: readonly string[] }[];

function wordsOf(text: string): readonly string[] {
  return text.split(" ");
}

/**
 * What is surely wrong with a cron expression, as the end of a sentence; `null` where croniter, with which Airflow reads it,
 * may take it. Its dialect is wider than that of other readers, so that only plain mistakes are told: the number of fields,
 * values out of range, steps of nothing, words that are none (`_expand` in croniter/croniter.py).
 */
export function cronProblem(expression: string): string | null {
  if (/[^\t\n\r -~]/.test(expression)) return null;
  const text = expression.toLowerCase();
  if (/^@(midnight|hourly|daily|weekly|monthly|quarterly|yearly|annually|once|continuous)$/.test(text)) return null;
  const parts = text.split(/\s+/).filter((part) => part !== "");
  if (parts.length === 0) return null;
  if (parts.length === 1 && text.startsWith("@")) return "is no preset that Airflow knows";
  if (parts.length < 5 || parts.length > 7) return `has ${countOf(parts.length, "field")} instead of five`;
  for (const [index, part] of parts.entries()) {
    const field = fields[index];
    if (field === undefined) continue;
    for (const item of part.split(",")) {
      const problem = itemProblem(item, field);
      if (problem !== null) return `${problem.said} as ${field.name}${limitOf(problem, field)}`;
    }
  }
  return null;
}

interface ItemProblem {
  readonly said: string;
  /** The bound that it is beyond. */
  readonly beyond: "least" | "most" | null;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

function limitOf({ beyond }: ItemProblem, { least, most }: Bounds): string {
  return beyond === null ? "" : beyond === "most" ? ` (at most ${most})` : ` (at least ${least})`;
}

function itemProblem(item: string, { least, most, words }: Bounds & { words: readonly string[] }): ItemProblem | null {
  if (item === "") return { said: "has nothing between two commas", beyond: null };
  const [, , numbers, step] = /^((\d+(?:-\d+)?|\*)(?:\/(\d+))?)$/.exec(item) ?? [];
  if (numbers !== undefined) {
    const high = numbers === "*" ? undefined : numbers.split("-").find((one) => Number(one) > most);
    if (high !== undefined) return { said: `has \`${high.slice(0, 20)}\``, beyond: "most" };
    // A range downwards goes around, and is not looked at beyond its start.
    const [low = "*"] = numbers.split("-");
    if (Number(low) < least) return { said: `has \`${low.slice(0, 20)}\``, beyond: "least" };
    return step !== undefined && Number(step) === 0 ? { said: "has a step of 0", beyond: null } : null;
  }
  const isWord = /^[a-z]{2,}$/.test(item) && !words.includes(item);
  return isWord ? { said: `has \`${item.slice(0, 20)}\``, beyond: null } : null;
}
