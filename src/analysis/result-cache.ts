import { createHash } from "node:crypto";
import type { PackedTree } from "../core/inspect/packed-tree.ts";
import { openTree } from "../core/inspect/tree-listing.ts";
import { writeCanonicalJson } from "../formats/canonical-json.ts";
import type { TreeListing } from "../rules/subject.ts";
import type { SharedInput } from "./shared-facts.ts";
import { answersAlike, type Part } from "./track-facts.ts";
import type { FileOutcome, FileTask } from "./worker-messages.ts";
import type { WorkerPool } from "./worker-pool.ts";

interface Entry {
  readonly outcome: FileOutcome;
  /** Digests of the parts that it looked at. */
  readonly parts: readonly (readonly [Part, string])[];
  /** Of the whole tree, where it looked at more than single paths. */
  readonly tree: string | null;
  readonly bytes: number;
}

/** What the inspections of one service share. */
type Run = Pick<WorkerPool, "run">;

/**
 * Remembers what was said of a file: by its content, path and kind, the settings of the rules, and those of the facts around it that were
 * looked at. Holds about `maxBytes`, the latest used. What could not be read is tried anew.
 */
export function withCache(pool: Run, maxBytes: number): Run {
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
    async run(task) {
      const facts = digestsOf(task.shared);
      const key = keyOf(task, facts);
      const known = entries.get(key);
      if (known !== undefined && holds(known, facts)) {
        remember(key, known);
        return known.outcome;
      }
      const outcome = await pool.run(task);
      if (outcome.status !== "unread") remember(key, toEntry(outcome, facts));
      return outcome;
    },
  };
}

function keyOf({ job, file, shared }: FileTask, facts: Digests): string {
  const content = createHash("sha256").update(file.content).digest("base64");
  return JSON.stringify([job, file.kind, file.path, content, facts.settings, shared.repository]);
}

function holds({ outcome, parts, tree }: Entry, facts: Digests): boolean {
  const { uses } = outcome;
  if (tree !== null ? tree !== facts.tree() : !answersAlike(facts.openTree(), uses.tree ?? [])) return false;
  return parts.every(([part, digest]) => facts.part(part) === digest);
}

function toEntry(outcome: FileOutcome, facts: Digests): Entry {
  const { uses } = outcome;
  return {
    outcome,
    parts: uses.parts.map((part) => [part, facts.part(part)] as const),
    tree: uses.tree === null ? facts.tree() : null,
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
}

const known = new WeakMap<SharedInput, Digests>();

function digestsOf(shared: SharedInput): Digests {
  const before = known.get(shared);
  if (before !== undefined) return before;
  const { python, today, severities, tree, repository: _, ...parts } = shared;
  const missing = Object.entries({ ...parts, tree }).flatMap(([name, part]) => (part === null ? [name] : []));
  const ofParts = new Map<Part, string>();
  let ofTree: string | null = null;
  let opened: TreeListing | null = null;
  const made: Digests = {
    settings: digest(writeCanonicalJson([python, today, severities, missing])),
    part(part) {
      const digested = ofParts.get(part) ?? digest(JSON.stringify(parts[part]) ?? "");
      ofParts.set(part, digested);
      return digested;
    },
    tree() {
      ofTree ??= tree === null ? "" : digestTree(tree);
      return ofTree;
    },
    openTree() {
      opened ??= tree === null ? null : openTree(tree);
      return opened;
    },
  };
  known.set(shared, made);
  return made;
}

function digestTree({ files, changes }: PackedTree): string {
  const hash = createHash("sha256").update(new Uint8Array(files.buffer));
  return hash.update(JSON.stringify(changes)).digest("base64");
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
