import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { repositoryByName } from "../../forge/model/model.ts";
import type { SimRule } from "../../forge/model/types.ts";
import { type Github, startGithub } from "./start-github.ts";

let github: Github;
afterAll(() => github.close());

const comment = "/countersign approve this";

const alertOf = (sha: string) => ({
  key: `unapproved:${sha}`,
  title: `Nobody approved ${sha}`,
  body: "Countersign it.",
  sha,
});

beforeAll(async () => {
  github = await startGithub();
});

describe("what landed", () => {
  test.each(["merge", "squash", "rebase"] as const)("by %s is known to be the change", async (method) => {
    await github.people.ada.push({ branch: method, files: { [method]: "1\n" }, message: "One" });
    const number = await github.people.ada.openChange({ branch: method, title: "One" });
    const before = await github.people.ada.readTip("main");
    await github.people.eve.merge(number, method);
    const tip = await github.people.ada.readTip("main");
    expect(await github.forge.listChangesLandedAs(github.study, tip)).toEqual([number]);
    const push = await github.forge.readPushOf(github.study, "refs/heads/main", tip);
    expect(push).toMatchObject({ isMerge: true, from: before, isLast: true });
  });

  test("by a direct push is no change's, and says who pushed it", async () => {
    const sha = await github.people.eve.push({
      branch: "main",
      files: { [crypto.randomUUID()]: "1\n" },
      message: "Direct",
    });
    expect(await github.forge.listChangesLandedAs(github.study, sha)).toEqual([]);
    expect(await github.forge.readPushOf(github.study, "refs/heads/main", sha)).toMatchObject({
      by: { id: github.people.eve.id, login: "eve", kind: "user" },
      isMerge: false,
    });
    expect(await github.forge.readPushOf(github.study, "refs/heads/main", "f".repeat(40))).toBe(null);
  });
});

describe.each([
  ["an issue", true],
  ["a comment on the commit, where issues are off", false],
])("an alert as %s", (_, hasIssues) => {
  let sha: string;
  beforeEach(async () => {
    repositoryByName(github.simulator.model, "acme/study").hasIssues = hasIssues;
    sha = await github.people.eve.push({ branch: "main", files: { [crypto.randomUUID()]: "1\n" }, message: "Direct" });
  });

  const publish = (body = "Countersign it.") => github.forge.publishAlert(github.study, { ...alertOf(sha), body });
  const read = () => github.forge.listCommitComments(github.study, sha, alertOf(sha).key);
  const seen = async () => {
    const onCommit = await github.as.ada.get(`/repos/acme/study/commits/${sha}/comments`);
    const issues = (hasIssues ? await github.people.ada.listAlerts() : []).filter((one) => one.title.includes(sha));
    return [...onCommit.map((one: { body: string }) => ({ body: one.body, isOpen: true })), ...issues];
  };

  test("is raised once, and kept up to date", async () => {
    await publish();
    await publish();
    await publish("Countersign it, or revert it.");
    const alerts = await seen();
    expect(alerts).toHaveLength(1);
    expect(alerts[0].body).toContain("Countersign it, or revert it.");
  });

  test("is closed with a reason, once, and opened when raised again", async () => {
    await publish();
    await github.forge.closeAlert(github.study, alertOf(sha).key, "ben countersigned it.");
    await github.forge.closeAlert(github.study, alertOf(sha).key, "ben countersigned it.");
    const [closed, ...others] = await seen();
    expect(others).toEqual([]);
    expect(closed.body.match(/ben countersigned it\./g)).toHaveLength(1);
    if (hasIssues) expect(closed.isOpen).toBe(false);

    await publish();
    const [again] = await seen();
    expect(again).toMatchObject({ isOpen: true });
    expect(again.body).not.toContain("ben countersigned");
  });

  test("that was never raised is closed without a word", async () => {
    await github.forge.closeAlert(github.study, "other", "It is over.");
    expect(await seen()).toEqual([]);
  });

  test("is answered where the question was asked, once", async () => {
    await publish();
    await github.people.ben.commentOnCommit(sha, comment);
    const [question] = (await read()).filter((one) => one.body === comment);
    expect(question).toMatchObject({ account: { login: "ben", id: github.people.ben.id }, edited: false });
    for (let again = 0; again < 2; again += 1) {
      await github.forge.answerCommitComment(github.study, sha, alertOf(sha).key, question?.id ?? 0, "Countersigned.");
    }
    const answers = (await read()).filter((one) => one.body.startsWith("Countersigned."));
    expect(answers).toHaveLength(1);
  });
});

