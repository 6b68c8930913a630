import type { Inspection } from "../domain/finding.ts";
import { beginsAsZip, mayEndZip } from "../formats/zip-directory.ts";
import { loadable } from "../policy/kind-of.ts";
import type { ChangedPath } from "../rules/subject.ts";
import { type FilesBeside, withOthers } from "./files-beside.ts";
import type { FileToInspect, InspectionInput } from "./inspector.ts";
import type { Archive } from "./read-archive.ts";

/** An inspection with the files of its archives in their stead, at `archive.zip/name`. */
export interface Expanded {
  readonly input: InspectionInput;
  readonly beside: FilesBeside;
  /** Archives that could not be looked into. */
  readonly unread: Inspection["unread"];
}

/** Looks into the archives of DAGs, as Airflow does. */
export async function expandArchives(input: InspectionInput, beside: FilesBeside): Promise<Expanded> {
  const { files, removed = [], known = {} } = input;
  const archives = files.filter(isArchive);
  const gone = removed.filter(isArchive);
  if (archives.length === 0 && gone.length === 0) return { input, beside, unread: [] };

  const looked = await Promise.all(archives.map(lookInto));
  const removedFiles = await Promise.all(
    gone.map(async ({ path, content }) => listRemoved(path, await readArchive(content))),
  );
  const inside = looked.flatMap((one) => one.files);
  const modules = inside.filter(({ path }) => path.endsWith(".py"));
  const paths = new Set(archives.map(({ path }) => path));
  const hidden = archives.filter(isHidden);
  const { tree } = known;
  const added = inside.map(({ path, content }) => ({ path, mode: "100644", size: content.length }));
  return {
    input: {
      ...input,
      files: [...files.filter((file) => !isArchive(file)), ...inside],
      removed: [
        ...removed.filter((file) => !isArchive(file)),
        ...removedFiles.flat(),
        ...looked.flatMap((one) => one.removed),
      ],
      known: {
        ...known,
        ...(tree == null
          ? {}
          : {
              tree:
                "changes" in tree
                  ? { ...tree, changes: [...tree.changes, ...added.map((file) => ({ path: file.path, file }))] }
                  : [...tree, ...added],
            }),
        ...(known.changed == null
          ? {}
          : {
              changed: known.changed.map((one) =>
                paths.has(one.path)
                  ? {
                      ...one,
                      looks,
                      ...(hidden.some(({ path }) => path === one.path) ? { isHiddenArchive: true } : {}),
                    }
                  : one,
              ),
            }),
        ...(known.changed != null || hidden.length === 0
          ? {}
          : { opaque: [...(known.opaque ?? []), ...hidden.map(describeHidden)] }),
      },
    },
    beside: withOthers(beside, new Map(modules.map(({ path, content }) => [path, content]))), // Python opens no other file of an archive
    unread: looked.flatMap((one) => one.unread),
  };
}

const looks = { form: "archive", what: null } as const;

function isArchive(file: Removed): boolean {
  return file.kind === "dag" && (/\.zip$/i.test(file.path) || isHidden(file));
}

/** Airflow looks into it, though its name says nothing of an archive. */
function isHidden({ path, content }: Pick<Removed, "path" | "content">): boolean {
  return !path.endsWith(".py") && !loadable.test(path) && mayEndZip(content);
}

function describeHidden({ path, content }: FileToInspect): ChangedPath {
  const size = content.length;
  return { path, previousPath: null, status: "added", mode: "100644", size, kind: "dag", looks, isHiddenArchive: true };
}

/** The reader is loaded when there is an archive: a check of one DAG starts sooner. */
async function readArchive(content: Uint8Array): Promise<Archive> {
  const reader = await import("./read-archive.ts");
  return reader.readArchive(content);
}

type Removed = NonNullable<InspectionInput["removed"]>[number];

async function lookInto({ path, content, before }: FileToInspect) {
  const archive =
    isHidden({ path, content }) && !beginsAsZip(content)
      ? { problem: "has something before its files" } // which could be meant for others than Python
      : await readArchive(content);
  if ("problem" in archive) {
    return { files: [], removed: [], unread: [{ path, reason: `the archive ${archive.problem}` }] };
  }
  const earlier = before == null ? null : await readArchive(before.content);
  const was = earlier === null || "problem" in earlier ? null : earlier.files;
  const files = [...archive.files].map(([name, inner]): FileToInspect => {
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
