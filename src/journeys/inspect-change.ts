import type { FileToInspect, InspectionInput } from "../analysis/inspector.ts";
import { policyFindings } from "../core/policy-findings.ts";
import type { ChangedFile } from "../domain/change.ts";
import type { Inspection } from "../domain/finding.ts";
import { compareTreeObjects, type TreeDifference } from "../git/compare-trees.ts";
import { grepTree } from "../git/grep-tree.ts";
import { listTree, type TreeEntry } from "../git/list-tree.ts";
import { mergeTrees } from "../git/merge-trees.ts";
import { type ObjectReader, openObjectReader } from "../git/object-reader.ts";
import { keepNewLines, type LineRanges } from "../git/patch-lines.ts";
import { readChangedLines } from "../git/read-changed-lines.ts";
import { readTreeId } from "../git/read-ref.ts";
import { asLoaded, kindOf, kindsFor, listRoots, mayHoldRead, readKinds } from "../policy/kind-of.ts";
import { organisationPolicyPath } from "../predicates/protected-paths.ts";
import { isJobSchemaPath } from "../rules/jobs/job-schema-path.ts";
import { filesOfTree } from "./files-of-tree.ts";
import type { GatheredChange } from "./gather-change.ts";
import { knownOfChange } from "./known-of-change.ts";
import { isPolicyRepository, organisationPlace } from "./organisation-place.ts";
import type { JourneyPorts } from "./ports.ts";
import { readDeclaredOfChange } from "./read-declared-of-change.ts";
import { isPolicyPath, type PolicyPorts, readPolicyAt } from "./read-policy-at.ts";

/** A file larger than this is not read; the inspection names it as unread. */
const maxFileBytes = 2 * 1024 * 1024;

/** What stands in a path for bytes that are not UTF-8: two such names may look alike. */
const notUtf8 = "\uFFFD";

/** Runs the rules on the files of a change, as they are in its head. However many they are, a few git processes read them. */
export async function inspectChange(
  ports: PolicyPorts & Pick<JourneyPorts, "inspector" | "node">,
  gathered: GatheredChange,
): Promise<Inspection> {
  const objects = openObjectReader(gathered.mirror);
  try {
    const { files, unread, removed } = await readChangedFiles(gathered, objects);
    const merged = await mergedTree(gathered);
    const entries = await listTree(gathered.mirror, merged);
    const input: InspectionInput = {
      files,
      removed,
      ...(await readContext(gathered, { merged, entries }, files, objects)),
      known: {
        ...knownOfChange(gathered, entries, ports.node, await readLinks(gathered, entries, objects)),
        declared: await readDeclaredOfChange(entries, files, objects),
      },
      python: ports.node?.python ?? "3.12",
      roots: listRoots(kindsFor(gathered.policy)),
      severities: gathered.policy.state === "valid" ? gathered.policy.policy.rules : {},
      today: ports.clock.now().toISOString().slice(0, 10),
    };
    const inspection = await ports.inspector.inspect(input, filesOfTree(objects, merged));
    const ofPolicy = await inspectPolicy(ports, gathered);
    return {
      ...inspection,
      findings: [...inspection.findings, ...ofPolicy],
      unread: [...inspection.unread, ...unread],
    };
  } finally {
    objects.close();
  }
}

/** A change that brings a policy is told what is wrong with it; which policy it is judged by is another matter. */
async function inspectPolicy(ports: PolicyPorts, { mirror, change, told }: GatheredChange) {
  const { repository } = told.ref;
  const keepsOrganisations = isPolicyRepository(repository);
  const touched = change.files.items
    .filter(({ status }) => status !== "removed")
    .map(({ path }) => path)
    .filter((path) => isPolicyPath(path) || (keepsOrganisations && path === organisationPolicyPath));
  if (touched.length === 0) return [];
  const source = await readPolicyAt(ports, repository, mirror, change.head.sha);
  const problems = source.state === "invalid" ? source.problems : [];
  const { name, path } = organisationPlace(repository);
  const placed = problems.map((problem) =>
    keepsOrganisations && problem.path === name ? { ...problem, path } : problem,
  );
  return policyFindings(placed.filter((problem) => touched.includes(problem.path))); // what is above it, it cannot mend
}

type Unread = Inspection["unread"][number];

async function readChangedFiles({ mirror, change, policy }: GatheredChange, objects: ObjectReader) {
  const files: FileToInspect[] = [];
  const unread: Unread[] = [];
  const removed: NonNullable<InspectionInput["removed"]>[number][] = [];
  const differences = await readDifferences({ mirror, change }, objects);
  const lines = await readChangedLines(mirror, change.mergeBase, change.head.sha);
  const kindOfFile = asLoaded((path) => kindOf(policy, path));
  for (const file of change.files.items) {
    const kind = kindOfFile(file.path);
    const before = await readBefore(file, differences, objects);
    if (file.status === "removed") {
      if (before !== null && kind === "dag") removed.push({ ...before, kind });
      continue;
    }
    const read = await readChangedFile(file, differences.get(file.path)?.after?.oid, objects);
    if ("content" in read) files.push({ ...read, kind, before, changedLines: linesOf(file, lines) });
    else if (readKinds.has(kind) || (!isFile(file) && mayHoldRead(kindsFor(policy), file.path))) unread.push(read);
    // of others only what can be read is searched for credentials
  }
  return { files, unread, removed };
}

/** Below what is none, other files could seem to be. */
function isFile({ mode }: ChangedFile): boolean {
  return mode.startsWith("100");
}

