import nock from "nock";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { ForgeError } from "../../../src/domain/errors.ts";
import type { Forge } from "../../../src/ports/forge.ts";
import { apiUrl, bot, change, createNockedForge, study } from "./support.ts";

let forge: Forge;
let now: Date;

beforeAll(() => nock.disableNetConnect());
beforeEach(async () => {
  now = new Date("2026-11-20T12:00:00Z");
  forge = await createNockedForge({ now: () => now });
});
afterEach(() => nock.cleanAll());

const api = () => nock(apiUrl);
const members = "/orgs/acme/teams/owners/members?per_page=100";
const readOwners = () => forge.readMembers(study, "team:acme/owners");

async function errorOf(asked: Promise<unknown>): Promise<ForgeError> {
  const error: unknown = await asked.then(
    () => new Error("it did not fail"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ForgeError)) throw error;
  return error;
}

describe("a read", () => {
  test("is tried again when GitHub stumbles", async () => {
    api()
      .get(members)
      .reply(502, "bad gateway")
      .get(members)
      .reply(200, [{ id: 2, login: "ben", type: "User" }]);
    expect(await readOwners()).toEqual([{ id: 2, login: "ben" }]);
  });

  test("is tried again when the connection is cut", async () => {
    api().get(members).replyWithError("socket hang up").get(members).reply(200, []);
    expect(await readOwners()).toEqual([]);
  });

  test("that stays without an answer says that it can be retried", async () => {
    api().get(members).thrice().replyWithError("socket hang up");
    expect(await errorOf(readOwners())).toMatchObject({ status: null, retryable: true, retryAfterMs: null });
  });

  test("whose body was cut off is not taken for an empty list", async () => {
    const json = { "content-type": "application/json; charset=utf-8" };
    api().get(members).reply(200, "", json).get(members).reply(200, '[{"id":2,"lo', json);
    api()
      .get(members)
      .reply(200, [{ id: 2, login: "ben", type: "User" }]);
    expect(await readOwners()).toEqual([{ id: 2, login: "ben" }]);
  });

  test("that always comes cut off fails", async () => {
    api().get(members).thrice().reply(200, "", { "content-type": "application/json" });
    expect(await errorOf(readOwners())).toMatchObject({ retryable: true });
  });

  test("costs nothing when nothing has changed", async () => {
    api()
      .get(members)
      .reply(200, [{ id: 2, login: "ben", type: "User" }], { etag: '"one"' });
    await readOwners();
    const conditional = nock(apiUrl, { reqheaders: { "if-none-match": '"one"' } })
      .get(members)
      .reply(304);
    expect(await readOwners()).toEqual([{ id: 2, login: "ben" }]);
    expect(conditional.isDone()).toBe(true);
  });

  test("of a list with a count is the same when it comes from memory", async () => {
    const runs = "/repos/acme/study/commits/abc/check-runs?app_id=99&filter=latest&per_page=100";
    const run = { head_sha: "abc", status: "queued", conclusion: null, output: { annotations_count: 0 } };
    const app = { id: 99, slug: "countersign" };
    const known = {
      total_count: 2,
      check_runs: [
        { ...run, id: 2, name: "d", app },
        { ...run, id: 1, name: "c", app },
      ],
    };
    const report = {
      head: "abc",
      summary: "",
      lineFindings: [],
      checks: [{ name: "c", conclusion: "success", title: "", summary: "", annotations: [] }],
    } as const;
    for (const answer of [
      { status: 200, body: known, etag: '"one"' },
      { status: 304, body: "", etag: '"one"' },
      { status: 304, body: "", etag: '"one"' },
    ]) {
      api().get(runs).reply(answer.status, answer.body, { etag: answer.etag });
      const patched = api().patch("/repos/acme/study/check-runs/1").reply(500);
      await expect(forge.publishReport(change, report)).rejects.toMatchObject({ status: 500 });
      expect(patched.isDone()).toBe(true);
    }
  });

  test("is sent with a new token when the old one was revoked", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    let old: unknown = null;
    const withToken = (isRight: (token: unknown) => boolean) =>
      nock(apiUrl, { reqheaders: { authorization: isRight } });
    withToken((token) => {
      old = token;
      return true;
    })
      .get(members)
      .reply(200, []);
    await readOwners();
    vi.setSystemTime(Date.now() + 60_000); // for tokens of the last seconds Octokit itself waits
    const revoked = withToken((token) => token === old)
      .get(members)
      .reply(401, { message: "Bad credentials" });
    withToken((token) => token !== old)
      .get(members)
      .reply(200, [{ id: 2, login: "ben", type: "User" }]);
    expect(await readOwners()).toEqual([{ id: 2, login: "ben" }]);
    expect(revoked.isDone()).toBe(true);
    vi.useRealTimers();
  });

  test("of an answer in an unknown form says where it differs", async () => {
    api()
      .get(members)
      .reply(200, [{ id: "two", login: "ben", type: "User" }]);
    const error = await errorOf(readOwners());
    expect(error.message).toContain("0.id");
    expect(error.retryable).toBe(false);
  });
});

describe("a group that cannot be read is null, never nobody", () => {
  test.each([403, 404])("%i", async (status) => {
    api().get(members).reply(status, { message: "no" });
    expect(await readOwners()).toBe(null);
  });

  test("a rate limit is not a refusal", async () => {
    api().get(members).reply(403, { message: "You have exceeded a secondary rate limit" }, { "retry-after": "30" });
    expect(await errorOf(readOwners())).toMatchObject({ status: 403, retryable: true, retryAfterMs: 30_000 });
  });

  test("groups of other forges", async () => {
    expect(await forge.readMembers(study, "group:acme/data")).toBe(null);
  });
});

