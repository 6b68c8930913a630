import type { FileSubject } from "../subject.ts";
import { stringLiteral } from "./text-at.ts";

/** How many names of a file are looked up, each by one look through its text; the others are taken for no constants. */
const mostNames = 200;

type Answers = Map<string, boolean>;
const known = new WeakMap<FileSubject, Answers>();

/**
 * Whether a name in capitals is bound once, at the module's top level, to what nobody chooses while it runs: literals, the worker's
 * environment, the date, an import, and what is put together from these.
 */
export function isConstantName(name: string, subject: FileSubject): boolean {
  const answers = known.get(subject) ?? new Map<string, boolean>();
  known.set(subject, answers);
  return isConstant(name, subject.text, answers);
}

function isConstant(name: string, text: string, answers: Answers): boolean {
  const before = answers.get(name);
  if (before !== undefined) return before;
  if (!/^_?[A-Z][A-Z0-9_]*$/.test(name) || answers.size >= mostNames) return false;
  answers.set(name, false); // while it is looked at: what is bound to itself is none
  const answer = isBoundOnce(name, text, answers);
  answers.set(name, answer);
  return answer;
}

function isBoundOnce(name: string, text: string, answers: Answers): boolean {
  const bindings = new RegExp(
    `\\b(?:for|as|global|nonlocal|import|def|lambda|del)\\b[^\\n]{0,200}\\b${name}\\b|\\b${name}\\b[ \\t]*(?:[-+*/|&%@^]|//|\\*\\*|<<|>>|:[^=\\n]{0,80})?=(?!=)`,
    "g",
  );
  const count = text.match(bindings)?.length ?? 0;
  const imported = new RegExp(
    `^from [\\w.]{1,200} import (?:\\([^()#]{0,2000}\\b${name}\\b|[^\\n(]{0,200}\\b${name}\\b)`,
    "m",
  );
  const statement = imported.exec(text)?.[0];
  if (statement !== undefined) return count === (statement.includes("\n") ? 0 : 1);
  const bound = new RegExp(`^${name}[ \\t]*(?::[^=\\n]{1,80})?=[ \\t]*`, "m").exec(text);
  return bound !== null && count === 1 && isHarmless(text.slice(bound.index + bound[0].length), text, answers);
}

/** Literals; brackets and calls that bring in nothing which others choose; names; what may stand between them. */
const token = new RegExp(
  [
    stringLiteral,
    /(?<open>\(|\bos\.(?:environ\.get\(|environ\[|getenv\()|\b(?:datetime\.)?(?:datetime\.(?:now|today)|date\.today)\(|\bstr\(|\.(?:format|isoformat|lower|replace|strftime|strip|upper)\()/,
    /(?<close>[)\]])/,
    /(?<name>[A-Za-z_]\w*)/,
    /(?<end>\n)/,
    /[ \t\r\\]+|#[^\n]*|\d+|[+%,]/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "y",
);

/** Whether the expression with which a text begins, up to the end of its line or brackets, is put together from constants. */
function isHarmless(rest: string, text: string, answers: Answers): boolean {
  let depth = 0;
  for (let at = 0; at < rest.length; ) {
    token.lastIndex = at;
    const found = token.exec(rest);
    if (found === null || found.groups?.cut !== undefined) return false;
    at = token.lastIndex;
    const { prefix = "", quoted, open, close, name, end } = found.groups ?? {};
    if (end !== undefined && depth === 0) return true;
    if (quoted !== undefined && !isPlainText(prefix, quoted, text, answers)) return false;
    if (name !== undefined && !/^(?:or|None)$/.test(name) && !isConstant(name, text, answers)) return false;
    depth += open === undefined ? 0 : 1;
    depth -= close === undefined ? 0 : 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Whether a literal holds no template, and as an f-string only constants. */
function isPlainText(prefix: string, quoted: string, text: string, answers: Answers): boolean {
  if (!/f/i.test(prefix)) return !quoted.includes("{");
  if (/\{\{|\}\}/.test(quoted)) return false;
  return [...quoted.matchAll(/\{([^{}]*)\}/g)].every(([, inside = ""]) => {
    const name = /^\s*([A-Za-z_]\w*)\s*(?:![rsa])?(?::[^{}]*)?$/.exec(inside)?.[1];
    return name !== undefined && isConstant(name, text, answers);
  });
}
