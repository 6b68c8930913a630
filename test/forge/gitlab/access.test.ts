import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createToken } from "../model/accounts.ts";
import { type StartedFace, startFace } from "./start-face.ts";

let face: StartedFace;
beforeEach(async () => {
  face = await startFace();
  await face.simulator.seed({
    users: [{ login: "mallory", token: "mallory-token" }],
    repositories: [{ name: "acme/other" }],
  });
});
afterEach(() => face.close());

const idOf = (login: string): number => face.seeded.users[login]?.id ?? 0;

function tokenFor(login: string, given: Partial<Parameters<typeof createToken>[1]>): string {
  return createToken(face.simulator.model, { accountId: idOf(login), ...given }).token;
}

describe("a token", () => {
  test("is needed, and has to be a good one", async () => {
    expect(await face.as("nonsense", "GET", "user")).toMatchObject({
      status: 401,
      body: { message: "401 Unauthorized" },
    });
    const revoked = tokenFor("ada", { isRevoked: true });
    expect(await face.as(revoked, "GET", "user")).toMatchObject({ status: 401, body: { error: "invalid_token" } });
    const expired = tokenFor("ada", { expiresAt: "2020-01-01T00:00:00Z" });
    expect(await face.as(expired, "GET", "user")).toMatchObject({ status: 401, body: { error: "invalid_token" } });
  });

  test("goes as a bearer too", async () => {
    const headers = { authorization: "Bearer ada-token" };
    const response = await fetch(`${face.simulator.baseUrl}/api/v4/user`, { headers });
    expect(await response.json()).toMatchObject({ id: idOf("ada"), username: "ada", bot: false });
  });

  test("may do what its scopes say", async () => {
    const reader = tokenFor("ada", { scopes: ["read_api"] });
    expect((await face.as(reader, "GET", "")).status).toBe(200);
    expect(await face.as(reader, "POST", "/issues", { title: "x" })).toMatchObject({
      status: 403,
      body: { error: "insufficient_scope", scope: "api" },
    });
    const self = tokenFor("ada", { scopes: ["read_user"] });
    expect((await face.as(self, "GET", "user")).status).toBe(200);
    expect((await face.as(self, "GET", "")).status).toBe(403);
  });

  test("of a project is a bot of its own, and sees no other project", async () => {
    const asked = { name: "countersign", scopes: ["api", "write_repository"], access_level: 40 };
    const made = await face.as("ben", "POST", "/access_tokens", asked);
    expect(made.status).toBe(201);
    const { token, user_id } = made.body as { token: string; user_id: number };
    expect((await face.as(token, "GET", `users/${user_id}`)).body).toMatchObject({ bot: true });
    expect((await face.as(token, "GET", "")).status).toBe(200);
    expect((await face.as(token, "GET", "projects/acme%2Fother")).status).toBe(404);
    expect((await face.as("ada", "POST", "/access_tokens", asked)).status).toBe(403);
  });
});

describe("a project", () => {
  test("that may not be seen is not found, by name as by number", async () => {
    for (const path of ["projects/acme%2Fstudy", "", "/merge_requests", "/hooks"]) {
      expect(await face.as("mallory-token", "GET", path)).toMatchObject({
        status: 404,
        body: { message: "404 Project Not Found" },
      });
    }
    expect((await face.as("ada", "GET", "projects/acme%2Fstudy")).body).toMatchObject({
      id: face.projectId,
      path_with_namespace: "acme/study",
      default_branch: "main",
      http_url_to_repo: `${face.simulator.baseUrl}/acme/study.git`,
    });
  });

  test("refuses with 403 what a role does not allow", async () => {
    expect((await face.as("ada", "GET", "/hooks")).status).toBe(403);
    expect((await face.as("ben", "GET", "/hooks")).status).toBe(200);
  });

  test("is found again under its former name by git and by the API", async () => {
    await face.as("eve", "PUT", "", { path: "trial" });
    expect((await face.as("ada", "GET", "projects/acme%2Fstudy")).body).toMatchObject({
      path_with_namespace: "acme/trial",
    });
    await face.push("ada", "x", { "a.txt": "a\n" });
  });
});

