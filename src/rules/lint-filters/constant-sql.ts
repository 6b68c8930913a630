import { isConstantName } from "./constant-names.ts";
import type { LintFilter } from "./filter.ts";
import { stringLiteral, textAt } from "./text-at.ts";

const literals = new RegExp(stringLiteral, "g");

/** ``f"SELECT * FROM {TABLE}"`` where `TABLE = os.environ["TABLE"]` stands once, at the top of the module. */
export const constantSql: LintFilter = {
  name: "constant-sql",
  codes: ["S608"],
  summary:
    "SQL that is put together from constants of the module, the worker's environment and the date alone holds nothing that others choose.",
  drops(problem, subject) {
    const names = namesIn(textAt(subject, problem.span));
    if (names === null || names.length === 0) return null;
    return names.every((name) => isConstantName(name, subject)) ? "it is put together from constants" : null;
  },
};

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
