import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";
import { copyTree } from "../python/syntax/copy-tree.ts";
import type { SourceTree } from "../python/syntax/raw-node.ts";
import { lintRules } from "../rules/lint/index.ts";
import type { LintProblem, SyntaxProblem } from "../rules/subject.ts";
import { mendPositions } from "./line-ends.ts";
import { sampleProgram } from "./sample-program.ts";
import { type RuffDiagnostic, unusedFromAirflow } from "./unused-from-airflow.ts";
import { preferQuickWasm } from "./wasm-flags.ts";

/** A parser ran out of stack or memory, and is in an unknown state: its thread must not parse again. */
export class ParserExhausted extends Error {
  override readonly name = "ParserExhausted";
}

/** The parsers of Python source, loaded once in each worker. */
export interface PythonTools {
  /** What ruff says of the text, in one pass. `python` is `major.minor`. Throws `ParserExhausted`. */
  check(text: string, python: string): RuffAnswer;
  /** Of that the first part alone. */
  findSyntaxProblems(text: string, python: string): readonly SyntaxProblem[];
  /** Parses the text of the file that is read; asked again for the same text, it answers the same. Throws `ParserExhausted`. */
  parse(text: string): SourceTree;
  /** Parses another text; `placeOf`: of which each character stands elsewhere. Throws `ParserExhausted`. */
  parseOther(text: string, placeOf?: (offset: number) => number): SourceTree;
}

export interface RuffAnswer {
  /** What CPython of this version would refuse. */
  readonly syntax: readonly SyntaxProblem[];
  /** What the linter says, whatever comments in the text want of it; nothing where there is a syntax problem. */
  readonly lint: readonly LintProblem[];
}

/** Ruff's lint rules for what CPython's compiler, rather than its parser, refuses. */
const compilerErrors = [
  ...["F404", "F621", "F622", "F701", "F702", "F704", "F706", "F707"],
  ...["PLE0100", "PLE0115", "PLE0117", "PLE0118", "PLE1142"],
];

const codes = [...compilerErrors, ...lintRules.map(({ id }) => id)];
const isCompilerError: ReadonlySet<string> = new Set(compilerErrors);
const isLint: ReadonlySet<string> = new Set(lintRules.map(({ id }) => id));

const mostProblems = 10;

/**
 * Loads ruff and tree-sitter (WebAssembly), in about half a second. `isForMany`: whether it is worth the time to have tree-sitter's code
 * optimised while it runs, as it is small and nearly all of it is used. Of ruff's it never is.
 */
