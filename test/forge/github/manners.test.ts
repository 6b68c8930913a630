import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { App, Octokit } from "octokit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pushFiles, type Story, startStory } from "../support/github-story.ts";

const run = promisify(execFile);
const repo = { owner: "acme", repo: "study" };
let story: Story;
let scratch: string;

beforeAll(async () => {
  story = await startStory();
  scratch = await mkdtemp(join(tmpdir(), "manners-"));
});
afterAll(async () => {
  await story.close();
  await rm(scratch, { recursive: true, force: true });
});

async function openPull(head: string, base = "main") {
  return (await story.as("ada").rest.pulls.create({ ...repo, title: head, head, base })).data;
}
const pullNow = async (number: number) => (await story.bot.rest.pulls.get({ ...repo, pull_number: number })).data;
const urlFor = (token: string, name: string) => `${story.forge.baseUrl.replace("://", `://x:${token}@`)}/${name}.git`;

describe("when a base branch is deleted", () => {
  test("a change onto it is closed", async () => {
    await pushFiles(story.as("ada"), "doomed", { "a.txt": "a\n" });
    await pushFiles(story.as("ada"), "on-doomed", { "b.txt": "b\n" });
    const pull = await openPull("on-doomed", "doomed");
    await story.as("eve").rest.git.deleteRef({ ...repo, ref: "heads/doomed" });
    expect(await pullNow(pull.number)).toMatchObject({ state: "closed", merged: false });
  });

  test("a change onto it is retargeted when the branch had been merged", async () => {
    await pushFiles(story.as("ada"), "first", { "first.txt": "a\n" });
    await pushFiles(story.as("ada"), "second", { "second.txt": "b\n" });
    const first = await openPull("first");
    const second = await openPull("second", "first");
    await story.as("ben").rest.pulls.merge({ ...repo, pull_number: first.number });
    await story.as("ben").rest.git.deleteRef({ ...repo, ref: "heads/first" });
    expect(await pullNow(second.number)).toMatchObject({ state: "open", base: { ref: "main" } });
    const { data } = await story.bot.rest.issues.listEventsForTimeline({ ...repo, issue_number: second.number });
    expect(data.map((one) => one.event)).toContain("automatic_base_change_succeeded");
  });
});

test("a push that brings a change's head to its base counts as its merge", async () => {
  const sha = await pushFiles(story.as("ada"), "pushed", { "pushed.txt": "a\n" });
  const pull = await openPull("pushed");
  await story.as("eve").rest.git.updateRef({ ...repo, ref: "heads/main", sha });
  expect(await pullNow(pull.number)).toMatchObject({
    merged: true,
    merged_by: { login: "eve" },
    merge_commit_sha: sha,
  });
});

test("a fork's head is served under refs/pull, and has no suite until a check is made", async () => {
  await story.as("ada").rest.repos.createFork(repo);
  const clone = join(scratch, "fork");
  const git = (...args: string[]) =>
    run("git", ["-C", clone, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args]);
  await run("git", ["clone", "-q", urlFor("ada-token", "ada/study"), clone]);
  await git("checkout", "-q", "-b", "forked");
  await writeFile(join(clone, "fork.txt"), "f\n");
  await git("add", ".");
  await git("commit", "-q", "-m", "From the fork");
  await git("push", "-q", "origin", "forked");
  const pull = await openPull("ada:forked");
  const served = await run("git", ["ls-remote", urlFor("ben-token", "acme/study"), `refs/pull/${pull.number}/head`]);
  expect(served.stdout.split("\t")[0]).toBe(pull.head.sha);
  const suites = () => story.bot.rest.checks.listSuitesForRef({ ...repo, ref: pull.head.sha });
  expect((await suites()).data.total_count).toBe(0);
  const output = { title: "t", summary: "s" };
  await story.bot.rest.checks.create({ ...repo, name: "x", head_sha: pull.head.sha, conclusion: "success", output });
  expect((await suites()).data.check_suites).toMatchObject([{ head_branch: null, pull_requests: [] }]);
});

test("a commit signed with a key of its committer's is verified, and with another's is not", async () => {
  const clone = join(scratch, "signed");
  const key = join(scratch, "key");
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  await run("git", ["clone", "-q", urlFor("ada-token", "acme/study"), clone]);
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
  const signing = ["-c", "gpg.format=ssh", "-c", `user.signingkey=${key}`];
  const commit = ["commit", "-q", "--allow-empty", "-S", "-m", "Signed"];
  await run("git", ["-C", clone, ...identity, ...signing, ...commit]);
  await run("git", ["-C", clone, "push", "-q", "origin", "HEAD:refs/heads/signed"]);
  const verification = async () =>
    (await story.bot.rest.repos.getCommit({ ...repo, ref: "signed" })).data.commit.verification;
  expect(await verification()).toMatchObject({ verified: false, reason: "unknown_key" });
  const ada = story.forge.model.accounts.find((one) => one.login === "ada");
  ada?.signingKeys.push((await readFile(`${key}.pub`, "utf8")).trim());
  expect(await verification()).toMatchObject({ verified: true, reason: "valid" });
  const another = join(scratch, "another");
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", another]);
  const byAnother = ["-c", "gpg.format=ssh", "-c", `user.signingkey=${another}`];
  await run("git", ["-C", clone, ...identity, ...byAnother, ...commit]);
  await run("git", ["-C", clone, "push", "-q", "origin", "HEAD:refs/heads/signed"]);
  expect(await verification()).toMatchObject({ verified: false, reason: "unknown_key" });
});

