import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { listFolder } from "../core/inspect/list-folder.ts";
import { openTree } from "../core/inspect/tree-listing.ts";
import { writeCanonicalJson } from "../formats/canonical-json.ts";
import type { TreeListing } from "../rules/tree-listing.ts";
import type { AskingRun } from "./answer-wants.ts";
import type { FilesBeside } from "./files-beside.ts";
import type { SharedInput } from "./shared-facts.ts";
import { answersAlike, type Part } from "./track-facts.ts";
import type { FileOutcome, FileTask } from "./worker-messages.ts";

interface Entry {
  readonly outcome: FileOutcome;
  /** Digests of the parts that it looked at. */
  readonly parts: readonly (readonly [Part, string])[];
  /** Of the whole tree, where it looked at more than single paths. */
  readonly tree: string | null;
  /** What the other files were that it asked for. */
  readonly files: readonly (readonly [path: string, identity: string | null])[];
  readonly bytes: number;
}

/**
 * Remembers what was said of a file: by its content, path and kind, the settings of the rules, and those of the facts around it that were
 * looked at, other files among them. Holds about `maxBytes`, the latest used. What could not be read is tried anew.
 */
export function withCache(pool: AskingRun, maxBytes: number): AskingRun {
  const entries = new Map<string, Entry>();
  let bytes = 0;

  const forget = (key: string): void => {
    bytes -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };
  const remember = (key: string, entry: Entry): void => {
    forget(key);
    entries.set(key, entry);
    bytes += entry.bytes;
    for (const oldest of entries.keys()) {
      if (bytes <= maxBytes) return;
      forget(oldest);
    }
  };

  return {
    async run(task, beside) {
      const facts = digestsOf(task.shared);
      const key = keyOf(task, facts);
      const known = entries.get(key);
      if (known !== undefined && holds(known, facts) && (await areAlike(known.files, beside))) {
        remember(key, known);
        return known.outcome;
      }
      const outcome = await pool.run(task, beside);
      if (outcome.status !== "unread") remember(key, await toEntry(outcome, facts, beside));
      return outcome;
    },
  };
}

function keyOf({ job, file, shared }: FileTask, facts: Digests): string {
  const content = createHash("sha256").update(file.content).digest("base64");
  return JSON.stringify([job, file.kind, file.path, file.archive ?? null, content, facts.settings, shared.repository]);
}

function holds({ outcome, parts, tree }: Entry, facts: Digests): boolean {
  const { uses } = outcome;
  if (!uses.folders.every(([folder, names]) => isDeepStrictEqual(facts.listFolder(folder), names))) return false;
  if (tree !== null ? tree !== facts.tree() : !answersAlike(facts.openTree(), uses.tree ?? [])) return false;
  return parts.every(([part, digest]) => facts.part(part) === digest);
}

async function areAlike(files: Entry["files"], beside: FilesBeside): Promise<boolean> {
  for (const [path, identity] of files) if ((await beside.identify(path)) !== identity) return false;
  return true;
}

async function toEntry(outcome: FileOutcome, facts: Digests, beside: FilesBeside): Promise<Entry> {
  const { uses } = outcome;
  return {
    outcome,
    parts: uses.parts.map((part) => [part, facts.part(part)] as const),
    tree: uses.tree === null ? facts.tree() : null,
    files: await Promise.all(uses.files.map(async (path) => [path, await beside.identify(path)] as const)),
    bytes: 2 * JSON.stringify(outcome).length + 500,
  };
}

/** Digests of what is shared, each made when it is asked for. */
interface Digests {
  /** Of what every file depends on, and of which parts there are. */
  readonly settings: string;
  readonly part: (part: Part) => string;
  readonly tree: () => string;
  readonly openTree: () => TreeListing | null;
  readonly listFolder: (folder: string) => readonly string[] | null;
}

const known = new WeakMap<SharedInput, Digests>();

function digestsOf(shared: SharedInput): Digests {
  const before = known.get(shared);
  if (before !== undefined) return before;
  const { python, airflow, roots, namespaces, today, severities, tree, treeBefore, repository: _, ...parts } = shared;
  const missing = Object.entries({ ...parts, tree }).flatMap(([name, part]) => (part === null ? [name] : []));
  const ofParts = new Map<Part, string>();
  let ofTree: string | null = null;
  let opened: TreeListing | null = null;
  let listing: TreeListing | null = null;
  const made: Digests = {
    settings: digest(writeCanonicalJson([python, airflow, roots, namespaces, today, severities, missing])),
    part(part) {
      const digested = ofParts.get(part) ?? digest(JSON.stringify(parts[part], showTable) ?? "");
      ofParts.set(part, digested);
      return digested;
    },
    tree() {
      ofTree ??= digest(JSON.stringify(tree, showTable));
      return ofTree;
    },
    openTree() {
      opened ??= tree === null ? null : openTree(tree);
      return opened;
    },
    listFolder(folder) {
      listing ??= treeBefore === null ? made.openTree() : openTree(treeBefore);
      return listing === null ? null : listFolder(listing, folder);
    },
  };
  known.set(shared, made);
  return made;
}

/** Large tables stay the same for many inspections. */
const ofTables = new WeakMap<SharedArrayBuffer, string>();

/** In JSON a table would be empty. */
function showTable(_: string, value: unknown): unknown {
  if (!(value instanceof SharedArrayBuffer)) return value;
  const digested = ofTables.get(value) ?? createHash("sha256").update(new Uint8Array(value)).digest("base64");
  ofTables.set(value, digested);
  return digested;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
