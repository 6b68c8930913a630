import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findOrganisation, repositoryByName } from "../../forge/model/model.ts";
import { transferRepository } from "../../forge/model/repositories.ts";
import { type Github, startGithub } from "./start-github.ts";

let github: Github;
beforeAll(async () => {
  github = await startGithub();
});
afterAll(() => github.close());

const person = (login: "ada" | "ben" | "eve") => ({ id: github.people[login].id, login });

describe("who we are", () => {
  test("is the app's bot, with an address that GitHub attributes to it", async () => {
    const self = await github.forge.readSelf();
    expect(self).toMatchObject({ login: "countersign[bot]", kind: "bot" });
    expect(self.commitEmail).toBe(`${self.id}+countersign[bot]@users.noreply.github.com`);
  });

  test("where we are installed", async () => {
    expect(await github.forge.listRepositories()).toEqual([await github.forge.readRepository("acme/study")]);
    expect(await github.forge.readRepository("acme/study")).toMatchObject({ ...github.study, defaultBranch: "main" });
  });
});

describe("members", () => {
  test("of a team, with those of its child teams", async () => {
    expect(await github.forge.readMembers(github.study, "team:acme/data-controllers")).toEqual([person("ben")]);
  });

  test("of an organisation", async () => {
    const members = await github.forge.readMembers(github.study, "organization:acme");
    expect(members).toEqual(expect.arrayContaining([person("ada"), person("ben")]));
    expect(members).toHaveLength(2);
  });

  test("of what is not there are unknown, not nobody", async () => {
    expect(await github.forge.readMembers(github.study, "team:acme/nobody")).toBe(null);
    expect(await github.forge.readMembers(github.study, "organization:elsewhere")).toBe(null);
  });
});

describe("permissions", () => {
  test("are those of the account, and of no other with its login", async () => {
    const stranger = { id: 424242, login: "eve" };
    const nobody = { id: 1, login: "no-such-person" };
    const asked = [person("ada"), person("ben"), person("eve")];
    expect(await github.forge.readPermissions(github.study, [...asked, stranger, nobody])).toEqual({
      [github.people.ada.id]: "write",
      [github.people.ben.id]: "write",
      [github.people.eve.id]: "admin",
    });
  });

  test("of a bot are not told", async () => {
    const { id, login } = await github.forge.readSelf();
    repositoryByName(github.simulator.model, "acme/study").collaborators.push({
      accountId: id,
      permission: "write",
      accessLevel: 30,
    });
    expect(await github.forge.readPermissions(github.study, [{ id, login }])).toEqual({});
  });
});