describe("a rate limit", () => {
  test("says how long to wait, by Retry-After", async () => {
    api().get(members).reply(429, { message: "slow down" }, { "retry-after": "7" });
    expect(await errorOf(readOwners())).toMatchObject({ status: 429, retryable: true, retryAfterMs: 7_000 });
  });

  test("says how long to wait, by the time of the reset", async () => {
    const reset = String(now.getTime() / 1000 + 90);
    api()
      .get(members)
      .reply(403, { message: "API rate limit exceeded" }, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset });
    expect(await errorOf(readOwners())).toMatchObject({ retryable: true, retryAfterMs: 91_000 });
  });

  test("is a minute where GitHub does not say", async () => {
    const documentation_url =
      "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits";
    api().get(members).reply(403, { message: "You have exceeded a secondary rate limit", documentation_url });
    expect(await errorOf(readOwners())).toMatchObject({ retryable: true, retryAfterMs: 60_000 });
  });

  test("is told to everybody at once, without asking GitHub again, until it is over", async () => {
    api().get(members).reply(429, {}, { "retry-after": "60" });
    await errorOf(readOwners());
    now = new Date(now.getTime() + 20_000);
    expect(await errorOf(readOwners())).toMatchObject({ retryAfterMs: 40_000 });
    now = new Date(now.getTime() + 41_000);
    api().get(members).reply(200, []);
    expect(await readOwners()).toEqual([]);
  });
});

describe("a refusal", () => {
  test("names the permission that the app lacks", async () => {
    api().get("/repos/acme/study/issues/7/comments?per_page=100").reply(200, []);
    api()
      .post("/repos/acme/study/issues/7/comments")
      .reply(
        403,
        { message: "Resource not accessible by integration" },
        { "x-accepted-github-permissions": "issues=write; pull_requests=write" },
      );
    const error = await errorOf(forge.answerComment(change, 12, "hello"));
    expect(error.message).toContain('"issues: write" or "pull_requests: write"');
    expect(error.message).toContain("Permissions & events");
    expect(error.retryable).toBe(false);
  });

  test("by GraphQL, which answers with 200, says where the permissions are", async () => {
    const errors = [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }];
    api().post("/graphql").reply(200, { data: null, errors });
    const commit = { sha: "abc", authorEmail: "a@b.c", committerEmail: "a@b.c", coAuthorEmails: [] };
    const error = await errorOf(forge.readCommitIdentities(study, [commit]));
    expect(error).toMatchObject({ retryable: false });
    expect(error.message).toContain("app.yml");
    api()
      .post("/graphql")
      .reply(200, { errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] });
    expect(await errorOf(forge.readCommitIdentities(study, [commit]))).toMatchObject({ retryAfterMs: 60_000 });
  });

  test("of the credentials names the settings", async () => {
    api().get("/repos/acme/other/installation").reply(401, { message: "A JSON web token could not be decoded" });
    expect((await errorOf(forge.readRepository("acme/other"))).message).toContain("PRIVATE_KEY");
  });

  test("says where to install the app, when it is not", async () => {
    api().get("/repos/acme/other/installation").reply(404, { message: "Not Found" });
    expect((await errorOf(forge.readRepository("acme/other"))).message).toContain("not installed on acme/other");
  });
});

describe("a write", () => {
  test("is never repeated, since it may have been done", async () => {
    api().get("/repos/acme/study/issues/7/comments?per_page=100").reply(200, []);
    const written = api()
      .post("/repos/acme/study/issues/7/comments")
      .reply(502)
      .post("/repos/acme/study/issues/7/comments")
      .reply(201, {});
    expect(await errorOf(forge.answerComment(change, 12, "hello"))).toMatchObject({ status: 502, retryable: true });
    expect(written.isDone()).toBe(false);
  });

  test("is found again by its marker, by our account alone", async () => {
    const marked = {
      id: 1,
      node_id: "x",
      body: "hello\n\n<!-- countersign:answer 12 -->",
      created_at: "2026-11-20T10:00:00Z",
      updated_at: "2026-11-20T10:00:00Z",
    };
    const eve = { id: 4, login: "eve", type: "User" };
    api()
      .get("/repos/acme/study/issues/7/comments?per_page=100")
      .reply(200, [{ ...marked, user: eve }]);
    const written = api().post("/repos/acme/study/issues/7/comments").reply(201, {});
    await forge.answerComment(change, 12, "hello");
    expect(written.isDone()).toBe(true);

    api()
      .get("/repos/acme/study/issues/7/comments?per_page=100")
      .reply(200, [{ ...marked, user: bot }]);
    await forge.answerComment(change, 12, "hello");
  });

  test("goes out at once, though there are many", { timeout: 40_000 }, async () => {
    api()
      .persist()
      .get(/issues\/7\/comments/)
      .reply(200, []);
    api().persist().post("/repos/acme/study/issues/7/comments").reply(201, {});
    const startedAt = Date.now();
    for (let id = 1; id <= 10; id += 1) await forge.answerComment(change, id, "hello");
    expect(Date.now() - startedAt).toBeLessThan(20_000); // spaced as comments usually are, it would take 30 s
  });
});
