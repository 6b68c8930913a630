import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startQuickly } from "../support/start-quickly.ts";
import { until } from "../world/until.ts";

const mainFile = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});
/** Nothing answers there: the service starts, and what it asks for fails. */
const github = { APP_ID: "7", PRIVATE_KEY: privateKey, WEBHOOK_SECRET: "s3cret", GITHUB_API_URL: "http://127.0.0.1:9" };

function serve(env: Readonly<Record<string, string>>) {
  const cwd = mkdtempSync(join(tmpdir(), "countersign-serve-"));
  const child = spawn(process.execPath, [mainFile, "serve"], {
    cwd,
    env: { PATH: process.env.PATH, PORT: "0", ...startQuickly, ...env },
  });
  let said = "";
  child.stdout.on("data", (bytes) => {
    said += bytes;
  });
  child.stderr.on("data", (bytes) => {
    said += bytes;
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { cwd, child, ended, said: () => said };
}

test("does not start without a webhook secret, says so, and leaves nothing behind", async () => {
  const { ended, said, cwd } = serve({ ...github, WEBHOOK_SECRET: "" });
  expect(await ended).toBe(2);
  expect(said()).toMatch(/WEBHOOK_SECRET is not set/);
  expect(existsSync(join(cwd, "state"))).toBe(false);
});

test("says that its port is taken", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { ended, said } = serve({ ...github, PORT: String(port) });
  expect(await ended).toBe(2);
  expect(said()).toMatch(new RegExp(`cannot listen on 127.0.0.1:${port}: another process listens there already`));
  other.close();
});

test("a second service on one state directory is refused", async () => {
  const first = serve(github);
  await until("the first serves", async () => first.said().includes("Countersign serves"));
  const second = serve({ ...github, COUNTERSIGN_STATE: join(first.cwd, "state") });
  expect(await second.ended).toBe(2);
  expect(second.said()).toContain(join(first.cwd, "state"));
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
});

test("serves health and metrics, takes no unsigned delivery, and ends when asked", async () => {
  const { child, ended, said } = serve(github);
  const port = await until("it serves", async () => /"port":(\d+)[^\n]*Countersign serves/.exec(said())?.[1]);
  const url = `http://127.0.0.1:${port}`;
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${url}${path}`, init);
    return { status: response.status, text: await response.text() };
  };
  expect(await ask("/healthz")).toMatchObject({ status: 200 });
  expect(await ask("/readyz")).toMatchObject({ status: 200 });
  expect((await ask("/metrics")).text).toContain("countersign_queue_tasks");
  expect(await ask("/elsewhere")).toMatchObject({ status: 404 });
  const forged = {
    method: "POST",
    body: "{}",
    headers: {
      "content-type": "application/json",
      "x-hub-signature-256": `sha256=${"0".repeat(64)}`,
      "x-github-event": "push",
      "x-github-delivery": "1",
    },
  };
  expect(await ask("/api/github/webhooks", forged)).toMatchObject({ status: 401 });
  expect((await ask("/metrics")).text).not.toMatch(/countersign_deliveries_total\{/);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(said()).not.toContain("s3cret");
});
