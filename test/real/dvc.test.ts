import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { planPublication, renderDvcFile } from "../../src/core/plan-publication.ts";
import type { DeclaredOutput } from "../../src/domain/run.ts";
import type { ObjectStorage } from "../../src/ports/object-storage.ts";
import { collectOutputs } from "../../src/remotes/collect-outputs.ts";
import { openObjectStorage } from "../../src/remotes/open-object-storage.ts";
import { publishObjects } from "../../src/remotes/publish-objects.ts";
import { installDvc } from "../support/install-dvc.ts";
import { runCommand } from "../support/run-command.ts";
import { type S3Server, startS3Server } from "../support/s3-server.ts";

const files: Readonly<Record<string, string>> = {
  "counts.csv": "region,count\nnorth,10\n",
  "tables/more/ünïcode 🙂.csv": "a\n1\n",
  "note.txt": "",
  "map.svg": `<svg>${"x".repeat(100_000)}</svg>`,
};

let base: string;
let dvc: string;
let server: S3Server;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "countersign-dvc-"));
  ({ dvc } = await installDvc({ s3: true }));
  server = await startS3Server();
  await server.createBucket("results");
});
afterAll(async () => {
  await server.stop();
  await rm(base, { recursive: true, force: true });
});

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(base, "test-"));
});

/** A run that left these files, one of which it did not declare, and its results in internal storage. */
async function collect(internal: ObjectStorage, id: string) {
  const directory = join(work, "runs", id, "outputs");
  for (const [path, text] of Object.entries({ ...files, "patients.csv": "name\nada\n" })) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  const outputs = Object.keys(files).map(
    (path): DeclaredOutput => ({ path, kind: path.endsWith(".csv") ? "table" : "text", maxRows: null }),
  );
  const run = { id, path: "jobs/cohort.yml", request: { outputs } } as unknown as Parameters<
    typeof collectOutputs
  >[0]["run"] & {
    path: string;
  }; // only this of it is read
  const salt = randomBytes(32).toString("hex");
  const outcome = await collectOutputs({ run, directory, internal, salt });
  if (outcome.status === "refused") throw new Error(outcome.reason);
  return { ...outcome, ...planPublication(run, "5ec7e7"), outputs: directory };
}

/** What DVC uses of its surroundings is the test's own, so that nothing of the machine's settings helps it. */
async function callDvc(clone: string, ...args: string[]) {
  const env = {
    PATH: process.env.PATH,
    HOME: work,
    DVC_NO_ANALYTICS: "1",
    DVC_GLOBAL_CONFIG_DIR: join(work, "global"),
    DVC_SITE_CACHE_DIR: join(work, "site"),
    AWS_ACCESS_KEY_ID: server.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
  };
  return runCommand(dvc, args, { cwd: clone, env });
}

async function dvcMust(clone: string, ...args: string[]): Promise<string> {
  const result = await callDvc(clone, ...args);
  if (result.code !== 0) throw new Error(`dvc ${args.join(" ")}: ${result.stderr}${result.stdout}`);
  return result.stdout;
}

async function startClone(remote: string): Promise<string> {
  const clone = await mkdtemp(join(work, "clone-"));
  await runCommand("git", ["init", "--quiet"], { cwd: clone });
  await dvcMust(clone, "init", "--quiet");
  await dvcMust(clone, "remote", "add", "--default", "publication", remote);
  if (remote.startsWith("s3://"))
    await dvcMust(clone, "remote", "modify", "publication", "endpointurl", server.endpoint);
  return clone;
}

async function readTree(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path.slice(directory.length + 1), await readFile(path, "utf8")])),
  );
}

const remotes: readonly { name: string; open: () => Promise<string> }[] = [
  { name: "a directory", open: () => mkdtemp(join(work, "remote-")) },
  { name: "an S3 bucket", open: async () => `s3://results/${randomBytes(6).toString("hex")}/dvc` },
];

describe.each(remotes)("a real DVC client, with $name as remote", ({ open }) => {
  test("pulls exactly what was approved and published, byte for byte", async () => {
    const [internalAt, publicAt] = [await open(), await open()];
    const [internal, to] = [internalAt, publicAt].map((at) => openObjectStorage(at, { s3: server }));
    if (!internal || !to) throw new Error("two storages were opened");
    const approved = await collect(internal, "run-approved");
    const waiting = await collect(internal, "run-waiting");
    await publishObjects({ publication: approved, from: internal, to });

    const clone = await startClone(publicAt);
    for (const publication of [approved, waiting]) {
      await mkdir(dirname(join(clone, publication.dvcPath)), { recursive: true });
      await writeFile(join(clone, publication.dvcPath), renderDvcFile(publication));
    }
    await dvcMust(clone, "pull", approved.dvcPath);

    const { ".countersign-salt": salt, ...pulled } = await readTree(
      join(clone, approved.dvcPath.replace(/\.dvc$/, "")),
    );
    expect(pulled).toEqual(files);
    expect(salt).toMatch(/^[0-9a-f]{64}\n$/);
    expect(await dvcMust(clone, "status", approved.dvcPath)).toContain("up to date");
    expect(await readFile(join(clone, approved.dvcPath), "utf8")).toBe(renderDvcFile(approved));

    const refused = await callDvc(clone, "pull", waiting.dvcPath);
    expect(refused.code).not.toBe(0);
    expect(await to.list("")).toHaveLength(approved.objects.length + 1);

    const controller = await startClone(internalAt);
    await mkdir(dirname(join(controller, waiting.dvcPath)), { recursive: true });
    await writeFile(join(controller, waiting.dvcPath), renderDvcFile(waiting));
    await dvcMust(controller, "pull", waiting.dvcPath);
    const { ".countersign-salt": _, ...looked } = await readTree(
      join(controller, waiting.dvcPath.replace(/\.dvc$/, "")),
    );
    expect(looked).toEqual(files);
  });
});

test("DVC finds the same digest for the same files", async () => {
  const at = await mkdtemp(join(work, "remote-"));
  const collected = await collect(openObjectStorage(at, { s3: server }), "run-digest");
  const clone = await startClone(at);
  await mkdir(dirname(join(clone, collected.dvcPath)), { recursive: true });
  await writeFile(join(clone, collected.dvcPath), renderDvcFile(collected));
  await dvcMust(clone, "pull", collected.dvcPath);
  await dvcMust(clone, "add", collected.dvcPath.replace(/\.dvc$/, ""));
  expect(await readFile(join(clone, collected.dvcPath), "utf8")).toContain(`- md5: ${collected.directory.md5}\n`);
});
