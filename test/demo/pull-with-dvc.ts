import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Actor } from "../world/actor.ts";
import type { World } from "../world/world.ts";

const run = promisify(execFile);

/** Pulls the published results with a real DVC client in ada's clone, and compares them with what the run wrote. Answers what was seen. */
export async function pullWithDvc(world: World, ada: Actor, dvc: string): Promise<string> {
  await ada.readTip("main");
  const clone = join(world.directory, "ada");
  await run("git", ["checkout", "--quiet", "--force", "-B", "main", "origin/main"], { cwd: clone });
  const environment = { ...process.env, DVC_NO_ANALYTICS: "1" };
  const call = (...args: string[]) => run(dvc, args, { cwd: clone, env: environment });
  await call("init", "--quiet");
  await call("remote", "add", "--default", "publication", world.node.publication);

  const [metadata] = await findFiles(join(clone, "results"), ".dvc");
  if (metadata === undefined) throw new Error("main has no .dvc file below results/");
  await call("pull", metadata);

  const [id] = await world.node.listRuns();
  const produced = await readFile(join(world.node.inbox, "runs", id ?? "", "outputs", "counts.csv"), "utf8");
  const pulled = await readFile(join(metadata.replace(/\.dvc$/, ""), "counts.csv"), "utf8");
  if (produced !== pulled) throw new Error("what DVC pulled is not what the run produced");
  const objects = await findFiles(world.node.publication, "");
  if (objects.length !== 3)
    throw new Error(`the publication remote has ${objects.length} objects instead of 3: ${objects.join(", ")}`);
  return `a real DVC client pulled counts.csv (${pulled.trim().split("\n").length} lines); the remote has these objects and no others`;
}

async function findFiles(directory: string, ending: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((one) => one.isFile() && one.name.endsWith(ending))
    .map((one) => join(one.parentPath, one.name));
}
