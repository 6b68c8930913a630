import { hasLoneCarriageReturn } from "../python/line-ends.ts";
import type { ModuleSyntax } from "../python/syntax/ast.ts";
import { readSyntax } from "../python/syntax/read-syntax.ts";
import type { PythonTools } from "./python-tools.ts";

/** How much text of imported modules is kept parsed, in characters: each stands for about fifty times as many bytes. */
const mostKept = 300_000;

const kept = new WeakMap<PythonTools, Map<string, ModuleSyntax | null>>();

/** The syntax of a module that others import, which is parsed once for all of them; `null` where Python would refuse it. */
export function parseImported(text: string, python: string, tools: PythonTools): ModuleSyntax | null {
  const known = kept.get(tools) ?? new Map<string, ModuleSyntax | null>();
  kept.set(tools, known);
  const key = `${python} ${text}`;
  const before = known.get(key);
  const syntax = before === undefined ? parse(text, python, tools) : before;
  known.delete(key);
  known.set(key, syntax);
  let size = [...known.keys()].reduce((sum, { length }) => sum + length, 0);
  for (const oldest of known.keys()) {
    if (size <= mostKept) break;
    known.delete(oldest);
    size -= oldest.length;
  }
  return syntax;
}

function parse(text: string, python: string, tools: PythonTools): ModuleSyntax | null {
  if (hasLoneCarriageReturn(text) || tools.findSyntaxProblems(text, python).length > 0) return null;
  return readSyntax(tools.parseOther(text), text);
}
