import { execFile, execFileSync } from "node:child_process";
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Run } from "../../../src/domain/run.ts";
import { createInboxEngine } from "../../../src/engines/inbox/index.ts";
import type { Engine } from "../../../src/ports/engine.ts";

const consumer = fileURLToPath(new URL("../../fixtures/inbox_consumer.py", import.meta.url));
const run: Run = {
  id: "5-7-abc",
  repository: { forge: "github", id: 5, name: "acme/study" },
  change: 7,
  path: "jobs/a.yml",
  blob: "b".repeat(40),
  commit: "c".repeat(40),
  request: {
    title: "Cohort size",
    engine: { kind: "airflow", dagId: "cohort" },
    parameters: { min_age: 18, region: "north, south" },
    inputs: [{ dataset: "patients", version: "2026-10" }],
    outputs: [
      { path: "tables/counts.csv", kind: "table", maxRows: 500 },
      { path: "note.txt", kind: "text", maxRows: null },
    ],
    purpose: "Service evaluation",
    agreement: null,
    expires: "2026-12-31",
    resources: { cpu: 2, memory: "4Gi", timeout: "2h" },
  },
  requester: { id: 1, login: "ada" },
  state: "queued",
  detail: "",
  createdAt: "2026-11-20T12:00:00Z",
  updatedAt: "2026-11-20T12:00:00Z",
};
const running: Run = { ...run, state: "running" };

let inbox: string;
let engine: Engine;
beforeEach(async () => {
  inbox = await mkdtemp(join(tmpdir(), "countersign-inbox-"));
  engine = createInboxEngine({ path: inbox });
});
afterEach(() => rm(inbox, { recursive: true, force: true }));

const requestFile = (id = run.id) => join(inbox, "requests", `${id}.json`);
const runFile = (name: string) => join(inbox, "runs", run.id, name);

async function take(): Promise<void> {
  await mkdir(join(inbox, "runs", run.id));
  await rename(requestFile(), runFile("request.json"));
}

async function say(text: unknown): Promise<void> {
  await writeFile(runFile("state.json"), typeof text === "string" ? text : JSON.stringify(text));
}

const said = (state: string, more: object = {}) => ({ version: 1, state, at: "2026-11-20T12:00:00+00:00", ...more });

async function readSchema(name: string) {
  const ajv = new Ajv2020();
  addFormats.default(ajv);
  const text = await readFile(new URL(`../../../docs/schemas/${name}.schema.json`, import.meta.url), "utf8");
  return ajv.compile(JSON.parse(text));
}

describe("launch", () => {
  test("makes one request file appear that follows its schema, and leaves nothing half-written", async () => {
    await engine.launch(run);
    const document = JSON.parse(await readFile(requestFile(), "utf8"));
    const fits = await readSchema("inbox-request");
    expect(fits(document), JSON.stringify(fits.errors)).toBe(true);
    expect(document).toMatchObject({
      run: run.id,
      engine: { airflow: { dag_id: "cohort" } },
      parameters: { min_age: 18 },
    });
    expect(document.outputs[0]).toEqual({ path: "tables/counts.csv", kind: "table", max_rows: 500 });
    expect(await readdir(join(inbox, "requests"))).toEqual([`${run.id}.json`]);
    expect(await readdir(join(inbox, ".partial"))).toEqual([]);
  });

  test("of a Dagster job names its location and job", async () => {
    const request = { ...run.request, engine: { kind: "dagster", location: "study", job: "cohort" } } as const;
    await engine.launch({ ...run, request });
    const document = JSON.parse(await readFile(requestFile(), "utf8"));
    expect(document.engine).toEqual({ dagster: { location: "study", job: "cohort" } });
    expect((await readSchema("inbox-request"))(document)).toBe(true);
  });

  test("a second time writes nothing: the request that is there stays as it is", async () => {
    await engine.launch(run);
    const before = await lstat(requestFile());
    await createInboxEngine({ path: inbox }).launch({ ...run, commit: "d".repeat(40) });
    expect((await lstat(requestFile())).ino).toBe(before.ino);
  });

  test("after the node has taken it writes nothing", async () => {
    await engine.launch(run);
    await take();
    await engine.launch(run);
    expect(await readdir(join(inbox, "requests"))).toEqual([]);
  });

  test("many at once, while the node takes what appears, put it in once", async () => {
    const launches = Promise.all(Array.from({ length: 50 }, () => engine.launch(run)));
    let taken = 0;
    for (let look = 0; look < 50; look += 1) {
      const names = await readdir(join(inbox, "requests")).catch(() => []);
      if (names.length > 0) {
        await take(); // throws when it was taken before
        taken += 1;
      }
    }
    await launches;
    expect(taken + (await readdir(join(inbox, "requests"))).length).toBe(1);
  });

  test("what a killed launch left half-written is not in the way", async () => {
    await mkdir(join(inbox, ".partial"));
    await writeFile(join(inbox, ".partial", `${run.id}.json`), '{"version"');
    await engine.launch(run);
    expect(JSON.parse(await readFile(requestFile(), "utf8")).run).toBe(run.id);
  });

  test("what a launch left that was killed just after the request appeared goes away", async () => {
    await engine.launch(run);
    await link(requestFile(), join(inbox, ".partial", `${run.id}.json`));
    await engine.launch(run);
    expect(await readdir(join(inbox, ".partial"))).toEqual([]);
    expect((await lstat(requestFile())).nlink).toBe(1);
  });

  test.each(["../evil", "a/b", "", ".", "a\0b", "a".repeat(129), "-x"])("refuses the run id %j", async (id) => {
    await expect(engine.launch({ ...run, id })).rejects.toThrow("cannot be a file's name");
    await expect(engine.readStatus({ ...run, id })).rejects.toThrow("cannot be a file's name");
    expect(() => engine.outputDirectory({ ...run, id })).toThrow("cannot be a file's name");
  });
});

