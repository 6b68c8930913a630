import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { runDeployKills } from "../chaos/deploy-kills.ts";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";
import { findFreePort } from "../support/find-free-port.ts";
import { readAll } from "../targets/dag-directory/stage.ts";
import { runDeploy, startDeploy } from "./deploy-command.ts";

function setUp() {
  const root = temporaryDirectory();
  const repository = makeRepository(join(root, "study"));
  const target = join(root, "dags");
  const flags = ["--repository", repository.directory, "--target", target];
  return { root, repository, target, flags, live: join(target, "study") };
}

describe("the loop", () => {
  test("brings each push, also a forced one, without being asked", async () => {
    const { repository, flags } = setUp();
    const first = repository.commit({ "a.py": "1" });
    const loop = startDeploy([...flags, "--interval", "20ms", "--ref", "main"]);
    await loop.untilLine((line) => line.commit === first);
    const second = repository.commit({ "a.py": "2" });
    await loop.untilLine((line) => line.commit === second);
    repository.git("reset", "--quiet", "--hard", first);
    const forced = repository.commit({ "a.py": "3" });
    expect(await loop.untilLine((line) => line.commit === forced)).toMatchObject({ previous: second });
  });

  test("looks again at SIGHUP, and ends with 0 at SIGTERM and SIGINT", async () => {
    const { repository, flags } = setUp();
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const first = repository.commit({ "a.py": signal });
      const loop = startDeploy([...flags, "--interval", "10m"]);
      await loop.untilLine((line) => line.commit === first);
      const second = repository.commit({ "a.py": `${signal} 2` });
      loop.child.kill("SIGHUP");
      await loop.untilLine((line) => line.commit === second);
      loop.child.kill(signal);
      expect((await loop.ended).code).toBe(0);
    }
  });

  test("mends the live tree, also when it is pinned to a commit and the remote is gone", async () => {
    const { repository, flags, live } = setUp();
    const commit = repository.commit({ "a.py": "good" });
    const loop = startDeploy([...flags, "--ref", commit, "--interval", "50ms"]);
    await loop.untilLine((line) => line.commit === commit);
    execFileSync("mv", [repository.directory, `${repository.directory}.gone`]);
    writeFileSync(join(live, "a.py"), "evil");
    await loop.untilLine((line) => line.status === "deployed" && line.previous === commit);
    expect(readFileSync(join(live, "a.py"), "utf8")).toBe("good");
  });

  test("ends after --max-failures, with the exit code of the last one", async () => {
    const { repository, flags } = setUp();
    repository.commit({ a: "1" });
    const run = await runDeploy([...flags, "--ref", "none", "--interval", "10ms", "--max-failures", "3"]);
    expect(run.code).toBe(3);
    expect(run.lines.map((line) => line.status)).toEqual(["failed", "failed", "failed"]);
  });
});

describe("a remote that never answers", () => {
  async function silence() {
    const silent = createTcpServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void silent.close());
    return (silent.address() as AddressInfo).port; // listening on TCP
  }

  test("is given up after --sync-timeout", async () => {
    const { target } = setUp();
    const port = await silence();
    const flags = [
      "--repository",
      `http://127.0.0.1:${port}/study`,
      "--target",
      target,
      "--once",
      "--sync-timeout",
      "300ms",
    ];
    expect(await runDeploy(flags)).toMatchObject({ code: 3, lines: [{ error: { code: "timeout", retryable: true } }] });
    expect(processesWith(`127.0.0.1:${port}/`)).toEqual([]);
  });

  test("does not hold up SIGTERM: exit 0, and no child is left", async () => {
    const { target } = setUp();
    const port = await silence();
    const loop = startDeploy(["--repository", `http://127.0.0.1:${port}/study`, "--target", target]);
    while (processesWith(`127.0.0.1:${port}/`).length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    const asked = Date.now();
    loop.child.kill("SIGTERM");
    expect((await loop.ended).code).toBe(0);
    expect(Date.now() - asked).toBeLessThan(10_000);
    expect(processesWith(`127.0.0.1:${port}/`)).toEqual([]);
  });
});

