import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Model, repositoryLock, withLock } from "../model/model.ts";
import { recordRefChanges } from "../model/pushes.ts";
import type { SimRepository } from "../model/types.ts";
import { readRefs } from "./bare-repository.ts";

export interface RefUpdate {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

export interface Refusal {
  readonly ref: string;
  /** `forced`: only when it is not a fast-forward. */
  readonly when: "any" | "forced";
  readonly reason: string;
}

/** Who speaks git, and what a face lets them do. `null` as account: nobody, who may read what is public. */
export interface GitActor {
  readonly accountId: number;
  readonly canRead: boolean;
  readonly canWrite: boolean;
}

export interface GitRequest {
  /** Below the repository: `info/refs`, `git-upload-pack`, `git-receive-pack`. */
  readonly path: string;
  readonly request: Request;
  readonly actor: GitActor;
  /** Which of the updates the face's protection forbids. */
  readonly refuse: (updates: readonly RefUpdate[]) => Promise<readonly Refusal[]>;
}

/** Serves smart HTTP by `git http-backend`, and draws the consequences of a push before it is answered. */
export async function serveGit(model: Model, repository: SimRepository, given: GitRequest): Promise<Response> {
  const body = Buffer.from(await given.request.arrayBuffer());
  if (given.path !== "git-receive-pack") return runBackend(repository, given, body, {});
  return withLock(model, repositoryLock(repository), async () => {
    const refused = await given.refuse(readUpdates(body));
    const file = join(repository.directory, `sim-refused-${randomUUID()}`);
    await writeFile(file, refused.map((one) => `${one.ref}\t${one.when}\t${one.reason}\n`).join(""));
    const before = await readRefs(repository.directory);
    const answer = await runBackend(repository, given, body, { SIM_REFUSED: file });
    await rm(file, { force: true });
    await recordRefChanges(model, repository, { before, actorId: given.actor.accountId });
    return answer;
  });
}

/** The commands at the start of a receive-pack request: pkt-lines `old new ref\0capabilities`. */
function readUpdates(body: Buffer): RefUpdate[] {
  const updates: RefUpdate[] = [];
  let at = 0;
  while (at + 4 <= body.length) {
    const length = Number.parseInt(body.toString("latin1", at, at + 4), 16);
    if (!(length > 4)) break;
    const line = body.toString("utf8", at + 4, at + length).split("\0")[0] ?? "";
    const match = /^([0-9a-f]{40}) ([0-9a-f]{40}) (\S+)/.exec(line);
    if (match !== null) updates.push({ before: match[1] ?? "", after: match[2] ?? "", ref: match[3] ?? "" });
    at += length;
  }
  return updates;
}

function runBackend(
  repository: SimRepository,
  given: GitRequest,
  body: Buffer,
  extra: Readonly<Record<string, string>>,
): Promise<Response> {
  const { headers, url, method } = given.request;
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? "/usr/bin:/bin",
    HOME: "/nonexistent",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_PROJECT_ROOT: repository.directory,
    GIT_HTTP_EXPORT_ALL: "1",
    PATH_INFO: `/${given.path}`,
    QUERY_STRING: new URL(url).search.slice(1),
    REQUEST_METHOD: method,
    CONTENT_TYPE: headers.get("content-type") ?? "",
    CONTENT_LENGTH: String(body.length),
    HTTP_CONTENT_ENCODING: headers.get("content-encoding") ?? "",
    GIT_PROTOCOL: headers.get("git-protocol") ?? "",
    REMOTE_USER: String(given.actor.accountId),
    REMOTE_ADDR: "127.0.0.1",
    ...extra,
  };
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["http-backend"], { env });
    const out: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.resume();
    child.on("error", reject);
    child.on("close", () => resolve(toResponse(Buffer.concat(out))));
    child.stdin.on("error", () => {});
    child.stdin.end(body);
  });
}

function toResponse(output: Buffer): Response {
  const end = output.indexOf("\r\n\r\n");
  if (end < 0) return new Response("git http-backend said nothing", { status: 500 });
  const headers = new Headers();
  let status = 200;
  for (const line of output.toString("latin1", 0, end).split("\r\n")) {
    const [name = "", value = ""] = line.split(/: (.*)/s);
    if (name === "Status") status = Number.parseInt(value, 10);
    else headers.set(name, value);
  }
  return new Response(new Uint8Array(output.subarray(end + 4)), { status, headers });
}