/** By path, what the head has otherwise than the merge base. */
async function readDifferences({ mirror, change }: Pick<GatheredChange, "mirror" | "change">, objects: ObjectReader) {
  const before = await readTreeId(mirror, change.mergeBase);
  const after = await readTreeId(mirror, change.head.sha);
  const differences = await compareTreeObjects(objects, before, after);
  return new Map(differences.map((one) => [one.path, one]));
}

/** The file at the merge base; `null` where it was none, or cannot be read, so that all of it is new. */
async function readBefore(
  { path, previousPath, status }: ChangedFile,
  differences: ReadonlyMap<string, TreeDifference>,
  objects: ObjectReader,
): Promise<{ path: string; content: Buffer } | null> {
  const place = status === "renamed" ? (previousPath ?? path) : path;
  const before = status === "copied" ? null : differences.get(place)?.before;
  if (before == null || !before.mode.startsWith("100") || place.includes(notUtf8)) return null;
  const size = await objects.readSize(before.oid);
  if (size === null || size > maxFileBytes) return null;
  return { path: place, content: await objects.read(before.oid, maxFileBytes) };
}

/** A file that was not there under this name is new as a whole. */
function linesOf(file: ChangedFile, lines: ReadonlyMap<string, LineRanges | null>): LineRanges | null {
  return file.status === "modified" ? keepNewLines(lines.get(file.path) ?? null) : null;
}

async function readChangedFile(
  { path, mode }: ChangedFile,
  oid: string | undefined,
  objects: ObjectReader,
): Promise<{ path: string; content: Buffer } | Unread> {
  if (mode === "120000") return { path, reason: "it is a symbolic link; put the file itself there" };
  if (mode === "160000") return { path, reason: "it is a submodule; put the file itself there" };
  if (path.includes(notUtf8)) return { path, reason: "its name is not UTF-8; give it another name" };
  if (oid === undefined) return { path, reason: "git has no such file in the head of the change" };
  try {
    const size = await objects.readSize(oid);
    if (size !== null && size > maxFileBytes) {
      return { path, reason: `it has ${size} bytes, more than the ${maxFileBytes} allowed; make the file smaller` };
    }
    return { path, content: await objects.read(oid, maxFileBytes) };
  } catch (error) {
    return { path, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Git has no longer path to point to. */
const maxLinkBytes = 4096;

/** Where the symbolic links of a change point to, by their paths. */
async function readLinks({ change }: GatheredChange, entries: readonly TreeEntry[], objects: ObjectReader) {
  const touched = new Set(change.files.items.filter(({ mode }) => mode === "120000").map(({ path }) => path));
  const links = new Map<string, string>();
  if (touched.size === 0) return links;
  for (const { path, mode, oid, size } of entries) {
    if (mode !== "120000" || !touched.has(path) || (size ?? 0) > maxLinkBytes) continue;
    links.set(path, (await objects.read(oid, maxLinkBytes)).toString("utf8"));
  }
  return links;
}

/** The tree as it would be after the merge; where there are conflicts, that of the head. */
async function mergedTree({ mirror, change }: GatheredChange): Promise<string> {
  const merge = await mergeTrees(mirror, change.base.sha, change.head.sha);
  return merge.clean ? merge.tree : change.head.tree;
}

interface MergedTree {
  readonly merged: string;
  readonly entries: readonly TreeEntry[];
}

/** The DAG files of the merged tree, when the change asks for a run of one of them. */
async function readContext(
  { mirror, policy }: GatheredChange,
  { merged, entries: listing }: MergedTree,
  files: readonly FileToInspect[],
  objects: ObjectReader,
): Promise<Pick<InspectionInput, "context" | "isContextComplete">> {
  if (!files.some(({ kind }) => kind === "job")) return { context: [], isContextComplete: false };
  const entries = new Map(listing.map((entry) => [entry.path, entry]));
  const context: { path: string; content: Uint8Array }[] = [];
  let isContextComplete = true;
  for (const path of await grepTree(mirror, merged, "airflow", "**/*.py")) {
    if (kindOf(policy, path) !== "dag") continue;
    const entry = path.includes(notUtf8) ? undefined : entries.get(path);
    const isReadable = entry?.mode.startsWith("100") === true && (entry.size ?? 0) <= maxFileBytes;
    const content = isReadable ? await objects.read(entry.oid, maxFileBytes).catch(() => null) : null;
    if (content === null) isContextComplete = false;
    else context.push({ path, content });
  }
  for (const { path, oid, size } of listing.filter((one) => belongsToJobs(one, files, policy))) {
    const content = await objects.read(oid, maxFileBytes).catch(() => null);
    if (content !== null && size !== null) context.push({ path, content });
  }
  return { context, isContextComplete };
}

/** Schemas of parameters, and job requests that are as long as one of the change: it may be their twin. */
function belongsToJobs(
  { path, mode, size }: TreeEntry,
  files: readonly FileToInspect[],
  policy: GatheredChange["policy"],
): boolean {
  if (!mode.startsWith("100") || path.includes(notUtf8) || (size ?? 0) > maxFileBytes) return false;
  if (isJobSchemaPath(path)) return !files.some((file) => file.path === path);
  if (!/\.ya?ml$/.test(path)) return false;
  const isTwin = (file: FileToInspect): boolean => file.kind === "job" && file.content.length === size;
  return files.some(isTwin) && kindOf(policy, path) === "job" && !files.some((file) => file.path === path);
}
