import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ForgeError } from "../../../src/domain/errors.ts";
import { createGitlabForge } from "../../../src/forges/gitlab/index.ts";
import type { Forge } from "../../../src/ports/forge.ts";
import { createToken } from "../../forge/model/accounts.ts";
import { type Gitlab, startGitlab } from "./start-gitlab.ts";

let gitlab: Gitlab;

beforeEach(async () => {
  gitlab = await startGitlab();
});
afterEach(() => gitlab.close());

async function errorOf(work: Promise<unknown>): Promise<ForgeError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ForgeError);
  return error as ForgeError;
}

function forgeWith(token: string, url = gitlab.simulator.baseUrl): Forge {
  return createGitlabForge({ url, token, log: pino({ level: "silent" }), clock: { now: () => new Date() } });
}

describe("a request is sent again", () => {
  test("after the time that a 429 tells", async () => {
    gitlab.simulator.faults.requests.add({ path: "/projects/", fault: { kind: "status", status: 429, retryAfter: 1 } });
    const start = performance.now();
    await gitlab.forge.readRepository("acme/study");
    expect(performance.now() - start).toBeGreaterThan(950);
  });

  test.each([500, 502, 503])("after %i", async (status) => {
    gitlab.simulator.faults.requests.add({ path: "/projects/", times: 2, fault: { kind: "status", status } });
    expect((await gitlab.forge.readRepository("acme/study")).name).toBe("acme/study");
  });

  test("after a cut connection", async () => {
    gitlab.simulator.faults.requests.add({ path: "/projects/", fault: { kind: "cut", when: "before" } });
    expect((await gitlab.forge.readRepository("acme/study")).name).toBe("acme/study");
  });

  test("but not for ever", async () => {
    gitlab.simulator.faults.requests.add({ path: "/projects/", times: null, fault: { kind: "status", status: 502 } });
    const error = await errorOf(gitlab.forge.readRepository("acme/study"));
    expect(error).toMatchObject({ status: 502, retryable: true, retryAfterMs: null });
  });

  test("but not while a longer wait is asked for: that goes to the caller", async () => {
    gitlab.simulator.faults.requests.add({ path: "/projects/", fault: { kind: "rate-limit", resetInSeconds: 600 } });
    const error = await errorOf(gitlab.forge.readRepository("acme/study"));
    expect(error).toMatchObject({ status: 429, retryable: true, retryAfterMs: 600_000 });
  });

  test("but not when it would make something twice: the next look finds it", async () => {
    await gitlab.push("ada", "x", { "a.txt": "a\n" });
    await gitlab.as("ada", "POST", "/merge_requests", { source_branch: "x", target_branch: "main", title: "A" });
    const ref = { repository: gitlab.repository, number: 1 };
    gitlab.simulator.faults.requests.add({ method: "POST", path: "/notes", fault: { kind: "cut", when: "after" } });
    expect(await errorOf(gitlab.forge.answerComment(ref, 5, "Yes."))).toMatchObject({ status: null, retryable: true });
    await gitlab.forge.answerComment(ref, 5, "Yes.");
    expect(gitlab.simulator.model.repositories[0]?.changes[0]?.comments).toHaveLength(1);
  });
});

describe("an answer from elsewhere", () => {
  let elsewhere: Server;
  const seen: (string | undefined)[] = [];
  let url: string;
  let location: string;

  beforeEach(async () => {
    seen.length = 0;
    elsewhere = createServer((request, response) => {
      seen.push(String(request.headers["private-token"]));
      if (request.url === "/final") return response.end(JSON.stringify({ id: 1, username: "bot", bot: true }));
      response.writeHead(301, { location }).end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => elsewhere.close(resolve)));

  test("is followed on the instance itself", async () => {
    location = "/final";
    expect(await forgeWith("bot-token", url).readSelf()).toMatchObject({ id: 1, kind: "bot" });
  });

  test("of another server is refused, and the token does not go there", async () => {
    location = `${url.replace("127.0.0.1", "localhost")}/final`;
    const error = await errorOf(forgeWith("bot-token", url).readSelf());
    expect(error).toMatchObject({ status: 301, retryable: false });
    expect(seen).toEqual(["bot-token"]);
  });
});

describe("an answer that is not GitLab's", () => {
  test.each([
    ["a proxy's page", "<html>Sign in</html>"],
    ["another shape", { id: "five" }],
    ["nothing", ""],
  ])("%s is an error that says so", async (_name, body) => {
    gitlab.simulator.faults.requests.add({ path: "/projects/", fault: { kind: "status", status: 200, body } });
    const error = await errorOf(gitlab.forge.readRepository("acme/study"));
    expect(error.message).toContain("could not be understood");
    expect(error.retryable).toBe(true);
  });

  test("a list that is none is not taken for an empty one", async () => {
    gitlab.simulator.faults.requests.add({ path: "/members", fault: { kind: "status", status: 200, body: {} } });
    await errorOf(gitlab.forge.readMembers(gitlab.repository, "group:acme/data"));
  });
});

describe("a refusal names what is missing", () => {
  test("the scope", async () => {
    const accountId = gitlab.seeded.users.countersign?.id ?? 0;
    const { token } = createToken(gitlab.simulator.model, { accountId, scopes: ["read_api"] });
    const alert = { key: "k", sha: "0".repeat(40), title: "t", body: "b" };
    const error = await errorOf(forgeWith(token).publishAlert(gitlab.repository, alert));
    expect(error).toMatchObject({ status: 403, retryable: false });
    expect(error.message).toContain("The token in GITLAB_TOKEN lacks the scope api");
    expect(error.message).not.toContain(token);
  });

  test("the role", async () => {
    const own = gitlab.simulator.model.organisations[0]?.members.find(
      (one) => one.accountId === gitlab.seeded.users.countersign?.id,
    );
    if (own) own.accessLevel = 20;
    const sha = gitlab.seeded.repositories["acme/study"]?.head ?? "";
    const report = { sha, ref: "main", environment: "e", state: "success", description: "" } as const;
    const error = await errorOf(gitlab.forge.publishDeployment(gitlab.repository, report));
    expect(error.message).toContain("needs the Developer role");
  });

  test("the token", async () => {
    const error = await errorOf(forgeWith("wrong").readSelf());
    expect(error).toMatchObject({ status: 401, retryable: false });
    expect(error.message).toContain("The token in GITLAB_TOKEN is wrong, expired or revoked: make a new one");
  });

  test("the sight of it", async () => {
    const error = await errorOf(gitlab.forge.readRepository("acme/nowhere"));
    expect(error).toMatchObject({ status: 404, retryable: false });
    expect(error.message).toContain("It is not there, or the token in GITLAB_TOKEN may not see it.");
  });

  test("the patience", async () => {
    gitlab.simulator.faults.requests.add({ path: "/projects/", fault: { kind: "rate-limit", resetInSeconds: 600 } });
    const error = await errorOf(gitlab.forge.readRepository("acme/study"));
    expect(error.message).toContain("The rate limit is used up: ask again in 600 s.");
  });

  test("the server", async () => {
    const { port } = new URL(gitlab.simulator.baseUrl);
    await gitlab.close();
    const error = await errorOf(forgeWith("bot-token", `http://127.0.0.1:${port}`).readSelf());
    expect(error).toMatchObject({ status: null, retryable: true });
    expect(error.message).toContain("Nothing listens there");
  });
});
