import type { Position, Span } from "../../domain/finding.ts";
import type { PlainValue } from "../../python/plain-value.ts";
import type { FileSubject } from "../subject.ts";
import { isConstantName } from "./constant-names.ts";
import type { LintFilter } from "./filter.ts";
import { stringLiteral, textAt } from "./text-at.ts";

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
  const text = subject.code?.strings.find(
    ({ span }) => span.start.line === start.line && span.start.column === start.column,
  );
  const parts = text?.value.parts ?? [];
  return parts.length > 0 && parts.every((part) => typeof part === "string");
}

/** Whether it is what tasks of the file's DAGs are given, and each of them, however often a loop makes it, a text that is known. */
function isKnownArgument({ start, end }: Span, { module }: FileSubject): boolean {
  const given = (module?.dags ?? []).flatMap(({ tasks }) =>
    tasks.filter(({ definedIn }) => definedIn === null).flatMap((task) => task.arguments),
  );
  const around = given.filter(({ span }) => span !== null && !isBefore(start, span.start) && !isBefore(span.end, end));
  return around.length > 0 && around.every(({ value }) => isConstant(value));
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

function isConstant(value: PlainValue): boolean {
  return value.kind === "constant" || (value.kind === "list" && value.items.every(isConstant));
}

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
