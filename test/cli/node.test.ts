import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { openSshTools } from "../support/ssh-keys.ts";
import { startQuickly } from "../support/start-quickly.ts";
import { cohortDag } from "../world/files.ts";
import { createPullingNode } from "../world/pulling-node.ts";
import { mergePast, propose } from "../world/steps.ts";
import { until } from "../world/until.ts";
import { faces, startWorld } from "../world/world.ts";

const mainFile = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

const ssh = openSshTools();
afterAll(() => ssh.close());
const keys = { ben: ssh.makeKey("ed25519"), cleo: ssh.makeKey("ecdsa-256") };
const dag = "dags/a.py";

describe.each(faces)("on %s", (face) => {
  test("what controllers sign goes live, with no service anywhere", { timeout: 120_000 }, async () => {
    const world = await startWorld({ face, webhooks: false, hasPolicy: true });
    try {
      const { ada } = world.people;
      const node = await createPullingNode(world, { trust: "{ accept: [controller-signatures] }", keys });
      const tip = await ada.readTip("main");
      expect(await node.pull()).toMatchObject({ status: "waiting", exitCode: 1, commit: null });
      const adopted = await node.sign("cleo", keys.cleo, "--adopt", tip, "--post", "comment");
      expect(adopted).toMatchObject({ code: 0, stderr: expect.stringContaining("It stands as a comment on commit") });
      expect(await node.pull()).toMatchObject({ status: "deployed", exitCode: 0, accepted: { by: ["cleo"] } });

      const number = await propose(ada, "one", "One", { [dag]: cohortDag });
      const signed = await node.sign("ben", keys.ben, String(number), "--post", "comment");
      expect(signed).toMatchObject({ code: 0, stderr: expect.stringContaining("added    dags/a.py") });
      await mergePast(world, number);
      const line = await node.pull();
      expect(line).toMatchObject({
        status: "deployed",
        why: [],
        accepted: { basis: "controller-signatures", by: ["ben"] },
      });
      expect(await node.readDag(dag)).toBe(cohortDag);
      expect(await node.pull()).toMatchObject({ status: "unchanged", exitCode: 0 });
      const verified = await node.verify();
      expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining(`ben signed change ${number} at`) });
      expect(verified.stdout).toContain("without --clone it is not known whether who signed it wrote a commit of it");
      await ada.git("fetch", "--quiet", "origin");
      const inClone = await node.verify("--clone", join(world.directory, "ada"));
      expect(inClone).toMatchObject({
        code: 0,
        stdout: expect.stringContaining("nobody who signed it wrote a commit"),
      });
    } finally {
      await world.close();
    }
  });
});

test("the service deploys nothing to a node that does not trust its word, and says that the node pulls", {
  timeout: 120_000,
}, async () => {
  const world = await startWorld({ face: "github", webhooks: true, hasPolicy: true });
  try {
    await appendFile(world.node.file, "trust: { accept: [reviews] }\n");
    await world.service.start();
    const { cleo } = world.people;
    await until("the alert that asks for a baseline", async () =>
      (await cleo.listAlerts()).find(({ title }) => title.includes("needs a baseline")),
    );
    const tip = await cleo.readTip("main");
    await cleo.commentOnCommit(tip, `/countersign adopt ${tip}`);
    await until("the word that the node pulls", async () => {
      const deployments = await cleo.listDeployments(tip);
      return deployments.some(
        ({ environment, state }) => environment === "london/airflow/study" && state === "pending",
      );
    });
    await until("the log's word for it", async () =>
      (await readFile(world.service.logFile, "utf8")).includes("not deployed from here"),
    );
    expect(await world.node.readDag("README.md")).toBeNull();
  } finally {
    await world.close();
  }
});

describe("wrong settings end with 2, and say what to do", () => {
  const run = (args: readonly string[]) =>
    spawnSync(process.execPath, [mainFile, ...args], {
      encoding: "utf8",
      cwd: tmpdir(),
      env: { PATH: process.env.PATH, ...startQuickly },
    });

  test.each([
    [["node"], /Name its file with --node/],
    [["node", "--node", "/nowhere/n.yml"], /\/nowhere\/n\.yml/],
    [["sign"], /Say what to sign/],
    [["sign", "7", "--adopt", "a".repeat(40)], /Say what to sign/],
    [["sign", "seven"], /is not the number of a change/],
    [["sign", "--adopt", "abc"], /not a full commit id/],
    [["sign", "7", "--since", "a".repeat(40)], /--since goes with --landed/],
    [["sign", "7", "--expires", "soon"], /not a number of days/],
    [["sign", "7", "--base", "-x"], /not the name of a branch/],
    [["sign", "7", "--post", "https://a:b@c"], /neither `comment` nor the URL/],
    [["sign", "7", "--repository", "ext::sh -c x"], /--repository/],
  ])("%j", (args, message) => {
    const { status, stderr, stdout } = run(args);
    expect(stderr).toMatch(message);
    expect([status, stdout]).toEqual([2, ""]);
  });

  test("a node's file without a trust section accepts nothing", () => {
    const directory = mkdtempSync(join(tmpdir(), "countersign-node-"));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const file = join(directory, "n.yml");
    writeFileSync(file, "node: n\ncontrollers: [{ github: { login: ben, id: 2 } }]\n");
    const { status, stderr } = run(["node", "--node", file, "--once"]);
    expect(stderr).toMatch(/has no `trust` section, so nothing is accepted/);
    expect(status).toBe(2);
  });
});
