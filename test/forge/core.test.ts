import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { closeChange, openChange, reopenChange } from "./model/changes.ts";
import { mergeChange } from "./model/merges.ts";
import { repositoryByName } from "./model/model.ts";
import { commitFiles } from "./model/repositories.ts";
import { type ForgeSimulator, startForge } from "./start-forge.ts";

const run = promisify(execFile);

describe.each(["github", "gitlab"] as const)("the core under the %s face", (face) => {
  let forge: ForgeSimulator;
  let scratch: string;

  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), "core-"));
    forge = await startForge({ face });
    await forge.seed({
      users: [
        { login: "ada", token: "ada-token" },
        { login: "mallory", token: "mallory-token" },
      ],
      organisations: [{ login: "acme", members: [{ login: "ada" }], defaultPermission: "write" }],
      repositories: [{ name: "acme/study", commits: [{ by: "ada", files: { "README.md": "hello\n" } }] }],
    });
  });
  afterEach(async () => {
    await forge.close();
    await rm(scratch, { recursive: true, force: true });
  });

  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=ada", "-c", "user.email=ada@example.org", ...args], {
      env: { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_CONFIG_GLOBAL: "/dev/null" },
    });
  const urlFor = (user: string, token: string) =>
    `${forge.url().replace("://", `://${user}:${token}@`)}/acme/study.git`;

  test("a push over HTTP makes a version of the change that stands on its branch", async () => {
    const clone = join(scratch, "clone");
    await git("clone", "-q", urlFor("ada", "ada-token"), clone);
    await git("-C", clone, "checkout", "-q", "-b", "feature");
    await writeFile(join(clone, "a.txt"), "one\n");
    await git("-C", clone, "add", ".");
    await git("-C", clone, "commit", "-q", "-m", "One");
    await git("-C", clone, "push", "-q", "origin", "feature");
    const repository = repositoryByName(forge.model, "acme/study");
    const ada = forge.model.accounts.find((one) => one.login === "ada")?.id ?? 0;
    const head = { repositoryId: repository.id, branch: "feature" };
    const change = await openChange(forge.model, repository, { title: "One", head, base: "main", authorId: ada });

    await git("-C", clone, "commit", "-q", "--amend", "-m", "One, again");
    await git("-C", clone, "push", "-q", "-f", "origin", "feature");
    expect(change.versions.map((one) => one.kind)).toEqual(["opened", "forced"]);
    expect(change.timeline.map((one) => one.kind)).toEqual(["head_ref_force_pushed"]);
    const served = await git("ls-remote", urlFor("ada", "ada-token"), forge.model.traits.headRef(1));
    expect(served.stdout.split("\t")[0]).toBe(change.headSha);

    const landed = await mergeChange(forge.model, repository, change, { method: "merge", actorId: ada });
    expect(change).toMatchObject({ state: "merged", mergeSha: landed });
    expect(repository.pushes.map((one) => one.kind)).toEqual([
      "branch_creation",
      "branch_creation",
      "force_push",
      "pr_merge",
    ]);
  });

  test("a closed change follows its branch when it is reopened; GitHub refuses one that was rewritten", async () => {
    const repository = repositoryByName(forge.model, "acme/study");
    const ada = forge.model.accounts.find((one) => one.login === "ada")?.id ?? 0;
    const commit = (branch: string, files: Readonly<Record<string, string>>) =>
      commitFiles(forge.model, repository, { branch, files, message: "More", actorId: ada });
    const first = await commit("feature", { "a.txt": "one\n" });
    const head = { repositoryId: repository.id, branch: "feature" };
    const change = await openChange(forge.model, repository, { title: "One", head, base: "main", authorId: ada });
    await closeChange(forge.model, repository, change, ada);
    const second = await commit("feature", { "b.txt": "two\n" });
    expect(change.headSha).toBe(first);
    await reopenChange(forge.model, repository, change, ada);
    expect(change.headSha).toBe(second);
    expect(change.versions.map(({ sha }) => sha)).toEqual([first, second]);

    await closeChange(forge.model, repository, change, ada);
    const other = await commit("other", { "c.txt": "three\n" });
    await git("-C", repository.directory, "update-ref", "refs/heads/feature", other);
    const reopening = reopenChange(forge.model, repository, change, ada);
    if (face === "github") await expect(reopening).rejects.toThrow("force-pushed or recreated");
    else await expect(reopening).resolves.toBeUndefined();
    expect(change.headSha).toBe(face === "github" ? second : other);
  });

  test("one who may not see the repository is told that there is none", async () => {
    await expect(git("ls-remote", urlFor("mallory", "mallory-token"))).rejects.toThrow(/not found/i);
    await expect(git("ls-remote", urlFor("ada", "wrong"))).rejects.toThrow(/Authentication failed/i);
  });
});
