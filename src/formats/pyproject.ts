import { parse, TomlError } from "smol-toml";
import { type FormatProblem, problemAt } from "./format-problem.ts";
import { readPoetryTables } from "./pyproject-poetry.ts";
import { isTable, locator, type Table, tableAt } from "./pyproject-table.ts";
import { type Requirement, readRequirementEntry } from "./requirements-entry.ts";
import type { DependencyFile } from "./requirements-file.ts";
import { startOfFile } from "./text-positions.ts";

/** Reads what a `pyproject.toml` asks for: its own dependencies, extras, groups, and those of Poetry. Never throws. */
export function readPyproject(text: string, path: string): DependencyFile {
  const parsed = parseToml(text, path);
  if ("problem" in parsed) return empty(path, "pyproject", [parsed.problem]);
  const { table } = parsed;
  const project = tableAt(table, ["project"]);
  const lists: readonly (readonly [group: string | null, list: unknown])[] = [
    [null, project?.dependencies],
    ...groupsOf(project?.["optional-dependencies"]),
    ...groupsOf(table["dependency-groups"]),
    ["dev", tableAt(table, ["tool", "uv"])?.["dev-dependencies"]],
    ...groupsOf(tableAt(table, ["tool", "pdm"])?.["dev-dependencies"]),
  ];
  const read = readLists(lists, text, path);
  const poetry = readPoetryTables(table, text);
  const dynamic = project?.dynamic;
  return {
    path,
    form: "pyproject",
    requirements: [...read.requirements, ...poetry],
    options: [],
    isOpen: Array.isArray(dynamic) && dynamic.some((one) => one === "dependencies" || one === "optional-dependencies"),
    problems: read.problems,
  };
}

export type TomlReading = { readonly table: Table } | { readonly problem: FormatProblem };

/** Parses TOML; the problem says where it is wrong. */
export function parseToml(text: string, path: string): TomlReading {
  try {
    return { table: parse(text, { maxDepth: 100 }) };
  } catch (error) {
    const start = error instanceof TomlError ? { line: error.line, column: error.column } : startOfFile.start;
    const what = error instanceof TomlError ? (error.message.split("\n")[0] ?? "") : "it is nested too deeply";
    const message = `It is no TOML: ${what.replace(/^Invalid TOML document: /, "").replace(/\.$/, "")}.`;
    return { problem: problemAt(path, { start, end: { ...start, column: start.column + 1 } }, message) };
  }
}

/** Reads lists of requirements; each stands where its text does. */
export function readLists(
  lists: readonly (readonly [group: string | null, list: unknown])[],
  text: string,
  path: string,
  from = 0,
): Pick<DependencyFile, "requirements" | "problems"> {
  const requirements: Requirement[] = [];
  const problems: FormatProblem[] = [];
  const locate = locator(text, from);
  for (const [group, list] of lists) {
    if (!Array.isArray(list)) continue;
    for (const one of list.slice(0, 5000)) {
      if (typeof one !== "string") continue; // `{ include-group = "…" }`
      const span = locate(one);
      const read = readRequirementEntry(one);
      if ("problem" in read) problems.push(problemAt(path, span, `In a dependency, ${read.problem}.`));
      else requirements.push({ ...read.entry, hasHash: false, group, span });
    }
  }
  return { requirements, problems };
}

function groupsOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isTable(value) ? Object.entries(value) : [];
}

/** A file in which nothing was found. */
export function empty(path: string, form: DependencyFile["form"], problems: readonly FormatProblem[]): DependencyFile {
  return { path, form, requirements: [], options: [], isOpen: problems.length > 0, problems };
}
