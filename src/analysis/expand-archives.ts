import type { Inspection } from "../domain/finding.ts";
import { beginsAsZip, mayEndZip } from "../formats/zip-directory.ts";
import { loadable } from "../policy/kind-of.ts";
import type { ChangedPath } from "../rules/changed-path.ts";
import { readArchivedModules, toTreeFile, withInner } from "./archived-modules.ts";
import { type HeldFile, isHeld } from "./file-content.ts";
import { type FilesBeside, withOthers } from "./files-beside.ts";
import type { InspectionInput, KnownFacts } from "./inspector.ts";
import type { Archive } from "./read-archive.ts";
import type { Done } from "./read-files.ts";
import { unreadOutcome } from "./unread-outcome.ts";

/** An inspection with the files of its archives in their stead, at `archive.zip/name`. */
export interface Expanded {
  readonly input: InspectionInput;
  readonly beside: FilesBeside;
  /** Archives that could not be looked into. */
  readonly unread: Inspection["unread"];
  /** The same of those around, which may have any DAG. */
  readonly closed: readonly Done[];
}

/** Looks into the archives of DAGs, as Airflow does. */
export async function expandArchives(input: InspectionInput, beside: FilesBeside): Promise<Expanded> {
  const { files, removed = [], context, known = {} } = input;
  const archives = files.filter(isHeld).filter(isArchive);
  const gone = removed.filter(isArchive);
  const around = context.filter(({ path }) => isNamedArchive(path));
  if (archives.length === 0 && gone.length === 0 && around.length === 0)
    return { input, beside, unread: [], closed: [] };

  const looked = await Promise.all(archives.map(lookInto));
  const removedFiles = await Promise.all(
    gone.map(async ({ path, content }) => listRemoved(path, await readArchive(content))),
  );
  const beyond = await lookIntoContext(around);
  const inside = looked.flatMap((one) => one.files);
  const modules = [...inside.filter(({ path }) => path.endsWith(".py")), ...beyond.modules];
  return {
    input: {
      ...input,
      files: [...files.filter((file) => !isHeld(file) || !isArchive(file)), ...inside],
      removed: [
        ...removed.filter((file) => !isArchive(file)),
        ...removedFiles.flat(),
        ...looked.flatMap((one) => one.removed),
      ],
      context: [...context, ...beyond.modules],
      known: { ...known, ...knownOf(known, archives), ...treeOf(known, [...inside, ...beyond.modules]) },
    },
    beside: withOthers(beside, new Map(modules.map(({ path, content }) => [path, content]))), // Python opens no other file of an archive
    unread: looked.flatMap((one) => one.unread),
    closed: beyond.closed,
  };
}

function treeOf({ tree }: KnownFacts, inner: readonly Removed[]): Pick<KnownFacts, "tree"> {
  if (tree == null) return {};
  return { tree: "changes" in tree ? withInner(tree, inner) : [...tree, ...inner.map(toTreeFile)] };
}

/** What the archives that were asked about are. */
function knownOf({ changed, opaque }: KnownFacts, archives: readonly HeldFile[]): KnownFacts {
  const hidden = archives.filter(isHidden);
  if (changed == null) return hidden.length === 0 ? {} : { opaque: [...(opaque ?? []), ...hidden.map(describeHidden)] };
  const paths = new Set(archives.map(({ path }) => path));
  const isOneHidden = (path: string): boolean => hidden.some((one) => one.path === path);
  return {
    changed: changed.map((one) =>
      paths.has(one.path) ? { ...one, looks, ...(isOneHidden(one.path) ? { isHiddenArchive: true } : {}) } : one,
    ),
  };
}

/** The modules of archives that are only looked into, one archive after another. */
async function lookIntoContext(
  archives: InspectionInput["context"],
): Promise<Pick<Expanded, "closed"> & { modules: Removed[] }> {
  const modules: Removed[] = [];
  const closed: Done[] = [];
  for (const { path, content } of archives) {
    const archive = await readArchivedModules(path, content);
    modules.push(...archive.modules.map((one) => ({ ...one, kind: "dag" })));
    if (archive.unclear !== null) closed.push({ path, outcome: unreadOutcome(archive.unclear) });
  }
  return { modules, closed };
}

const looks = { form: "archive", what: null } as const;

function isArchive(file: Removed): boolean {
  return file.kind === "dag" && (isNamedArchive(file.path) || isHidden(file));
}

function isNamedArchive(path: string): boolean {
  return /\.zip$/i.test(path);
}

/** Airflow looks into it, though its name says nothing of an archive. */
function isHidden({ path, content }: Pick<Removed, "path" | "content">): boolean {
  return !path.endsWith(".py") && !loadable.test(path) && mayEndZip(content);
}

function describeHidden({ path, content }: HeldFile): ChangedPath {
  const size = content.length;
  return { path, previousPath: null, status: "added", mode: "100644", size, kind: "dag", looks, isHiddenArchive: true };
}

/** The reader is loaded when there is an archive: a check of one DAG starts sooner. */
async function readArchive(content: Uint8Array): Promise<Archive> {
  const reader = await import("./read-archive.ts");
  return reader.readArchive(content);
}

type Removed = NonNullable<InspectionInput["removed"]>[number];

async function lookInto({ path, content, before }: HeldFile) {
  const archive =
    isHidden({ path, content }) && !beginsAsZip(content)
      ? { problem: "has something before its files" } // which could be meant for others than Python
      : await readArchive(content);
  if ("problem" in archive) {
    return { files: [], removed: [], unread: [{ path, reason: `the archive ${archive.problem}` }] };
  }
  const earlier = before == null ? null : await readArchive(before.content);
  const was = earlier === null || "problem" in earlier ? null : earlier.files;
  const files = [...archive.files].map(([name, inner]): HeldFile => {
    const old = was?.get(name);
    const place = before == null ? path : before.path;
    return {
      path: `${path}/${name}`,
      content: inner,
      kind: kindOfInner(name),
      changedLines: null,
      archive: path,
      ...(before === undefined
        ? {}
        : { before: old === undefined ? null : { path: `${place}/${name}`, content: old, archive: place } }),
    };
  });
  const kept = new Set(archive.files.keys());
  const removed = before == null || earlier === null ? [] : listRemoved(before.path, earlier, kept);
  return { files, removed, unread: [] };
}

function listRemoved(path: string, archive: Archive, kept: ReadonlySet<string> = new Set()): readonly Removed[] {
  if ("problem" in archive) return [];
  return [...archive.files]
    .filter(([name]) => !kept.has(name) && name.endsWith(".py"))
    .map(([name, content]) => ({ path: `${path}/${name}`, kind: "dag", content, archive: path }));
}

/** What Python could load from it must be read. */
function kindOfInner(name: string): string {
  return /\.(?:py|pyc|pyo|so|pyd|zip|egg|whl|pyz)$/i.test(name) ? "dag" : "other";
}
