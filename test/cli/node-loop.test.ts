import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import type { PullLine } from "../../src/journeys/pull/pull-line.ts";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";
import { openSshTools } from "../support/ssh-keys.ts";
import { startQuickly } from "../support/start-quickly.ts";
import { until } from "../world/until.ts";

const mainFile = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** A node with two repositories, one of which is not there. */
function startNode(interval: string) {
  const directory = temporaryDirectory();
  const ssh = openSshTools();
  onTestFinished(() => ssh.close());
  const remote = makeRepository(join(directory, "remote"));
  remote.commit({ "README.md": "# Study\n" });
  const file = join(directory, "countersign.node.yml");
  const signatures = join(directory, "signatures");
  const key = JSON.stringify(ssh.makeKey("ed25519").publicKey);
  const lines = [
    "node: london",
    `targets: { airflow: { kind: dag-directory, path: ${join(directory, "dags")} } }`,
    `controllers: [{ github: { login: ben, id: 2 }, ssh-keys: [${key}] }]`,
    "repositories:",
    `  - { name: study, url: "file://${remote.directory}" }`,
    `  - { name: gone, url: "file://${directory}/gone" }`,
    `trust: { accept: [controller-signatures], signatures-directory: ${signatures} }`,
  ];
  writeFileSync(file, lines.join("\n"));
  const args = [mainFile, "node", "--node", file, "--state", join(directory, "state"), "--interval", interval];
  const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, HOME: directory, ...startQuickly } });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  child.stdout.on("data", (bytes: Buffer) => {
    said += bytes.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const told = (): readonly PullLine[] =>
    said
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  return { child, ended, told };
}

test("it looks again at SIGHUP, a repository that fails holds up no other, and SIGTERM ends it with 0", {
  timeout: 60_000,
}, async () => {
  const { child, ended, told } = startNode("10m");
  await until("the first cycle", async () => told().length >= 2);
  const [study, gone] = told();
  expect(study).toMatchObject({ namespace: "study", status: "waiting", error: { code: "not-approved" } });
  expect(study?.why).toContainEqual(expect.stringContaining("Check `signatures-directory`"));
  expect(gone).toMatchObject({ namespace: "gone", status: "failed", accepted: null, wanted: null });
  child.kill("SIGHUP");
  await until("the second cycle", async () => told().length >= 4);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});
