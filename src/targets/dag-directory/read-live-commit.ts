import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { layoutOf } from "./layout.ts";
import { readLink } from "./live-link.ts";
import { readState } from "./state-file.ts";

/**
 * The commit that readers of a namespace see now, without taking hold of it; `null` when nothing is live. The link decides
 * between what was recorded as live and what was about to be.
 */
export function readLiveCommit(path: string, state: string | null, namespace: string): string | null {
  const root = state ?? join(path, ".countersign");
  if (!existsSync(path) || !existsSync(root)) return null;
  const layout = layoutOf(realpathSync(path), realpathSync(root), namespace);
  const link = readLink(layout);
  if (link.kind !== "slot") return null;
  const { live, pending } = readState(layout.stateFile);
  return [pending, live].find((release) => release?.slot === link.slot)?.commit ?? null;
}
