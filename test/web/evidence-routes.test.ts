import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { KeySet } from "../../src/domain/attestation.ts";
import type { Store } from "../../src/ports/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { evidenceRoutes } from "../../src/web/evidence-routes.ts";
import { auditEntry } from "../support/audit-entry.ts";

const keys: KeySet = { version: 1, keys: [] };
const readToken = "a token that is long enough";
const commit = (n: number) => String(n).padStart(40, "0");

let store: Store;
beforeEach(async () => {
  store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
});
afterEach(() => store.close());

async function record(n: number, payload = "e30="): Promise<void> {
  const at = "2026-11-20T12:00:00Z";
  await store.recordLanding(
    {
      repositoryKey: "github:5",
      ref: "refs/heads/main",
      before: commit(n - 1),
      sha: commit(n),
      tree: commit(n + 100),
      verdict: {
        status: "approved",
        basis: { kind: "change", number: n, head: commit(n + 200) },
        decision: null,
        reason: "",
      },
      at,
    },
    auditEntry(),
  );
  const envelope = { payloadType: "t", payload, signatures: [] };
  const about = { repositoryKey: "github:5", change: n, at, envelope } as const;
  await store.recordAttestation(
    { ...about, kind: "release", commit: commit(n), place: "london/airflow/study" },
    auditEntry(),
  );
  await store.recordAttestation({ ...about, kind: "approval", commit: commit(n + 200), place: "x" }, auditEntry());
}

async function ask(
  path: string,
  authorization: string | null = `Bearer ${readToken}`,
  token: string | null = readToken,
) {
  const app = evidenceRoutes({ listKeys: () => keys, store, readToken: token });
  const response = await app.request(path, authorization === null ? {} : { headers: { authorization } });
  const body = (await response.json()) as { readonly releases?: readonly { readonly commit: string }[] };
  return { status: response.status, body };
}

test("the keys are for everybody", async () => {
  expect(await ask("/.well-known/countersign/keys.json", null, null)).toEqual({ status: 200, body: keys });
});

describe("who may read", () => {
  test.each([
    ["nobody while there is no token", `Bearer ${readToken}`, null, 404],
    ["nobody with an empty one", "Bearer ", null, 404],
    ["not who has none", null, readToken, 401],
    ["not who has another", "Bearer a token that is long enougH", readToken, 401],
    ["not who has the beginning of it", "Bearer a token", readToken, 401],
    ["not by another way of proving who one is", `Basic ${readToken}`, readToken, 401],
    ["who has it", `Bearer ${readToken}`, readToken, 200],
  ])("%s", async (_, authorization, token, status) => {
    expect((await ask("/api/v1/repositories/github:5/releases", authorization, token)).status).toBe(status);
    const path = `/api/v1/repositories/github:5/attestations?commit=${commit(1)}`;
    expect((await ask(path, authorization, token)).status).toBe(status);
  });
});

describe("what is told", () => {
  test("the newest landings first, with what was signed of them and of their changes", async () => {
    for (const n of [1, 2, 3]) await record(n);
    const { body } = await ask("/api/v1/repositories/github:5/releases?limit=2");
    expect(body).toMatchObject({
      version: 1,
      repository: "github:5",
      releases: [
        {
          ref: "refs/heads/main",
          commit: commit(3),
          tree: commit(103),
          basis: { kind: "change", number: 3 },
          attestations: [{ kind: "release", place: "london/airflow/study" }, { kind: "approval" }],
        },
        { commit: commit(2) },
      ],
    });
    expect(body.releases).toHaveLength(2);
    expect((await ask("/api/v1/repositories/gitlab:5/releases")).body.releases).toEqual([]);
  });

  test("nothing that was taken back, nor what is stacked on it, until that ends", async () => {
    for (const n of [1, 2, 3, 4]) await record(n);
    const commits = async () =>
      (await ask("/api/v1/repositories/github:5/releases?limit=2")).body.releases?.map((release) => release.commit);
    const recall = { id: "t", repositoryKey: "github:5", ref: "refs/heads/main", sha: commit(3), change: 3 } as const;
    const acts = [{ kind: "objection", by: { id: 2, login: "ben" } }] as const;
    const cause = { kind: "taken-back", acts, rollsBack: true } as const;
    const at = "2026-11-20T13:00:00Z";
    await store.recordRecall({ ...recall, cause, at, ended: null, isTold: false }, auditEntry());
    expect(await commits()).toEqual([commit(2), commit(1)]);
    await store.endRecall("t", { at, why: "it is approved again" }, auditEntry());
    expect(await commits()).toEqual([commit(4), commit(3)]);
  });

  test("never more than is bearable, but always the newest", async () => {
    const large = "A".repeat(20 * 1024 * 1024);
    await record(1);
    await record(2, large);
    const { body } = await ask("/api/v1/repositories/github:5/releases");
    expect(body.releases?.map((release) => release.commit)).toEqual([commit(2)]);
  });

  test("the attestations of one commit", async () => {
    await record(1);
    const { body } = await ask(`/api/v1/repositories/github:5/attestations?commit=${commit(1)}`);
    expect(body).toMatchObject({ version: 1, commit: commit(1), attestations: [{ kind: "release", change: 1 }] });
  });

  test.each([
    "/api/v1/repositories/study/releases",
    "/api/v1/repositories/github:x/releases",
    "/api/v1/repositories/bitbucket:5/releases",
    "/api/v1/repositories/github:5/releases?limit=0",
    "/api/v1/repositories/github:5/releases?limit=51",
    "/api/v1/repositories/github:5/releases?limit=1e1",
    "/api/v1/repositories/github:5/attestations",
    "/api/v1/repositories/github:5/attestations?commit=HEAD",
  ])("a wrong question is answered as such: %s", async (path) => {
    expect(await ask(path)).toMatchObject({ status: 400, body: { version: 1, error: expect.any(String) } });
  });
});
