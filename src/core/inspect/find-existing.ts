import type { RawFinding } from "../../rules/define-rule.ts";
import { lastLineOf } from "./changed-lines.ts";
import type { RawInspection, RuleOutcome } from "./run-rules.ts";

/** The same files before the change, and what the rules said of them. */
export interface Baseline {
  readonly raw: readonly RawInspection[];
  /** By a file's path now: its path before; `null`: it was not there, or could not be read; `undefined`: nobody looked. */
  readonly placeBefore: (path: string) => string | null | undefined;
  /** A line's text now and before; `null`: there is no such line. */
  readonly lineNow: (path: string, line: number) => string | null;
  readonly lineBefore: (path: string, line: number) => string | null;
}

type Raw = RuleOutcome<RawFinding>;

/** More lines of a finding tell no more. */
const mostLines = 5;

/** Rules that speak of a whole file, and findings that touch no changed line. */
export interface Reach {
  readonly ofWholeFile: ReadonlySet<string>;
  readonly unchanged: ReadonlySet<Raw>;
}

/**
 * Which findings were there before: those of the same rule on the same text, wherever that stands in the file now, as many as there were.
 * On unchanged lines the first line is enough, as a removed one within it is no new one; of rules that speak of a whole file the same
 * message is. Those given first are matched first.
 */
export function findExisting(
  findings: readonly Raw[],
  baseline: Baseline,
  { ofWholeFile, unchanged }: Reach,
): ReadonlySet<Raw> {
  const before = baseline.raw.flatMap((one) => one.findings);
  const byText = match(
    findings,
    before,
    (one) => keyOf(one, baseline.placeBefore(one.what.path), textOf(one.what, baseline.lineNow, mostLines)),
    (one) => keyOf(one, one.what.path, textOf(one.what, baseline.lineBefore, mostLines)),
  );
  const byStart = match(
    findings.filter((one) => unchanged.has(one) && !byText.now.has(one)),
    before.filter((one) => !byText.before.has(one)),
    (one) => keyOf(one, baseline.placeBefore(one.what.path), textOf(one.what, baseline.lineNow, 1)),
    (one) => keyOf(one, one.what.path, textOf(one.what, baseline.lineBefore, 1)),
  );
  const isLeft = (one: Raw): boolean =>
    ofWholeFile.has(one.rule) && [byText, byStart].every((pairs) => !pairs.now.has(one) && !pairs.before.has(one));
  const byMessage = match(
    findings.filter(isLeft),
    before.filter(isLeft),
    (one) => keyOf(one, baseline.placeBefore(one.what.path), one.what.message),
    (one) => keyOf(one, one.what.path, one.what.message),
  );
  return new Set([...byText.now, ...byStart.now, ...byMessage.now]);
}

/** Pairs two lists by their keys. */
function match(
  now: readonly Raw[],
  before: readonly Raw[],
  keyNow: (one: Raw) => string | null,
  keyBefore: (one: Raw) => string | null,
): { readonly now: ReadonlySet<Raw>; readonly before: ReadonlySet<Raw> } {
  const waiting = new Map([...Map.groupBy(before, keyBefore)].map(([key, list]) => [key, list.values()]));
  const pairs = now.flatMap((one) => {
    const key = keyNow(one);
    const other = key === null ? undefined : waiting.get(key)?.next().value;
    return other === undefined ? [] : [[one, other] as const];
  });
  return { now: new Set(pairs.map(([one]) => one)), before: new Set(pairs.map(([, other]) => other)) };
}

function keyOf({ rule }: Raw, path: string | null | undefined, text: string | null): string | null {
  return path == null || text === null ? null : JSON.stringify([rule, path, text]);
}

/** The first lines of a finding, their spaces made one. */
function textOf({ path, span }: RawFinding, lineAt: Baseline["lineNow"], most: number): string | null {
  const last = Math.min(lastLineOf(span), span.start.line + most - 1);
  const lines: string[] = [];
  for (let line = span.start.line; line <= last; line += 1) {
    lines.push((lineAt(path, line) ?? "").replaceAll(/\s+/g, " ").trim());
  }
  const text = lines.join("\n").trim();
  return text === "" ? null : text;
}