describe("readStatus", () => {
  test("follows a run from the inbox to its end", async () => {
    expect(await engine.readStatus(run)).toBeNull();
    await engine.launch(run);
    expect(await engine.readStatus(run)).toMatchObject({
      state: "queued",
      detail: expect.stringMatching(/waits in the inbox/),
    });
    await take();
    expect(await engine.readStatus(run)).toMatchObject({
      state: "queued",
      detail: expect.stringMatching(/not yet said/),
    });
    await say(said("queued"));
    expect(await engine.readStatus(run)).toMatchObject({ state: "queued" });
    await say(said("running"));
    expect(await engine.readStatus(run)).toMatchObject({ state: "running" });
    await say(said("succeeded"));
    expect(await engine.readStatus(running)).toMatchObject({ state: "succeeded" });
  });

  test("of a failed run never shows what the node wrote", async () => {
    await engine.launch(run);
    await take();
    await say(said("failed", { detail: "patient 4711 has no birthday" }));
    const status = await engine.readStatus(running);
    expect(status?.state).toBe("failed");
    expect(status?.detail).not.toContain("4711");
  });

  test("of a run that is not yet recorded as queued answers queued first", async () => {
    await engine.launch(run);
    await take();
    await say(said("succeeded"));
    expect(await engine.readStatus({ ...run, state: "waiting" })).toMatchObject({ state: "queued" });
  });

  test.each([
    ["half-written", '{"version": 1, "state": "succ', "no whole JSON"],
    ["empty", "", "no whole JSON"],
    ["too large", `${JSON.stringify(said("succeeded"))}${" ".repeat(70_000)}`, "more than 65536 bytes"],
    ["of no known state", said("exploded"), "schema at: state"],
    ["of a state that only we give", said("refused"), "schema at: state"],
    ["of a newer version", said("succeeded", { version: 2 }), "schema at: version"],
    ["without a time", { version: 1, state: "succeeded" }, "schema at: at"],
    ["a list", [], "the document"],
    ["null", "null", "the document"],
    ["of another run", said("succeeded", { run: "other" }), "names another run"],
    ["going back", said("queued"), "says queued after running"],
  ])("a state file that is %s: the last good state, and what is wrong", async (_, text, detail) => {
    await engine.launch(run);
    await take();
    await say(text);
    const status = await engine.readStatus(running);
    expect(status?.state).toBe("running");
    expect(status?.detail).toContain(detail);
    expect(status?.detail).toContain(`runs/${run.id}/state.json`);
  });

  test("a run that has ended stays ended", async () => {
    await engine.launch(run);
    await take();
    await say(said("failed"));
    expect(await engine.readStatus({ ...run, state: "succeeded" })).toMatchObject({
      state: "succeeded",
      detail: expect.stringContaining("says failed after succeeded"),
    });
  });

  test("a state file that is a link, a directory or a pipe is not read", async () => {
    await engine.launch(run);
    await take();
    await writeFile(join(inbox, "elsewhere.json"), JSON.stringify(said("succeeded")));
    await symlink(join(inbox, "elsewhere.json"), runFile("state.json"));
    expect(await engine.readStatus(running)).toMatchObject({
      state: "running",
      detail: expect.stringMatching(/it is a link/),
    });

    await rm(runFile("state.json"));
    await mkdir(runFile("state.json"));
    expect(await engine.readStatus(running)).toMatchObject({
      state: "running",
      detail: expect.stringMatching(/no regular file/),
    });

    await rm(runFile("state.json"), { recursive: true });
    execFileSync("python3", ["-c", "import os, sys; os.mkfifo(sys.argv[1])", runFile("state.json")]);
    expect(await engine.readStatus(running)).toMatchObject({
      state: "running",
      detail: expect.stringMatching(/no regular file/),
    });
  });

  test("a run's directory that is a link is not followed", async () => {
    const elsewhere = join(inbox, "elsewhere");
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, "state.json"), JSON.stringify(said("succeeded")));
    await mkdir(join(inbox, "runs"));
    await symlink(elsewhere, join(inbox, "runs", run.id));
    expect(await engine.readStatus(running)).toMatchObject({
      state: "running",
      detail: expect.stringMatching(/no directory/),
    });
  });
});

