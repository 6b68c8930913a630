import type { FileSubject } from "../subject.ts";
import type { LintFilter } from "./filter.ts";
import { textAt } from "./text-at.ts";

const literal = /([rRuUbBfF]{0,2})("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')/g;

/** ``f"SELECT * FROM {TABLE}"`` where `TABLE = "cohort"` stands once, at the top of the module. */
export const constantSql: LintFilter = {
  name: "constant-sql",
  codes: ["S608"],
  summary: "SQL that is put together from constants of the module alone holds nothing that comes from outside.",
  drops(problem, subject) {
    const names = namesIn(textAt(subject, problem.span));
    if (names === null || names.length === 0) return null;
    return names.every((name) => isConstant(name, subject)) ? "it is put together from constants" : null;
  },
};

/** The names that an expression of string literals takes values from; `null` when it does anything else. */
function namesIn(expression: string): readonly string[] | null {
  const names: string[] = [];
  let isPlain = true;
  const outside = expression.replaceAll(literal, (_, prefix: string, quoted: string) => {
    if (!/f/i.test(prefix)) return " ";
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

/** Whether a name in capitals is bound once, at the module's top level, to a literal. */
function isConstant(name: string, { text }: FileSubject): boolean {
  if (!/^_?[A-Z][A-Z0-9_]*$/.test(name)) return false;
  const bound = new RegExp(
    `^${name}[ \\t]*(?::[^=\\n]{1,80})?=[ \\t]*(?:[rRuU]?"[^"\\n\\\\{]*"|[rRuU]?'[^'\\n\\\\{]*'|\\d+)[ \\t]*(?:#.*)?\\r?$`,
    "gm",
  );
  const others = new RegExp(
    `\\b(?:for|as|global|nonlocal|import|def|lambda|del)\\b[^\\n]{0,200}\\b${name}\\b|\\b${name}\\b[ \\t]*(?:[-+*/|&%@^]|//|\\*\\*|<<|>>|:[^=\\n]{0,80})?=(?!=)`,
    "g",
  );
  return (text.match(bound)?.length ?? 0) === 1 && (text.match(others)?.length ?? 0) === 1;
}
