import { join, relative, resolve } from "node:path";
import type { FilesBeside } from "../analysis/files-beside.ts";
import type { FileToInspect, InspectionInput } from "../analysis/inspector.ts";
import { maxFileBytes } from "../core/inspect/inspect-parts.ts";
import { ConfigError } from "../domain/errors.ts";
import type { Inspection } from "../domain/finding.ts";
import type { LineRanges } from "../git/patch-lines.ts";
import { nodeFactsOf } from "../journeys/known-of-change.ts";
import { defaultKinds } from "../policy/defaults.ts";
import { kindOfContent, listRoots } from "../policy/kind-of.ts";
import type { TreePath } from "../rules/tree-listing.ts";
import type { CheckOptions } from "./check.ts";
import { describeChanges, describeOpaque } from "./check-changes.ts";
import { holdsAllDags, isDagFile, listFilesOfJobs } from "./check-context.ts";
import { readDeclaredHere } from "./check-declared.ts";
import {
  type CheckPlace,
  findRoot,
  type GivenPath,
  listGivenFiles,
  readGivenPaths,
  toRelative,
} from "./check-files.ts";
import { findRepository, type LocalChange, listTreePaths, readBlobs, readChanges, readOrigin } from "./check-git.ts";
import { describeLostKinds } from "./check-lost-kinds.ts";
import { holdOf, readFiles } from "./check-read.ts";
import { readRest } from "./check-rest.ts";
import { type KindOf, readNodeFor, readPolicyFor, selectRules, toKindOf, toMayHold } from "./check-settings.ts";
import type { Cli } from "./cli.ts";
import { filesOnDisk } from "./files-on-disk.ts";
import { nameOfRepository } from "./name-of-repository.ts";

export interface GatheredCheck {
  readonly input: InspectionInput;
  readonly beside: FilesBeside;
  readonly unread: Inspection["unread"];
  /** For standard error. */
  readonly notes: readonly string[];
  readonly showPath: (path: string) => string;
}

/** Reads all that a check needs: files, policy, node's file, what changed. Throws `ConfigError` and `PolicyError`. */
export async function gatherCheck(cli: Cli, paths: readonly string[], options: CheckOptions): Promise<GatheredCheck> {
  const given = await readGivenPaths(paths, cli.cwd);
  const first = given[0];
  const repository =
    first === undefined
      ? null
      : await findRepository(first.isDirectory ? first.absolute : resolve(first.absolute, ".."));
  const root = findRoot(given, repository, cli.cwd);
  const place: CheckPlace = { root, repository: repository?.top === root ? repository : null };

  const policy = await readPolicyFor(cli, options, place);
  const node = await readNodeFor(cli, options);
  const kindOf = toKindOf(policy, options, given, place);
  const wanted = await listWanted(given, place, options);
  const mayHold = toMayHold(policy, options, place);
  const tree = await readTree(place, given);
  const submodules = new Set(tree.filter(({ mode }) => mode === "160000").map(({ path }) => path));
  const places = { root, kindOf, mayHold, submodules };
  const isWhole = wanted.changes === null; // of a change, what the files are is compared with what they were
  const read = await readFiles(wanted.files, places, isWhole ? holdOf(root, wanted.files.keys()) : (file) => file);
  const facts = {
    node: node === null ? null : nodeFactsOf(node),
    inventory: node?.inventory?.content ?? null,
    kinds: policy?.kinds ?? defaultKinds,
  };
  const settings = { python: node?.python ?? "3.12", roots: listRoots(facts.kinds) };
  const { rest, paths: affected } =
    place.repository === null || wanted.all === null || options.base === undefined
      ? { rest: null, paths: [] }
      : await readRest({
          repository: place.repository,
          base: options.base,
          changes: wanted.all,
          checked: new Set(wanted.files.keys()),
          tree,
          kindOf,
          settings: { ...settings, known: facts },
        });
  const ofJobs = read.files.some(({ kind }) => kind === "job") ? listFilesOfJobs(tree, kindOf, read.files) : [];
  const contextPaths = new Set([...affected, ...ofJobs.filter((path) => rest === null || !isDagFile(path, kindOf))]);
  const around = new Map([...contextPaths].map((path) => [path, null]));
  const context = await readFiles(around, { ...places, mayHold: () => false }, (file) => file);
  const showPath = (path: string): string => {
    const shown = relative(cli.cwd, join(root, path));
    return shown.startsWith("../..") ? join(root, path) : shown;
  };
  const earlier = await readEarlier(place, wanted.changes, kindOf);

  return {
    input: {
      files: read.files.map((file) => ({ ...file, ...earlier.beforeOf(file.path) })),
      removed: earlier.removed,
      context: context.files,
      ...(rest === null ? {} : { rest }),
      isContextComplete:
        (place.repository !== null || given.every(({ isDirectory }) => isDirectory)) &&
        holdsAllDags(tree, new Set([...read.files, ...context.files].map(({ path }) => path)), kindOf),
      ...settings,
      severities: await selectRules(policy?.rules ?? {}, options.select),
      today: new Date().toISOString().slice(0, 10),
      known: {
        ...facts,
        tree,
        declared: await readDeclaredHere(root, tree, read.files),
        repository: place.repository === null ? null : nameOfRepository(await readOrigin(place.repository), node),
        ...(wanted.changes === null
          ? { opaque: await describeOpaque(root, read.opaque, submodules, kindOf) }
          : { changed: await describeChanges(root, wanted.changes, kindOf) }),
      },
    },
    beside: filesOnDisk(root, () => tree.map(({ path }) => path)),
    unread: read.unread,
    notes: [...describeOthers(given, root, read.files, showPath), ...describeLostKinds(policy, read.files, showPath)],
    showPath,
  };
}

