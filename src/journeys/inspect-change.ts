import type { FileToInspect, InspectionInput } from "../analysis/inspector.ts";
import type { ChangedFile } from "../domain/change.ts";
import type { Inspection } from "../domain/finding.ts";
import { grepTree } from "../git/grep-tree.ts";
import { listChangedLines } from "../git/list-changed-lines.ts";
import { mergeTrees } from "../git/merge-trees.ts";
import { readFileAt } from "../git/read-blob.ts";
import { kindOf } from "../policy/kind-of.ts";
import type { GatheredChange } from "./gather-change.ts";
import type { JourneyPorts } from "./ports.ts";

/** A file larger than this is not read; the inspection names it as unread. */
const maxFileBytes = 2 * 1024 * 1024;

const governedKinds: ReadonlySet<string> = new Set(["dag", "job", "result"]);

/** Runs the rules on the files of a change, as they are in its head. */
export async function inspectChange(
  ports: Pick<JourneyPorts, "inspector" | "node" | "clock">,
  gathered: GatheredChange,
): Promise<Inspection> {
  const files: FileToInspect[] = [];
  const unread: { path: string; reason: string }[] = [];
  for (const file of gathered.change.files.items) {
    if (file.status === "removed") continue;
    const kind = kindOf(gathered.policy, file.path);
    const read = await readChangedFile(gathered, file, kind);
    if (!("reason" in read)) files.push(read);
    else if (governedKinds.has(kind)) unread.push(read); // of others only what can be read is searched for credentials
  }
  const inspection = await ports.inspector.inspect({
    files,
    ...(await readContext(gathered, files)),
    python: ports.node?.python ?? "3.12",
    severities: gathered.policy.state === "valid" ? gathered.policy.policy.rules : {},
    today: ports.clock.now().toISOString().slice(0, 10),
  });
  return { ...inspection, unread: [...inspection.unread, ...unread] };
}

async function readChangedFile(
  { mirror, change }: GatheredChange,
  file: ChangedFile,
  kind: string,
): Promise<FileToInspect | { path: string; reason: string }> {
  if (file.mode === "120000") return { path: file.path, reason: "it is a symbolic link; put the file itself there" };
  if (file.mode === "160000") return { path: file.path, reason: "it is a submodule; put the file itself there" };
  try {
    const content = await readFileAt(mirror, change.head.sha, file.path, maxFileBytes);
    if (content === null) return { path: file.path, reason: "git has no such file in the head of the change" };
    const changedLines =
      file.status === "added" ? null : await listChangedLines(mirror, change.mergeBase, change.head.sha, file.path);
    return { path: file.path, content, kind, changedLines };
  } catch (error) {
    return { path: file.path, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The DAG files of the merged tree, when the change asks for a run of one of them. */
async function readContext(
  { mirror, change, policy }: GatheredChange,
  files: readonly FileToInspect[],
): Promise<Pick<InspectionInput, "context" | "isContextComplete">> {
  if (!files.some(({ kind }) => kind === "job")) return { context: [], isContextComplete: false };
  const merge = await mergeTrees(mirror, change.base.sha, change.head.sha);
  const tree = merge.clean ? merge.tree : change.head.tree;
  const context: { path: string; content: Uint8Array }[] = [];
  let isContextComplete = true;
  for (const path of await grepTree(mirror, tree, "airflow", "**/*.py")) {
    if (kindOf(policy, path) !== "dag") continue;
    const content = await readFileAt(mirror, tree, path, maxFileBytes).catch(() => null);
    if (content === null) isContextComplete = false;
    else context.push({ path, content });
  }
  return { context, isContextComplete };
}
