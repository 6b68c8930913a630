import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { Language, type Node, Parser } from "web-tree-sitter";
import type { SyntaxProblem } from "../rules/subject.ts";
import { mendPositions } from "./line-ends.ts";

/** A parser ran out of stack or memory, and is in an unknown state: its thread must not parse again. */
export class ParserExhausted extends Error {
  override readonly name = "ParserExhausted";
}

/** The parsers of Python source, loaded once in each worker. */
export interface PythonTools {
  /** What CPython of this version (`major.minor`) would refuse. Throws `ParserExhausted`. */
  findSyntaxProblems(text: string, python: string): readonly SyntaxProblem[];
  /** Parses the text, hands the tree's root to `read`, and frees the tree. Throws `ParserExhausted`. */
  withTree<T>(text: string, read: (root: Node) => T): T;
}

/** Ruff's lint rules for what CPython's compiler, rather than its parser, refuses. */
const compilerErrors = [
  ...["F404", "F621", "F622", "F701", "F702", "F704", "F706", "F707"],
  ...["PLE0100", "PLE0115", "PLE0117", "PLE0118", "PLE1142"],
];

const mostProblems = 10;

/** Loads ruff and tree-sitter (WebAssembly), in about half a second. */
export async function loadPythonTools(): Promise<PythonTools> {
  // The optimising compiler costs more than it gains: 5 s less, and a quarter of the memory, over 3,000 files.
  setFlagsFromString("--liftoff-only");
  const { Workspace, PositionEncoding } = await import("@astral-sh/ruff-wasm-nodejs");
  const require = createRequire(import.meta.url);
  const [runtime, grammar] = await Promise.all([
    readFile(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
    readFile(require.resolve("tree-sitter-python/tree-sitter-python.wasm")),
  ]);
  await Parser.init({ wasmBinary: runtime });
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));

  const workspaces = new Map<string, InstanceType<typeof Workspace>>();
  const workspaceFor = (version: string): InstanceType<typeof Workspace> => {
    const known = workspaces.get(version);
    if (known !== undefined) return known;
    const options = { "target-version": version, lint: { select: compilerErrors }, "line-length": 320 };
    const made = new Workspace(options, PositionEncoding.Utf16);
    workspaces.set(version, made);
    return made;
  };

  return {
    findSyntaxProblems(text, python) {
      const workspace = workspaceFor(toTargetVersion(python));
      const diagnostics: readonly RuffDiagnostic[] = guard(() => workspace.check(endLines(text)));
      return mendPositions(text, firstOfEachLine(text, diagnostics.map(toProblem)));
    },
    withTree(text, read) {
      const tree = guard(() => parser.parse(text));
      if (tree === null) throw new Error("tree-sitter gave no tree");
      try {
        return read(tree.rootNode);
      } finally {
        tree.delete();
      }
    },
  };
}

/** Lines as Python ends them, at the same offsets: with lone carriage returns ruff takes quadratic time. */
function endLines(text: string): string {
  return text.replaceAll(/\r(?!\n)/g, "\n");
}

function guard<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    if (cause instanceof RangeError || (cause instanceof Error && cause.name === "RuntimeError")) {
      throw new ParserExhausted("it is nested too deeply to be parsed", { cause });
    }
    throw cause;
  }
}

interface RuffDiagnostic {
  readonly message: string;
  readonly start_location: { readonly row: number; readonly column: number };
  readonly end_location: { readonly row: number; readonly column: number };
}

/** What ruff says further of a line it has lost the thread on, and of the end of the file, is guesswork. */
function firstOfEachLine(text: string, problems: readonly SyntaxProblem[]): readonly SyntaxProblem[] {
  const byLine = Map.groupBy(problems, ({ span }) => span.start.line);
  const first = [...byLine.values()].flatMap((all) => all.slice(0, 1)).slice(0, mostProblems);
  const lines = text.trimEnd().split(/\r\n|\r|\n/);
  const inside = first.filter(({ span }) => span.start.line <= lines.length);
  return inside.length > 0 ? inside : first.map((problem) => ({ ...problem, span: lastCharacter(lines) }));
}

/** What is missing at the end of a file is shown where its text ends: nobody can comment on a line that is not there. */
function lastCharacter(lines: readonly string[]): SyntaxProblem["span"] {
  const line = lines.length;
  const column = Math.max(lines.at(-1)?.length ?? 0, 1);
  return { start: { line, column }, end: { line, column: column + 1 } };
}

/** Where a span goes over lines (to the newline that was not expected, say) its first character stands for it. */
function toProblem({ message, start_location: from, end_location: to }: RuffDiagnostic): SyntaxProblem {
  const start = { line: from.row, column: from.column };
  const end = from.row === to.row ? { line: to.row, column: to.column } : { line: from.row, column: from.column + 1 };
  return {
    message: (message.split("\n")[0] ?? "").replaceAll("\0", "\\0").replace(/[.\s]+$/, ""),
    span: { start, end },
  };
}

/** Ruff knows 3.7 to 3.15; a version outside is taken as the nearest. */
function toTargetVersion(python: string): string {
  const minor = Number(/^3\.(\d{1,3})/.exec(python)?.[1] ?? Number.NaN);
  if (Number.isNaN(minor)) return "py312";
  return `py3${Math.min(Math.max(minor, 7), 15)}`;
}
