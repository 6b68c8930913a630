import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from "@aws-sdk/client-s3";
import { cacheProgram } from "./cached-program.ts";
import { findFreePort } from "./find-free-port.ts";
import { runCommand } from "./run-command.ts";

const version = "v1.8.0";

export interface S3Server {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  createBucket(name: string): Promise<void>;
  /** Uploads in pieces that were begun, and neither ended nor given up. */
  countUnfinishedUploads(bucket: string): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a real S3 server (versitygw, built from source once) on a directory of its own and a free port of this machine. */
export async function startS3Server(): Promise<S3Server> {
  const program = await installVersitygw();
  const directory = await mkdtemp(join(tmpdir(), "countersign-s3-"));
  await mkdir(join(directory, "data"));
  await mkdir(join(directory, "metadata"));
  const port = await findFreePort();
  const keys = { accessKeyId: "countersign", secretAccessKey: "countersign-secret" };
  const server = spawn(
    program,
    [
      "--port",
      `127.0.0.1:${port}`,
      "--quiet",
      "posix",
      "--sidecar",
      join(directory, "metadata"),
      join(directory, "data"),
    ],
    {
      stdio: "ignore",
      env: { ...process.env, ROOT_ACCESS_KEY: keys.accessKeyId, ROOT_SECRET_KEY: keys.secretAccessKey },
    },
  );
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const endpoint = `http://127.0.0.1:${port}`;
  const region = "us-east-1";
  await waitUntilItAnswers(endpoint);
  const client = new S3Client({ endpoint, region, forcePathStyle: true, credentials: keys });

  return {
    endpoint,
    ...keys,
    region,
    async createBucket(name) {
      await client.send(new CreateBucketCommand({ Bucket: name }));
    },
    async countUnfinishedUploads(bucket) {
      const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
      return Uploads?.length ?? 0;
    },
    async stop() {
      server.kill("SIGTERM");
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function installVersitygw(): Promise<string> {
  const directory = await cacheProgram(`versitygw-${version}`, async (place) => {
    const result = await runCommand("go", ["install", `github.com/versity/versitygw/cmd/versitygw@${version}`], {
      cwd: place,
      env: { ...process.env, GOBIN: place },
    });
    if (result.code !== 0) throw new Error(`versitygw could not be built with Go:\n${result.stderr.slice(-2000)}`);
  });
  return join(directory, "versitygw");
}

async function waitUntilItAnswers(endpoint: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await fetch(endpoint).catch(() => null);
    if (answer !== null) return;
    await sleep(100);
  }
  throw new Error(`the S3 server at ${endpoint} did not start within ten seconds`);
}
