import { spawn } from "node:child_process";
import { access, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { World } from "../world/world.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** Runs `countersign verify` on what is live, with the keys as they were told the first time. */
export async function verifyLive(world: World): Promise<{ readonly status: number | null; readonly text: string }> {
  const keys = join(world.directory, "pinned-keys.json");
  const isPinned = await access(keys).then(
    () => true,
    () => false,
  );
  if (!isPinned) {
    const told = await fetch(`${world.service.url}/.well-known/countersign/keys.json`);
    await writeFile(keys, await told.text());
  }
  const live = join(world.node.dagDirectory, "study");
  const child = spawn(process.execPath, [main, "verify", live, "--keys", keys, "--node", world.node.file]);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => (text += String(piece)));
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { status, text };
}
