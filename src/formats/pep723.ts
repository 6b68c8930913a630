import { empty, parseToml, readLists } from "./pyproject.ts";
import type { DependencyFile } from "./requirements-file.ts";

interface Block {
  readonly content: string;
  /** Offset of the first line of the content. */
  readonly start: number;
  /** Its number, from 1. */
  readonly line: number;
}

/** Reads the `# /// script` block of a Python file (https://peps.python.org/pep-0723/); `null` where there is none. Never throws. */
export function readScriptBlock(text: string, path: string): DependencyFile | null {
  const block = findBlock(text);
  if (block === null) return null;
  const parsed = parseToml(block.content, path);
  if ("problem" in parsed) {
    const { problem } = parsed;
    const shift = ({ line, column }: { line: number; column: number }) => ({
      line: line + block.line - 1,
      column: column + 2, // behind `# `
    });
    return empty(path, "script", [{ ...problem, ...shift(problem), end: shift(problem.end) }]);
  }
  const read = readLists([[null, parsed.table.dependencies]], text, path, block.start);
  return { path, form: "script", options: [], isOpen: false, ...read };
}

/** The one block of type `script`; of two, PEP 723 says that the file is in error, and nothing is read. */
function findBlock(text: string): Block | null {
  if (!text.includes("# /// script")) return null;
  const lines = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  const begin = lines.findIndex((line) => line.trimEnd() === "# /// script");
  if (begin === -1) return null;
  let last = -1;
  for (let index = begin + 1; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (line.trimEnd() === "# ///") last = index;
    else if (line !== "#" && !line.startsWith("# ")) break;
  }
  if (last === -1) return null;
  const end = lines.indexOf("# ///", begin + 1);
  const content = lines.slice(begin + 1, end === -1 ? last : end).map((line) => line.slice(2));
  const start = text.split("\n", begin + 1).reduce((sum, line) => sum + line.length + 1, 0);
  return { content: content.join("\n"), start, line: begin + 2 };
}