describe("a comment on an alert's issue", () => {
  test("is read, and answered there", async () => {
    repositoryByName(github.simulator.model, "acme/study").hasIssues = true;
    const sha = await github.people.eve.push({
      branch: "main",
      files: { [crypto.randomUUID()]: "1\n" },
      message: "Direct",
    });
    await github.forge.publishAlert(github.study, alertOf(sha));
    const issues = await github.as.ben.get("/repos/acme/study/issues");
    const issue = issues.find((one: { title: string }) => one.title.includes(sha));
    const { id } = await github.as.ben.send("POST", `/repos/acme/study/issues/${issue.number}/comments`, {
      body: comment,
    });
    const read = () => github.forge.listCommitComments(github.study, sha, alertOf(sha).key);
    expect((await read()).map((one) => one.id)).toEqual([id]);
    await github.forge.answerCommitComment(github.study, sha, alertOf(sha).key, id, "Countersigned.");
    await github.forge.answerCommitComment(github.study, sha, alertOf(sha).key, id, "Countersigned.");
    expect((await read()).map((one) => one.account.login)).toEqual(["ben", "countersign[bot]"]);
  });
});

describe("a comment that was edited into a command within the second of writing", () => {
  test.each(["the commit", "the alert's issue"])("says so on %s", async (place) => {
    repositoryByName(github.simulator.model, "acme/study").hasIssues = true;
    const files = { [crypto.randomUUID()]: "1\n" };
    const sha = await github.people.eve.push({ branch: "main", files, message: "Direct" });
    await github.forge.publishAlert(github.study, alertOf(sha));
    const issues = await github.as.ben.get("/repos/acme/study/issues");
    const issue = issues.find((one: { title: string }) => one.title.includes(sha));
    const list = place === "the commit" ? `commits/${sha}/comments` : `issues/${issue.number}/comments`;
    const edits = place === "the commit" ? "comments" : "issues/comments";
    await github.as.ben.send("POST", `/repos/acme/study/${list}`, { body: comment });
    const { id } = await github.as.ben.send("POST", `/repos/acme/study/${list}`, { body: "I look at it" });
    github.simulator.model.clock.setStep(0);
    await github.as.ben.send("PATCH", `/repos/acme/study/${edits}/${id}`, { body: comment });
    github.simulator.model.clock.setStep(1000);
    expect(await github.forge.listCommitComments(github.study, sha, alertOf(sha).key)).toMatchObject([
      { body: comment, edited: false },
      { id, body: comment, edited: true },
    ]);
  });
});

describe("a change of our own", () => {
  let branch: string;
  beforeEach(async () => {
    branch = `results/${crypto.randomUUID()}`;
    await github.people.ada.push({ branch, files: { [branch]: "outs: []\n" }, message: "Results" });
  });
  const open = () =>
    github.forge.openChange(github.study, { title: "Results", body: "Look.", head: branch, base: "main" });

  test("is opened once for its branch, also after it was closed or merged", async () => {
    const number = await open();
    expect(await open()).toBe(number);
    expect(await github.people.ada.readChange(number)).toMatchObject({ title: "Results", author: "countersign[bot]" });
    await github.as.eve.send("PATCH", `/repos/acme/study/pulls/${number}`, { state: "closed" });
    expect(await open()).toBe(number);
  });

  test("is merged at exactly the head that was decided on", async () => {
    const number = await open();
    const { head } = await github.people.ada.readChange(number);
    const moved = await github.people.ada.push({ branch, files: { [branch]: "outs: [1]\n" }, message: "More" });
    const refused = await github.forge.mergeChange(github.refTo(number), head);
    expect(refused).toEqual({ merged: false, reason: `The head of #${number} is another commit by now.` });
    const merged = await github.forge.mergeChange(github.refTo(number), moved);
    const sha = await github.people.ada.readTip("main");
    expect(merged).toEqual({ merged: true, sha, head: moved, baseRef: "refs/heads/main" });
  });
});

describe("a merge queue", () => {
  test("gets the checks on the commits that it makes, and merges them", async () => {
    const name = "countersign/approval: main";
    const { model } = github.simulator;
    const at = model.clock.now();
    const rules: SimRule[] = [
      { type: "merge_queue" },
      { type: "required_status_checks", checks: [{ context: name, integrationId: github.appId }], strict: false },
    ];
    repositoryByName(model, "acme/study").rulesets.push({
      id: model.newId(),
      name: "queue",
      enforcement: "active",
      include: ["refs/heads/main"],
      exclude: [],
      bypass: [],
      rules,
      createdAt: at,
      updatedAt: at,
    });
    const { number, head } = await github.openChange("dags/queued.py");
    const checks = [{ name, conclusion: "success", title: "Yes", summary: "", annotations: [] }] as const;
    const publish = () =>
      github.forge.publishReport(github.refTo(number), { head, checks, summary: "Approved.", lineFindings: [] });
    await publish();
    const { node_id: id } = await github.as.eve.get(`/repos/acme/study/pulls/${number}`);
    const query = "mutation ($id: ID!) { enqueuePullRequest(input: { pullRequestId: $id }) { clientMutationId } }";
    expect((await github.as.eve.send("POST", "/graphql", { query, variables: { id } })).errors).toBe(undefined);
    expect((await github.people.ada.readChange(number)).state).toBe("open");
    await publish();
    expect((await github.people.ada.readChange(number)).state).toBe("merged");
  });
});
