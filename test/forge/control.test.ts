import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ForgeSimulator, startForge } from "./start-forge.ts";

let forge: ForgeSimulator;
beforeAll(async () => {
  forge = await startForge({ face: "github" });
});
afterAll(() => forge.close());

async function seed(body: string) {
  const answer = await fetch(`${forge.url()}/_sim/seed`, { method: "POST", body });
  const said: unknown = await answer.json();
  const message = typeof said === "object" && said !== null && "message" in said ? String(said.message) : "";
  return { status: answer.status, message, said };
}

test("a seed is answered with ids and tokens", async () => {
  const good = {
    users: [{ login: "ada", token: "t" }],
    organisations: [{ login: "acme", members: [{ login: "ada" }] }],
    repositories: [{ name: "acme/study", commits: [{ by: "ada", files: { "README.md": "hello\n" } }] }],
  };
  const { status, said } = await seed(JSON.stringify(good));
  expect(status).toBe(200);
  expect(said).toMatchObject({
    users: { ada: { token: "t" } },
    repositories: { "acme/study": { head: expect.any(String) } },
  });
});

describe("a wrong seed is answered with 400 and what is wrong", () => {
  test.each([
    ["no JSON", "{", /not JSON/],
    ["a list", "[]", /expected object/],
    ["an unknown key", '{"user": []}', /"user"/],
    ["a name for a list of users", '{"users": ["ada"]}', /users\[0\]/],
    [
      "a repository without an owner",
      '{"repositories": [{"name": "study"}]}',
      /acme\/study[\s\S]*repositories\[0\]\.name/,
    ],
    [
      "a login that nobody has",
      '{"repositories": [{"name": "nobody/study"}]}',
      /No account nobody\. A seed names only/,
    ],
    [
      "a key that is none",
      '{"apps": [{"slug": "c", "owner": "o", "privateKey": "x", "permissions": {}, "events": []}]}',
      /`privateKey` is not a private key in PEM/,
    ],
  ])("%s", async (_, body, words) => {
    const { status, message } = await seed(body);
    expect(status, message).toBe(400);
    expect(message).toMatch(/^Wrong seed: /);
    expect(message).toMatch(words);
  });
});