/** What the changed files were before; nothing where a tree is checked as it is. */
async function readEarlier({ repository }: CheckPlace, changes: Wanted["changes"], kindOf: KindOf) {
  if (repository === null || changes === null) return { removed: [], beforeOf: () => ({}) };
  const oids = changes.flatMap(({ before }) => (before === null ? [] : [before]));
  const blobs = await readBlobs(repository, oids, maxFileBytes);
  const before = new Map(
    changes.flatMap((change) => {
      const content = change.before === null ? undefined : blobs.get(change.before);
      return content === undefined ? [] : [[change.path, { path: change.previousPath ?? change.path, content }]];
    }),
  );
  const removed = changes.filter(({ status }) => status === "removed").flatMap(({ path }) => before.get(path) ?? []);
  return {
    removed: removed
      .map((file) => ({ ...file, kind: kindOfContent(kindOf, file.path, file.content) }))
      .filter(({ kind }) => kind === "dag"),
    beforeOf: (path: string) => ({ before: before.get(path) ?? null }),
  };
}

interface Wanted {
  /** The files to check, with their changed lines. */
  readonly files: ReadonlyMap<string, LineRanges | null>;
  /** What the change touches, removed files included; `null` where a tree is checked as it is. */
  readonly changes: readonly LocalChange[] | null;
  /** The same, of the whole repository. */
  readonly all: readonly LocalChange[] | null;
}

async function listWanted(given: readonly GivenPath[], place: CheckPlace, { base }: CheckOptions): Promise<Wanted> {
  if (base === undefined)
    return {
      files: new Map((await listGivenFiles(given, place)).map((path) => [path, null])),
      changes: null,
      all: null,
    };
  if (place.repository === null) {
    throw new ConfigError("--base", "`--base` needs a git repository that holds all given paths.");
  }
  const prefixes = given.map(({ absolute }) => toRelative(absolute, place.root));
  const all = await readChanges(place.repository, base);
  const changes = all.filter(({ path }) =>
    prefixes.some((one) => one === "" || path === one || path.startsWith(`${one}/`)),
  );
  const present = changes.filter(({ status }) => status !== "removed");
  return { files: new Map(present.map(({ path, lines }) => [path, lines])), changes, all };
}

/** The names of all files around, and what they are. Sizes are not looked up. */
async function readTree(place: CheckPlace, given: readonly GivenPath[]): Promise<readonly TreePath[]> {
  if (place.repository !== null) return listTreePaths(place.repository);
  return (await listGivenFiles(given, place)).map((path) => ({ path, mode: "100644", size: null }));
}

function describeOthers(
  given: readonly GivenPath[],
  root: string,
  files: readonly FileToInspect[],
  showPath: (path: string) => string,
): readonly string[] {
  const explicit = new Set(given.filter((one) => !one.isDirectory).map((one) => toRelative(one.absolute, root)));
  return files
    .filter(({ path, kind }) => kind === "other" && explicit.has(path))
    .map(
      ({ path }) =>
        `note: ${showPath(path)} is of no kind, so no rule for DAGs, job requests, results or nodes looks at it. --kind job, for one, checks it as a job request.`,
    );
}
