import { existsSync } from "node:fs";
import type { Logger } from "pino";
import type { NodeFile } from "../domain/node.ts";

/** What is mounted late is waited for, but its absence is said at once, and not first when something is to be deployed. */
export function warnOfMissing(node: NodeFile | null, log: Logger): void {
  if (node === null) {
    log.warn("COUNTERSIGN_NODE_FILE is not set: changes are reviewed, and nothing is deployed or run");
    return;
  }
  const storage = node.storage === null ? [] : [node.storage.internal, node.storage.publication];
  const paths = [
    ...node.targets.map(({ path }) => path),
    ...(node.engine === null ? [] : [node.engine.path]),
    ...storage,
  ];
  for (const path of paths) {
    if (path.startsWith("/") && !existsSync(path)) {
      log.warn({ path }, "a directory that the node's file names is not there; create or mount it");
    }
  }
}