describe("members", () => {
  test("are inherited from the groups above, with the highest level", async () => {
    const direct = (await face.as("ada", "GET", "groups/acme%2Fdata/members")).status;
    expect(direct).toBe(404);
    const all = (await face.as("ben", "GET", "groups/acme%2Fdata/members/all")).body as {
      username: string;
      access_level: number;
    }[];
    expect(Object.fromEntries(all.map((one) => [one.username, one.access_level]))).toEqual({
      ben: 30,
      eve: 50,
      countersign: 40,
    });
    const own = (await face.as("ben", "GET", "groups/acme%2Fdata/members")).body as { username: string }[];
    expect(own.map((one) => one.username)).toEqual(["ben"]);
  });

  test("of a project are its own and those of its group", async () => {
    const all = (await face.as("ada", "GET", "/members/all")).body as { username: string; access_level: number }[];
    expect(Object.fromEntries(all.map((one) => [one.username, one.access_level]))).toEqual({
      ada: 30,
      ben: 40,
      eve: 50,
      countersign: 40,
    });
    expect((await face.as("ada", "GET", `/members/${idOf("eve")}`)).status).toBe(404);
    expect((await face.as("ada", "GET", `/members/all/${idOf("eve")}`)).body).toMatchObject({ access_level: 50 });
  });

  test("come and go", async () => {
    const { id } = (await face.as("mallory-token", "GET", "user")).body as { id: number };
    expect((await face.as("ben", "POST", "/members", { user_id: id, access_level: 30 })).status).toBe(201);
    expect((await face.as("ben", "POST", "/members", { user_id: id, access_level: 30 })).status).toBe(409);
    expect((await face.as("mallory-token", "GET", "")).status).toBe(200);
    expect((await face.as("ben", "DELETE", `/members/${id}`)).status).toBe(204);
    expect((await face.as("mallory-token", "GET", "")).status).toBe(404);
  });
});

describe("users", () => {
  test("are found by their public address as a whole, and by parts of their names", async () => {
    const search = async (text: string) =>
      ((await face.as("ada", "GET", `users?search=${encodeURIComponent(text)}`)).body as { username: string }[]).map(
        (one) => one.username,
      );
    expect(await search("ben@example.org")).toEqual(["ben"]);
    expect(await search("ben@example.or")).toEqual([]);
    expect(await search("ounters")).toEqual(["countersign"]);
  });

  test("do not tell their addresses to others", async () => {
    expect((await face.as("ada", "GET", `users/${idOf("ben")}`)).body).not.toHaveProperty("email");
    expect((await face.as("ben", "GET", "user")).body).toHaveProperty("email", "ben@example.org");
  });
});

describe("pages", () => {
  beforeEach(async () => {
    for (let number = 1; number <= 5; number += 1)
      await face.as("ada", "POST", "/issues", { title: `Issue ${number}` });
  });

  test("by offset tell where they are and where the next is", async () => {
    const first = await face.as("ada", "GET", "/issues?per_page=2");
    expect(Object.fromEntries([...first.headers].filter(([name]) => name.startsWith("x-")))).toEqual({
      "x-page": "1",
      "x-per-page": "2",
      "x-next-page": "2",
      "x-prev-page": "",
      "x-total": "5",
      "x-total-pages": "3",
    });
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const second = await fetch(next, { headers: { "private-token": "ada-token" } });
    expect(((await second.json()) as { iid: number }[]).map((one) => one.iid)).toEqual([3, 2]);
    const last = await face.as("ada", "GET", "/issues?per_page=2&page=3");
    expect(last.headers.get("link")).not.toContain('rel="next"');
  });

  test("by key go on after the last one", async () => {
    const ids: number[] = [];
    let path: string | null = "projects?pagination=keyset&order_by=id&sort=asc&per_page=1&membership=true";
    while (path !== null) {
      const page: Awaited<ReturnType<StartedFace["as"]>> = await face.as("eve", "GET", path);
      ids.push(...(page.body as { id: number }[]).map((one) => one.id));
      expect(page.headers.has("x-total")).toBe(false);
      path = /api\/v4\/([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1] ?? null;
    }
    expect(ids).toEqual(face.simulator.model.repositories.map((one) => one.id));
  });
});

test("a rate limit is said as GitLab says it", async () => {
  face.simulator.faults.requests.add({ fault: { kind: "secondary-rate-limit", retryAfter: 7 } });
  const response = await fetch(`${face.simulator.baseUrl}/api/v4/user`, { headers: { "private-token": "ada-token" } });
  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("7");
});