test("a check or status of the required name by anybody but the pinned app does not open the gate", async () => {
  const { seeded, forge, bot, as } = story;
  const other = await forge.seed({
    apps: [{ slug: "other", owner: "acme", permissions: { checks: "write" }, events: [] }],
    installations: [{ app: "other", account: "acme" }],
  });
  const required_status_checks = [{ context: "gate", integration_id: seeded.apps.countersign?.id ?? 0 }];
  const parameters = { required_status_checks, strict_required_status_checks_policy: false };
  await pushFiles(as("ada"), "gated", { "x.txt": "x\n" });
  const sha = await pushFiles(as("ada"), "to-gated", { "y.txt": "y\n" });
  await as("eve").rest.repos.createRepoRuleset({
    ...repo,
    name: "gate",
    enforcement: "active",
    conditions: { ref_name: { include: ["refs/heads/gated"], exclude: [] } },
    rules: [{ type: "required_status_checks", parameters }],
  });
  const pull = await openPull("to-gated", "gated");
  const merge = () => as("ben").rest.pulls.merge({ ...repo, pull_number: pull.number });
  const check = {
    ...repo,
    name: "gate",
    head_sha: sha,
    conclusion: "success" as const,
    output: { title: "t", summary: "s" },
  };
  const { id = 0, privateKey } = other.apps.other ?? {};
  const stranger = new App({
    appId: id,
    privateKey: privateKey ?? "",
    Octokit: Octokit.defaults({ baseUrl: forge.baseUrl }),
  });
  const installed = await stranger.getInstallationOctokit(other.installations["other@acme"] ?? 0);
  await installed.rest.checks.create(check);
  await as("eve").rest.repos.createCommitStatus({ ...repo, sha, state: "success", context: "gate" });
  await expect(merge()).rejects.toThrow(/"gate" is expected/);
  await bot.rest.checks.create(check);
  expect((await merge()).data.merged).toBe(true);
});

test("the committer's name of GitHub on a pushed commit proves nothing", async () => {
  const clone = join(scratch, "forged");
  await run("git", ["clone", "-q", urlFor("ada-token", "acme/study"), clone]);
  const forged = ["-c", "user.name=GitHub", "-c", "user.email=noreply@github.com"];
  await run("git", ["-C", clone, ...forged, "commit", "-q", "--allow-empty", "-m", "Forged"]);
  await run("git", ["-C", clone, "push", "-q", "origin", "HEAD:refs/heads/forged"]);
  const { data } = await story.bot.rest.repos.getCommit({ ...repo, ref: "forged" });
  expect(data).toMatchObject({ committer: { login: "web-flow" }, commit: { verification: { verified: false } } });
});

test("a push to a branch under a ruleset is refused by git itself, with the reason", async () => {
  const rules = [{ type: "non_fast_forward" as const }, { type: "pull_request" as const, parameters: pullRule }];
  const conditions = { ref_name: { include: ["refs/heads/guarded"], exclude: [] } };
  await pushFiles(story.as("ada"), "guarded", { "g.txt": "g\n" });
  await story
    .as("eve")
    .rest.repos.createRepoRuleset({ ...repo, name: "guard", enforcement: "active", conditions, rules });
  const clone = join(scratch, "guarded");
  await run("git", ["clone", "-q", "-b", "guarded", urlFor("ada-token", "acme/study"), clone]);
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
  await run("git", ["-C", clone, ...identity, "commit", "-q", "--allow-empty", "-m", "Direct"]);
  await expect(run("git", ["-C", clone, "push", "origin", "guarded"])).rejects.toThrow(/GH013.*pull request/s);
});

const pullRule = {
  required_approving_review_count: 1,
  dismiss_stale_reviews_on_push: true,
  require_code_owner_review: false,
  require_last_push_approval: false,
  required_review_thread_resolution: false,
};

test("approvals are dismissed by a push where a ruleset says so", async () => {
  await pushFiles(story.as("ada"), "stale", { "s.txt": "s\n" });
  const pull = await openPull("stale", "guarded");
  await story.as("ben").rest.pulls.createReview({ ...repo, pull_number: pull.number, event: "APPROVE" });
  await pushFiles(story.as("ada"), "stale", { "s.txt": "t\n" });
  const { data } = await story.bot.rest.pulls.listReviews({ ...repo, pull_number: pull.number });
  expect(data.map((one) => one.state)).toEqual(["DISMISSED"]);
});

test("the links of answers show a page to a browser", async () => {
  const pull = await pullNow(1);
  const answer = await fetch(pull.html_url, { headers: { accept: "text/html" } });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("on-doomed");
});