export async function loadPythonTools({ isForMany = false } = {}): Promise<PythonTools> {
  if (!isForMany) preferQuickWasm();
  const require = createRequire(import.meta.url);
  const [runtime, grammar] = await Promise.all([
    readFile(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
    readFile(require.resolve("tree-sitter-python/tree-sitter-python.wasm")),
  ]);
  await Parser.init({ wasmBinary: runtime });
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  if (isForMany) parser.parse(sampleProgram)?.delete(); // what was compiled before the flags are said may be optimised after
  preferQuickWasm();
  const { Workspace, PositionEncoding } = await import("@astral-sh/ruff-wasm-nodejs");

  const workspaces = new Map<string, InstanceType<typeof Workspace>>();
  const workspaceFor = (version: string): InstanceType<typeof Workspace> => {
    const known = workspaces.get(version);
    if (known !== undefined) return known;
    const options = { "target-version": version, lint: { select: codes }, "line-length": 320 };
    const made = new Workspace(options, PositionEncoding.Utf16);
    workspaces.set(version, made);
    return made;
  };

  const check = (text: string, python: string): RuffAnswer => {
    const workspace = workspaceFor(toTargetVersion(python));
    const ask = (asked: string): readonly RuffDiagnostic[] => guard(() => workspace.check(asked));
    const all = ask(withoutOrders(endLines(text)));
    const refused = all.filter(({ code }) => code === null || !isLint.has(code) || isCompilerError.has(code));
    const syntax = mendPositions(text, firstOfEachLine(text, refused.map(toProblem)));
    if (syntax.length > 0) return { syntax, lint: [] };
    return { syntax, lint: mendPositions(text, [...all, ...unusedFromAirflow(all, ask)].map(toLintProblem)) };
  };

  const parseOther: PythonTools["parseOther"] = (text, placeOf) => {
    const tree = guard(() => parser.parse(text));
    if (tree === null) throw new Error("tree-sitter gave no tree");
    try {
      return copyTree(tree, placeOf);
    } finally {
      tree.delete();
    }
  };
  let last: { readonly text: string; readonly tree: SourceTree } | null = null; // several readers ask for one file's tree
  const parse = (text: string): SourceTree => {
    if (last?.text !== text) last = { text, tree: parseOther(text) };
    return last.tree;
  };
  return { check, findSyntaxProblems: (text, python) => check(text, python).syntax, parse, parseOther };
}

/** Lines as Python ends them, at the same offsets: with lone carriage returns ruff takes quadratic time. */
function endLines(text: string): string {
  return text.replaceAll(/\r(?!\n)/g, "\n");
}

/**
 * Comments such as `# noqa` would silence ruff, and nobody would know. What they ask for is judged elsewhere; here they are made
 * unreadable, at the same length.
 */
function withoutOrders(text: string): string {
  return text
    .replaceAll(/noqa/gi, (word) => `${word.slice(0, 1)}0${word.slice(2)}`)
    .replaceAll(
      /(#[ \t]*)(ruff|flake8)(?=[ \t]*:)/gi,
      (_, hash: string, word: string) => `${hash}${"_".repeat(word.length)}`,
    );
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
    message: firstLine(message).replace(/[.\s]+$/, ""),
    span: { start, end },
  };
}

function toLintProblem(said: RuffDiagnostic): LintProblem {
  const { code, message, start_location: from, end_location: to } = said;
  const span = { start: { line: from.row, column: from.column }, end: { line: to.row, column: to.column } };
  const help = said.subDiagnostics.find(({ severity }) => severity === "help");
  const known = { code: code ?? "", message: sentenceOf(message).replace(...contradiction), span };
  return code?.startsWith("AIR") && help !== undefined
    ? { ...known, instead: sentenceOf(help.message).replace(...moving) }
    : known;
}

/** `x` is removed in Airflow 3.0, and still there: which of the two it is, ruff says in the second half. */
const contradiction = [
  / is (?:removed|deprecated)(.{0,200}) in Airflow 3\.0; It still works in Airflow 3\.0 but is expected to be removed in a future version/,
  " is deprecated$1 in Airflow 3, and will be removed in a later version",
] as const;

/** What it advises for `days_ago` is another date on each parse as well. */
const moving = [
  /^Use (`pendulum\.today\('UTC'\)\.add\(days=-N, \.\.\.\)`) instead\.$/,
  'Write a fixed date for a DAG\'s start, such as `pendulum.datetime(2026, 1, 1, tz="UTC")`; elsewhere use $1.',
] as const;

/** The first line of a message, which may quote any text of the file, but for what ruff says of its own settings. */
function firstLine(message: string): string {
  const [first = ""] = message.slice(0, 1000).split("\n");
  return first.replace(/ Consider specifying `requires-python.*/s, "").replaceAll("\0", "\\0");
}

function sentenceOf(message: string): string {
  const line = firstLine(message).replace(/[\s;:]+$/, "");
  return /[.?!]$/.test(line) ? line : `${line}.`;
}

/** Ruff knows 3.7 to 3.15; a version outside is taken as the nearest. */
function toTargetVersion(python: string): string {
  const minor = Number(/^3\.(\d{1,3})/.exec(python)?.[1] ?? Number.NaN);
  if (Number.isNaN(minor)) return "py312";
  return `py3${Math.min(Math.max(minor, 7), 15)}`;
}
