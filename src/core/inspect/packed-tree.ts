import { declaresElsewhere, dependencyFormOf } from "../../formats/dependency-file-name.ts";
import { foldPath, prefixesOf } from "../../formats/fold-path.ts";
import { type PackedTable, packTable, type TableEntry } from "../../formats/packed-table.ts";
import { isJobSchemaPath } from "../../rules/jobs/job-schema-path.ts";
import type { TreePath } from "../../rules/tree-listing.ts";

/** A file of a tree, with git's id of it where that is known. */
export interface TreeFile extends TreePath {
  readonly oid?: string | null;
}

/** What one tree has otherwise than another; `null`: it is not there. */
export interface TreeChange {
  readonly path: string;
  readonly file: TreeFile | null;
}

/** A listing as it goes to another thread: tables that all threads share, and what has changed since they were made. */
export interface PackedTree {
  /** `mode size oid` by path. */
  readonly files: PackedTable;
  /** Each path and each folder by its folded form. */
  readonly folded: PackedTable;
  /** How many files have a name, as a module or one of their folders. */
  readonly modules: PackedTable;
  /** Paths by what is looked for among all of them. */
  readonly labels: PackedTable;
  readonly changes: readonly TreeChange[];
}

/** Packs a listing. The order of the entries does not matter. */
export function packTree(entries: readonly TreeFile[]): PackedTree {
  const modules = new Map<string, number>();
  const labels: TableEntry[] = [];
  const prefixes = new Set<string>();
  for (const entry of entries) {
    for (const name of moduleNamesOf(entry)) modules.set(name, (modules.get(name) ?? 0) + 1);
    for (const label of labelsOf(entry)) labels.push([label, entry.path]);
    for (const prefix of prefixesOf(entry.path)) prefixes.add(prefix);
  }
  return {
    files: packTable(entries.map((entry) => [entry.path, writeFile(entry)])),
    folded: packTable([...prefixes].map(foldedEntry)),
    modules: packTable([...modules].map(([name, count]) => [name, String(count)])),
    labels: packTable(labels.sort()),
    changes: [],
  };
}

/** What is folded already stands there once. */
function foldedEntry(path: string): TableEntry {
  const folded = foldPath(path);
  return [folded, folded === path ? "" : path];
}

function writeFile({ mode, size, oid }: TreeFile): string {
  return `${mode} ${size ?? "-"} ${oid ?? "-"}`;
}

export function readFile(path: string, value: string): TreeFile {
  const [mode = "", size = "-", oid = "-"] = value.split(" ");
  return { path, mode, size: size === "-" ? null : Number(size), oid: oid === "-" ? null : oid };
}

/** The names under which Python may know a file: its own, and those of the folders that it is in. */
export function moduleNamesOf({ path, mode }: TreePath): ReadonlySet<string> {
  const isModule = /\.(py|pyi|pyx|so|pyd)$/.test(path) || mode === "160000" || mode === "120000";
  const steps = isModule ? path.split("/") : [];
  return new Set(steps.map((step) => (step.includes(".") ? step.slice(0, step.indexOf(".")) : step)));
}

/** What a file is looked for as, among all files of the repository. */
export type TreeLabel = "declares packages" | "schema of parameters" | `YAML of ${number} bytes`;

export function labelsOf({ path, mode, size }: TreePath): readonly TreeLabel[] {
  if (!mode.startsWith("100")) return [];
  return [
    ...(dependencyFormOf(path) !== null || declaresElsewhere(path) ? (["declares packages"] as const) : []),
    ...(isJobSchemaPath(path) ? (["schema of parameters"] as const) : []),
    ...(size !== null && /\.ya?ml$/.test(path) ? ([`YAML of ${size} bytes`] as const) : []),
  ];
}
