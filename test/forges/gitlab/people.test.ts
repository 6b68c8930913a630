import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CommitToIdentify } from "../../../src/ports/forge.ts";
import { renameAccount } from "../../forge/model/accounts.ts";
import { findAccount } from "../../forge/model/model.ts";
import { baseSeed, type Gitlab, startGitlab } from "./start-gitlab.ts";

let gitlab: Gitlab;

beforeEach(async () => {
  gitlab = await startGitlab({
    ...baseSeed,
    users: [
      ...(baseSeed.users ?? []),
      { login: "cyd", emails: ["cyd@example.org", "cyd@private.example"] },
      { login: "example", name: "ada@example.org.au" },
    ],
  });
});
afterEach(() => gitlab.close());

const idOf = (login: string): number => gitlab.seeded.users[login]?.id ?? 0;

describe("a group", () => {
  test.each([
    ["group:acme/data", ["ben", "countersign", "eve"]],
    ["team:acme/data", ["ben", "countersign", "eve"]],
    ["organization:acme", ["countersign", "eve"]],
  ])("%s has its members and those of the groups above", async (group, expected) => {
    const members = await gitlab.forge.readMembers(gitlab.repository, group);
    expect(members?.map((one) => one.login).toSorted()).toEqual(expected);
    expect(members?.every((one) => one.id === idOf(one.login))).toBe(true);
  });

  test.each([
    ["group:acme/data:guest", ["ben", "countersign", "eve"]],
    ["group:acme/data:owner", ["eve"]],
    ["organization:acme:owner", ["eve"]],
  ])("%s has those whose access is at least that, by whichever group", async (group, expected) => {
    const members = await gitlab.forge.readMembers(gitlab.repository, group);
    expect(members?.map((one) => one.login).toSorted()).toEqual(expected);
  });

  test("with an access level has nobody whose access is less", async () => {
    const levels: Record<string, readonly string[] | undefined> = {};
    for (const level of ["reporter", "developer", "maintainer", "owner"]) {
      const members = await gitlab.forge.readMembers(gitlab.repository, `group:acme/data:${level}`);
      levels[level] = members?.map((one) => one.login).toSorted();
    }
    expect(levels).toEqual({
      reporter: ["ben", "countersign", "eve"],
      developer: ["ben", "countersign", "eve"],
      maintainer: ["countersign", "eve"],
      owner: ["eve"],
    });
  });

  test.each(["group:acme/nobody", "group:other", "user:ada", "group:acme/data:boss", "group:acme/data:"])(
    "%s cannot be read, and is not an empty one",
    async (group) => {
      expect(await gitlab.forge.readMembers(gitlab.repository, group)).toBeNull();
    },
  );

  test("does not have those who are blocked", async () => {
    const ben = findAccount(gitlab.simulator.model, "ben");
    if (ben) ben.state = "blocked";
    const members = await gitlab.forge.readMembers(gitlab.repository, "group:acme/data");
    expect(members?.map((one) => one.login)).toEqual(["eve", "countersign"]);
  });
});

test("permissions are the highest of a project's own and inherited levels", async () => {
  const people = ["ada", "ben", "eve", "cyd"].map((login) => ({ id: idOf(login), login }));
  expect(await gitlab.forge.readPermissions(gitlab.repository, people)).toEqual({
    [idOf("ada")]: "write",
    [idOf("ben")]: "maintain",
    [idOf("eve")]: "admin",
  });
});

test("a bot's permission is not told", async () => {
  Object.assign(findAccount(gitlab.simulator.model, "ben") ?? {}, { kind: "bot" });
  const people = ["ada", "ben"].map((login) => ({ id: idOf(login), login }));
  expect(await gitlab.forge.readPermissions(gitlab.repository, people)).toEqual({ [idOf("ada")]: "write" });
});

describe("whose commit it is", () => {
  async function personOf(email: string) {
    const sha = gitlab.seeded.repositories["acme/study"]?.head ?? "";
    const commit: CommitToIdentify = {
      sha,
      authorEmail: email,
      committerEmail: "ada@example.org",
      coAuthorEmails: [email],
    };
    const identity = (await gitlab.forge.readCommitIdentities(gitlab.repository, [commit])).get(sha);
    expect(identity?.committer).toEqual({ id: idOf("ada"), login: "ada" });
    expect(identity?.coAuthors).toEqual(identity?.author === null ? [] : [identity?.author]);
    expect(identity?.signature).toEqual({ state: "none", by: null });
    expect(identity?.isByForge).toBe(false);
    return identity?.author ?? null;
  }

  test.each(["cyd@example.org", "CYD@Example.org"])("%s is its public address", async (email) => {
    expect(await personOf(email)).toEqual({ id: idOf("cyd"), login: "cyd" });
  });

  test.each(["cyd", "cyd@private.example", "nobody@example.org", ""])("%j is nobody's", async (email) => {
    expect(await personOf(email)).toBeNull();
  });

  test("a private commit address is its account's, by the id in it", async () => {
    const email = `${idOf("cyd")}-former-name@users.noreply.127.0.0.1`;
    expect(await personOf(email)).toEqual({ id: idOf("cyd"), login: "cyd" });
    expect(await personOf(email.replace("127.0.0.1", "gitlab.com"))).toBeNull();
  });

  test("our own commit address is ours", async () => {
    const self = await gitlab.forge.readSelf();
    expect(self).toMatchObject({ id: idOf("countersign"), login: "countersign", kind: "user" });
    expect(await personOf(self.commitEmail)).toEqual({ id: self.id, login: self.login });
  });
});

test("a renamed account keeps its id, and somebody new under its name is somebody else", async () => {
  renameAccount(gitlab.simulator.model, idOf("ben"), "benjamin");
  const members = await gitlab.forge.readMembers(gitlab.repository, "group:acme/data");
  expect(members).toContainEqual({ id: idOf("ben"), login: "benjamin" });
});

test("projects are those that our account is a member of, beyond the first page", async () => {
  const { model } = gitlab.simulator;
  const [study] = model.repositories;
  for (let index = 0; study && index < 105; index += 1) {
    model.repositories.push({ ...study, id: model.newId(), name: `more-${index}` });
  }
  await gitlab.simulator.seed({ repositories: [{ name: "ada/hidden" }] });
  const names = (await gitlab.forge.listRepositories()).map((one) => one.name);
  expect(names).toHaveLength(106);
  expect(names).not.toContain("ada/hidden");
  await expect(gitlab.forge.readRepository("ada/hidden")).rejects.toMatchObject({ status: 404, retryable: false });
});

test("git is reached with the token, and the URL carries none", async () => {
  expect(await gitlab.forge.readRemote(gitlab.repository)).toEqual({
    url: `${gitlab.simulator.baseUrl}/acme/study.git`,
    credentials: { username: "oauth2", password: "bot-token" },
  });
});