describe("others are told", () => {
  test("a command and a web address, of deployments alone; the command does not see the password", async () => {
    const { root, repository, flags } = setUp();
    const commit = repository.commit({ a: "1" });
    const posted: string[] = [];
    const server = createServer((request, response) => {
      request.on("data", (chunk: Buffer) => posted.push(chunk.toString()));
      request.on("end", () => response.end());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const file = join(root, "told");
    const hooks = [
      "--exec-hook",
      `cat > ${file}; echo noise; echo "$COUNTERSIGN_COMMIT $COUNTERSIGN_PATH $COUNTERSIGN_GIT_PASSWORD" >> ${file}`,
      "--webhook-url",
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, // listening on TCP
    ];
    const env = { COUNTERSIGN_GIT_PASSWORD: "s3cr3t" };
    const run = await runDeploy([...flags, "--once", ...hooks], { env });
    expect(run).toMatchObject({ code: 0, lines: [{ status: "deployed" }] });
    const [line = "", facts = ""] = readFileSync(file, "utf8").split("\n");
    expect(JSON.parse(line)).toEqual(run.lines[0]);
    expect(facts.trim()).toBe(`${commit} ${run.lines[0]?.path}`);
    expect(posted.map((body) => JSON.parse(body))).toEqual(run.lines);
    await runDeploy([...flags, "--once", ...hooks], { env });
    expect(posted).toHaveLength(1);
  });

  test("a hook that fails undoes nothing, and is logged", async () => {
    const { repository, flags } = setUp();
    repository.commit({ a: "1" });
    const run = await runDeploy([...flags, "--once", "--exec-hook", "exit 7"]);
    expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining("7") });
  });

  test("probes and metrics are served", async () => {
    const { repository, flags } = setUp();
    const port = await findFreePort();
    const get = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      return { status: response.status, text: await response.text() };
    };
    const loop = startDeploy([...flags, "--ref", "main", "--interval", "20ms", "--http-bind", `127.0.0.1:${port}`]);
    await loop.untilLine((line) => line.error?.code === "ref-not-found");
    expect([(await get("/healthz")).status, (await get("/readyz")).status, (await get("/x")).status]).toEqual([
      200, 503, 404,
    ]);
    const commit = repository.commit({ a: "1" });
    await loop.untilLine((line) => line.commit === commit);
    await expect.poll(async () => (await get("/readyz")).status).toBe(200);
    const { text } = await get("/metrics");
    expect(text).toContain(`countersign_deploy_live{commit="${commit}"} 1`);
    expect(text).toMatch(/countersign_deploy_errors_total\{code="ref-not-found"\} [1-9]/);
    expect(
      await runDeploy([...flags, "--once", "--namespace", "other", "--http-bind", `127.0.0.1:${port}`]),
    ).toMatchObject({ code: 3 });
  });
});

test("a full disk leaves the live tree whole, and is overcome when there is room again", async ({ skip }) => {
  const { root, repository } = setUp();
  const volume = join(root, "volume");
  mkdirSync(volume);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m,nr_inodes=400", "tmpfs", volume], {
    encoding: "utf8",
  });
  if (mounted.status !== 0) skip(`a tmpfs cannot be mounted here: ${mounted.stderr.trim()}`);
  onTestFinished(() => void spawnSync("umount", ["--lazy", volume]));
  const flags = [
    "--repository",
    repository.directory,
    "--target",
    join(volume, "dags"),
    "--state",
    join(volume, "state"),
    "--once",
  ];
  const good = repository.commit({ "a.py": "1" });
  expect(await runDeploy(flags)).toMatchObject({ code: 0 });
  const large = randomBytes(4_000_000);
  repository.commit({ "a.py": "2", "large.bin": large });
  expect(await runDeploy(flags)).toMatchObject({
    code: 3,
    lines: [{ status: "failed", commit: good, error: { code: "disk", retryable: true } }],
  });
  expect(readAll(realpathSync(join(volume, "dags/study")))).toEqual({ "a.py": "1" });
  const small = repository.commit({ "a.py": "3", "large.bin": null });
  repository.git("checkout", "--quiet", "--orphan", "fresh");
  repository.commit({ "a.py": "3" });
  repository.git("branch", "--force", "main", "fresh");
  expect(small).not.toBe(good);
  expect(await runDeploy([...flags, "--ref", "main"])).toMatchObject({ code: 0, lines: [{ status: "deployed" }] });
  expect(readAll(realpathSync(join(volume, "dags/study")))).toEqual({ "a.py": "3" });
});

test("kills at random moments: no reader sees a torn or missing tree", async () => {
  expect(await runDeployKills({ count: 8, seed: 20261121 })).toMatchObject({ passed: 8, failed: 0, problems: [] });
}, 120_000);

function processesWith(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/cmdline`))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      } catch {
        return ""; // it ended meanwhile
      }
    })
    .filter((line) => line.includes(text));
}