describe("commits", () => {
  const identify = async (
    sha: string,
    emails: Partial<{ author: string; committer: string; coAuthors: string[] }> = {},
  ) => {
    const identities = await github.forge.readCommitIdentities(github.study, [
      {
        sha,
        authorEmail: emails.author ?? "ada@acme.example",
        committerEmail: emails.committer ?? "ada@acme.example",
        coAuthorEmails: emails.coAuthors ?? [],
      },
    ]);
    return identities.get(sha);
  };

  test("belong to those whose addresses they carry", async () => {
    const sha = await github.people.ada.push({
      branch: "one",
      files: { a: "1\n" },
      message: "One\n\nCo-authored-by: Ben <ben@acme.example>",
    });
    expect(await identify(sha, { coAuthors: ["ben@acme.example"] })).toEqual({
      author: person("ada"),
      committer: person("ada"),
      coAuthors: [person("ben")],
      signature: { state: "none", by: null },
      isByForge: false,
    });
  });

  test("of an unknown address belong to nobody", async () => {
    const sha = await pushAs("stranger", "stranger@elsewhere.example");
    expect(
      await identify(sha, { author: "stranger@elsewhere.example", committer: "stranger@elsewhere.example" }),
    ).toMatchObject({
      author: null,
      committer: null,
    });
  });

  test("of a bot belong to it by GitHub's no-reply address, if the number is right", async () => {
    const self = await github.forge.readSelf();
    const sha = await pushAs("countersign", self.commitEmail);
    const { id, login } = self;
    expect(await identify(sha, { author: self.commitEmail, committer: self.commitEmail })).toMatchObject({
      author: { id, login },
      committer: { id, login },
    });
    const other = "31337+countersign[bot]@users.noreply.github.com";
    const forged = await pushAs("countersign", other);
    expect(await identify(forged, { author: other, committer: other })).toMatchObject({
      author: null,
      committer: null,
    });
  });

  test("that GitHub made are said to be its own", async () => {
    const content = Buffer.from("x\n").toString("base64");
    const made = await github.as.ben.send("PUT", "/repos/acme/study/contents/web.txt", {
      message: "Web",
      content,
      branch: "one",
    });
    expect(
      await identify(made.commit.sha, { author: "ben@acme.example", committer: "noreply@github.com" }),
    ).toMatchObject({
      author: person("ben"),
      committer: { login: "web-flow" },
      signature: { state: "valid", by: null },
      isByForge: true,
    });
  });

  test("are asked for fifty at a time", async () => {
    const tip = await github.people.ada.readTip("main");
    const many = Array.from({ length: 120 }, (_, index) => index.toString(16).padStart(40, "0"));
    const asked = [...many, tip].map((sha) => ({
      sha,
      authorEmail: "eve@acme.example",
      committerEmail: "eve@acme.example",
      coAuthorEmails: [],
    }));
    const identities = await github.forge.readCommitIdentities(github.study, asked);
    expect(identities.size).toBe(121);
    expect(identities.get(tip)).toMatchObject({ author: person("eve") });
    expect(identities.get(many[0] ?? "")).toMatchObject({ author: null, committer: null, isByForge: false });
  });
});

describe("git", () => {
  test("gets a token for one repository, which is kept, and no credentials in the URL", async () => {
    const remote = await github.forge.readRemote(github.study);
    expect(new URL(remote.url).username).toBe("");
    expect(remote.credentials?.username).toBe("x-access-token");
    expect(await github.forge.readRemote(github.study)).toEqual(remote);
    const { stdout } = await gitWithToken(remote.url, remote.credentials?.password ?? "");
    expect(stdout).toContain("refs/heads/main");
  });

  test("gets another token for a repository that went to another owner: the former one reaches it no longer", async () => {
    const { model } = github.simulator;
    const before = await github.forge.readRemote(github.study);
    await github.simulator.seed({
      organisations: [{ login: "bolt" }],
      installations: [{ app: "countersign", account: "bolt" }],
    });
    const [study, bolt] = [repositoryByName(model, "acme/study"), findOrganisation(model, "bolt")];
    if (bolt === null) throw new Error("bolt was not seeded");
    const former = study.owner;
    await transferRepository(model, study, { kind: "organisation", id: bolt.id });
    try {
      const after = await github.forge.readRemote({ ...github.study, name: "bolt/study" });
      await expect(gitWithToken(after.url, before.credentials?.password ?? "")).rejects.toThrow("not found");
      const { stdout } = await gitWithToken(after.url, after.credentials?.password ?? "");
      expect(stdout).toContain("refs/heads/main");
    } finally {
      model.redirects.clear();
      await transferRepository(model, study, former); // as the other tests know it
    }
  });
});

const run = promisify(execFile);

function gitWithToken(url: string, token: string) {
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  return run("git", ["-c", `http.extraHeader=Authorization: Basic ${basic}`, "ls-remote", url]);
}

/** A commit whose author and committer are told to be anybody. */
async function pushAs(name: string, email: string): Promise<string> {
  const git = "/repos/acme/study/git";
  const { object } = await github.as.ada.get(`${git}/ref/heads/main`);
  const { tree } = await github.as.ada.get(`${git}/commits/${object.sha}`);
  const who = { name, email, date: "2026-11-20T12:00:00Z" };
  const commit = { message: "By somebody", tree: tree.sha, parents: [object.sha], author: who, committer: who };
  const { sha } = await github.as.ada.send("POST", `${git}/commits`, commit);
  await github.as.ada.send("POST", `${git}/refs`, { ref: `refs/heads/by-${sha}`, sha });
  return sha;
}