describe("an inbox that cannot be used is said clearly, with its path", () => {
  test("when it is not there", async () => {
    const gone = createInboxEngine({ path: join(inbox, "gone") });
    const message = `The inbox ${join(inbox, "gone")} cannot be used: ${join(inbox, "gone")} is not there.`;
    await expect(gone.launch(run)).rejects.toMatchObject({ name: "EngineError", retryable: true });
    await expect(gone.launch(run)).rejects.toThrow(message);
    await expect(gone.readStatus(run)).rejects.toThrow(message);
  });

  test("when it is a file, or a file stands where its folders should be", async () => {
    await writeFile(join(inbox, "file"), "");
    await expect(createInboxEngine({ path: join(inbox, "file") }).launch(run)).rejects.toMatchObject({
      name: "EngineError",
    });
    await writeFile(join(inbox, "requests"), "");
    await expect(engine.launch(run)).rejects.toThrow(join(inbox, "requests"));
  });

  test("when this user may not write to it", async ({ skip }) => {
    skip(process.getuid?.() === 0, "root may write everywhere");
    await chmod(inbox, 0o500);
    await expect(engine.launch(run)).rejects.toThrow("this user may not read and write");
    await chmod(inbox, 0o700);
  });
});

describe("cancel", () => {
  const cancellation = () => join(inbox, "cancellations", `${run.id}.json`);

  test("takes back a request that waits, which then never appears again", async () => {
    await engine.launch(run);
    await engine.cancel(run);
    await engine.cancel(run);
    expect(await readdir(join(inbox, "requests"))).toEqual([]);
    expect(await readdir(join(inbox, ".partial"))).toEqual([]);
    const document: unknown = JSON.parse(await readFile(cancellation(), "utf8"));
    expect((await readSchema("inbox-cancellation"))(document)).toBe(true);
    expect(await engine.readStatus(run)).toMatchObject({ state: "cancelled" });
    await engine.launch(run);
    expect(await readdir(join(inbox, "requests"))).toEqual([]);
  });

  test("asks the node to stop what it has taken, and believes it when it says so", async () => {
    await engine.launch(run);
    await take();
    await say(said("running"));
    await engine.cancel(running);
    expect(await engine.readStatus(running)).toEqual({
      state: "running",
      detail: "The node was asked to stop it, and has not yet said that it did.",
    });
    await say(said("cancelled"));
    expect(await engine.readStatus(running)).toEqual({ state: "cancelled", detail: "It was stopped on the node." });
  });

  test.each(["succeeded", "failed"])("what %s before it could be stopped is cancelled all the same", async (state) => {
    await engine.launch(run);
    await take();
    await engine.cancel(running);
    await say(said(state));
    expect(await engine.readStatus(running)).toMatchObject({ state: "cancelled" });
  });

  test("before the launch keeps it from ever being launched", async () => {
    await engine.cancel({ ...run, state: "waiting" });
    expect(await engine.readStatus({ ...run, state: "waiting" })).toMatchObject({ state: "cancelled" });
  });

  test("goes on where one that was killed ended: the file is there, and the request still waits", async () => {
    await engine.launch(run);
    await mkdir(join(inbox, "cancellations"));
    await writeFile(cancellation(), "{}");
    await engine.cancel(run);
    expect(await engine.readStatus(run)).toMatchObject({ state: "cancelled" });
  });
});

describe("the example of a node's program", () => {
  const consume = () => promisify(execFile)("python3", [consumer, inbox, "--once"]);

  test("takes the request, leaves the declared outputs, and says that it succeeded", async () => {
    await engine.launch(run);
    await consume();
    expect(await engine.readStatus(run)).toMatchObject({ state: "succeeded" });
    const table = await readFile(join(engine.outputDirectory(run), "tables", "counts.csv"), "utf8");
    expect(table.split("\n")).toHaveLength(4);
    expect(table).toMatch(/^parameter,value,count\nmin_age,18,\d+\nregion,"north, south",\d+\n$/);
    const state: unknown = JSON.parse(await readFile(runFile("state.json"), "utf8"));
    expect((await readSchema("inbox-state"))(state)).toBe(true);
    await consume();
    expect(await readFile(join(engine.outputDirectory(run), "tables", "counts.csv"), "utf8")).toBe(table);
  });

  test("finishes what a killed program had begun", async () => {
    await engine.launch(run);
    await take();
    await say(said("running"));
    await consume();
    expect(await engine.readStatus(running)).toMatchObject({ state: "succeeded" });
  });

  test("does not begin what is cancelled, and says so", async () => {
    await engine.launch(run);
    await take();
    await engine.cancel(run);
    await consume();
    expect(await engine.readStatus(run)).toEqual({ state: "cancelled", detail: "It was stopped on the node." });
    expect(await readdir(join(inbox, "runs", run.id))).toEqual(["request.json", "state.json"]);
    const state: unknown = JSON.parse(await readFile(runFile("state.json"), "utf8"));
    expect((await readSchema("inbox-state"))(state)).toBe(true);
  });

  test("says that a run failed", async () => {
    await engine.launch({ ...run, request: { ...run.request, parameters: { fail: true } } });
    await consume();
    expect(await engine.readStatus(running)).toMatchObject({ state: "failed" });
  });
});
