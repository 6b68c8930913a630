import type { Span } from "../../domain/finding.ts";
import type { CodeFacts } from "../../python/code/code-facts.ts";
import { onceOf } from "../once-of.ts";
import type { FileSubject } from "../subject.ts";
import { isConstantName } from "./constant-names.ts";
import type { LintFilter } from "./filter.ts";
import { isKnownArgument } from "./known-argument.ts";
import { placeOf, stringLiteral, textAt } from "./text-at.ts";

const literals = new RegExp(stringLiteral, "g");

/** ``f"SELECT * FROM {TABLE}"`` where `TABLE = os.environ["TABLE"]` stands once, at the top of the module. */
export const constantSql: LintFilter = {
  name: "constant-sql",
  codes: ["S608"],
  summary:
    "SQL that is put together from constants, of the module or in a loop over some, the worker's environment and the date alone holds nothing that others choose.",
  drops(problem, subject) {
    const names = namesIn(textAt(subject, problem.span));
    const isOfConstants =
      (names !== null && names.length > 0 && names.every((name) => isConstantName(name, subject))) ||
      isKnownText(problem.span, subject) ||
      isKnownArgument(problem.span, subject);
    return isOfConstants ? "it is put together from constants" : null;
  },
};

/** What is longer is not looked at: of a text of very many parts not all are kept. In characters. */
const longest = 2000;

/** Whether all that an f-string takes in is a name that is bound once, to a literal. */
function isKnownText(at: Span, subject: FileSubject): boolean {
  const { start } = at;
  if (textAt(subject, at).length > longest) return false;
  const parts = (subject.code && textsByStart(subject.code).get(placeOf(start)))?.value.parts ?? [];
  return parts.length > 0 && parts.every((part) => typeof part === "string");
}

/** The first text that begins at each place. */
const textsByStart = onceOf(
  ({ strings }: CodeFacts): ReadonlyMap<string, CodeFacts["strings"][number]> =>
    new Map(strings.map((one) => [placeOf(one.span.start), one] as const).toReversed()),
);

/** The names that an expression of string literals takes values from; `null` when it does anything else. */
function namesIn(expression: string): readonly string[] | null {
  const names: string[] = [];
  let isPlain = true;
  const outside = expression.replaceAll(literals, (_, prefix: string, quoted: string | undefined) => {
    if (quoted === undefined) isPlain = false;
    if (quoted === undefined || !/f/i.test(prefix)) return " ";
    for (const [, inside = ""] of quoted.replaceAll(/\{\{|\}\}/g, "").matchAll(/\{([^{}]*)\}/g)) {
      const name = /^\s*([A-Za-z_]\w*)\s*(?:![rsa])?(?::[^{}]*)?$/.exec(inside)?.[1];
      if (name === undefined) isPlain = false;
      else names.push(name);
    }
    return " ";
  });
  const rest = outside.replace(/\.\s*format\s*(?=\()/, " ").replaceAll(/\b[A-Za-z_]\w*\b(?!\s*[(.[=])/g, (name) => {
    names.push(name);
    return " ";
  });
  return isPlain && /^[\s+%(),\\]*$/.test(rest) ? names : null;
}
