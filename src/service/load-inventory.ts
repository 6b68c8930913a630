import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { ConfigError } from "../domain/errors.ts";
import { PolicyError } from "../domain/file-problem.ts";
import type { NodeFile } from "../domain/node.ts";
import { readInventory } from "../formats/inventory.ts";
import { refusePipe } from "./refuse-pipe.ts";

/**
 * Reads the inventory that a node's file names, relative to that file, which stands at `nodePath`. Throws `ConfigError` when it
 * cannot be read, and `PolicyError` for one that is wrong.
 */
export function loadInventory(node: NodeFile, nodePath: string): NodeFile {
  if (node.inventory === undefined) return node;
  const { path } = node.inventory;
  const absolute = resolve(dirname(nodePath), path);
  const reading = readInventory(readText(absolute), path);
  if ("problems" in reading) throw new PolicyError(reading.problems);
  return { ...node, inventory: { path, content: reading.inventory } };
}

function readText(path: string): string {
  refusePipe(path);
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const message = `The node's file names the inventory ${path}, which cannot be read. Write it with \`countersign inventory --output ${path}\`, or take \`inventory\` out of the file.`;
    throw new ConfigError("inventory", message, { cause });
  }
}
