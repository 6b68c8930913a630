import { inspectFile, type PreparedRules, prepareRules } from "../core/inspect/run-rules.ts";
import { openTree } from "../core/inspect/tree-listing.ts";
import { readNoqaComments } from "../formats/noqa-comments.ts";
import { listOuts } from "../rules/results/list-outs.ts";
import { ruleSet } from "../rules/rule-set.ts";
import { wantsAllCode } from "../rules/security/wants-all-code.ts";
import type { SharedFacts } from "../rules/subject.ts";
import type { TreeListing } from "../rules/tree-listing.ts";
import type { AskForFiles } from "./files-beside.ts";
import { gatherFacts } from "./gather-facts.ts";
import { openBeside } from "./open-beside.ts";
import { ParserExhausted, type PythonTools } from "./python-tools.ts";
import { openFacts, type SharedInput } from "./shared-facts.ts";
import { trackFacts } from "./track-facts.ts";
import { nothingRead, unreadOutcome } from "./unread-outcome.ts";
import type { FileOutcome, FileTask } from "./worker-messages.ts";

interface Opened {
  readonly facts: SharedFacts;
  /** Whose folders are listed. */
  readonly listing: TreeListing | null;
  readonly prepared: PreparedRules;
  readonly isAllCodeWanted: boolean;
}

/** What is shared is opened once for all files. */
const opened = new WeakMap<SharedInput, Opened>();

function open(shared: SharedInput): Opened {
  const before = opened.get(shared);
  if (before !== undefined) return before;
  const facts = openFacts(shared);
  const made = {
    facts,
    listing: shared.treeBefore === null ? facts.tree : openTree(shared.treeBefore),
    prepared: prepareRules(ruleSet, shared.severities),
    isAllCodeWanted: wantsAllCode(shared.severities),
  };
  opened.set(shared, made);
  return made;
}

/** Reads one file and runs the rules on it, in whatever thread this is. */
export async function runFileTask(
  { job, file, shared }: FileTask,
  tools: PythonTools,
  ask: AskForFiles,
): Promise<FileOutcome> {
  const { facts: all, listing, prepared, isAllCodeWanted } = open(shared);
  const { facts, readUses } = trackFacts(all);
  const { python, today, airflow, roots, namespaces } = shared;
  const beside = openBeside(ask, all.tree, listing);
  const around = { python, airflow, roots, namespaces, beside };
  const isModelAlone = job === "model";
  const gathered = await gatherFacts(file, { ...around, today, facts, isAllCodeWanted, isModelAlone }, tools);
  if ("skipped" in gathered) return { ...nothingRead, status: "skipped", reason: gathered.skipped };
  if ("unread" in gathered) return unreadOutcome(gathered.unread);
  const { subject } = gathered;
  const { module } = subject;
  const uses = (): FileOutcome["uses"] => ({ ...readUses(), files: [...beside.asked], folders: [...beside.folders] });
  if (isModelAlone) return { ...nothingRead, module, uses: uses(), status: "inspected", reason: null };
  const noqa = readNoqaComments(subject.path, subject.text);
  const raw = inspectFile(subject, prepared);
  return { raw, noqa, module, outs: listOuts(subject), uses: uses(), status: "inspected", reason: null };
}

/** What is told of a file when the check itself is at fault: where, but no message, which could show the file's text. */
export function describeFailure(error: unknown): FileOutcome {
  if (error instanceof ParserExhausted) return unreadOutcome(error.message);
  const frame =
    error instanceof Error
      ? /^ {4}at .{0,300}?([\w.-]{1,100}:\d{1,9}):\d{1,9}\)?$/m.exec(error.stack ?? "")?.[1]
      : undefined;
  const what = error instanceof Error ? `${error.name} at ${frame ?? "an unknown place"}` : "an unknown error";
  return unreadOutcome(`the check failed inside (${what}); please report it`);
}
