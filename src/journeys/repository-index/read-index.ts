import type { ModelSettings } from "../../analysis/read-models.ts";
import type { PolicySource } from "../../domain/policy.ts";
import type { Mirror } from "../../git/mirror.ts";
import type { ObjectReader } from "../../git/object-reader.ts";
import { asLoaded, kindOf, kindsFor, mayHoldRead } from "../../policy/kind-of.ts";
import type { TreePath } from "../../rules/tree-listing.ts";
import { treeIdOf } from "../files-of-tree.ts";
import type { JourneyPorts } from "../ports.ts";
import { writeIndexSettings } from "./index-state.ts";
import type { IndexedTree } from "./repository-indexes.ts";

export interface IndexedCommit {
  readonly mirror: Mirror;
  /** The branch that it is of, or is to come to. */
  readonly line: string;
  readonly commit: string;
  readonly policy: PolicySource;
}

/** What a repository has in one commit, and which DAGs. It costs what has changed since the last look. Throws `GitError`. */
export async function readIndex(
  { indexes, inspector }: Pick<JourneyPorts, "indexes" | "inspector">,
  { mirror, line, commit, policy }: IndexedCommit,
  settings: ModelSettings,
  objects: ObjectReader,
): Promise<IndexedTree> {
  return indexes.at({
    mirror,
    objects,
    line,
    tree: await treeIdOf(objects, mirror, commit),
    settings: writeIndexSettings(settings),
    isDagFile: (file) => mayHoldDags(file, policy),
    readModels: (paths, tree, files) =>
      inspector.readModels(paths, { ...settings, known: { ...settings.known, tree } }, files),
  });
}

function mayHoldDags({ path, mode }: TreePath, policy: PolicySource): boolean {
  if (!mode.startsWith("100") && mayHoldRead(kindsFor(policy), path)) return true;
  return /\.(py|zip)$/.test(path) && asLoaded((one) => kindOf(policy, one))(path) === "dag";
}
