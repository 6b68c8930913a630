import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Github, startGithub } from "./start-github.ts";

let github: Github;
afterEach(() => github.close());

const alert = { key: "unapproved:abc", title: "Nobody approved this", body: "Countersign it.", sha: "" };
const comment = "/countersign approve this";

describe("what landed", () => {
  beforeEach(async () => {
    github = await startGithub();
  });

  test.each(["merge", "squash", "rebase"] as const)("by %s is known to be the change", async (method) => {
    await github.people.ada.push({ branch: "feature", files: { "a.py": "1\n" }, message: "One" });
    const number = await github.people.ada.openChange({ branch: "feature", title: "One" });
    await github.people.eve.merge(number, method);
    const tip = await github.people.ada.readTip("main");
    expect(await github.forge.listChangesLandedAs(github.study, tip)).toEqual([number]);
  });

  test("by a direct push is no change's, and says who pushed it", async () => {
    const sha = await github.people.eve.push({ branch: "main", files: { "a.py": "1\n" }, message: "Direct" });
    expect(await github.forge.listChangesLandedAs(github.study, sha)).toEqual([]);
    expect(await github.forge.readPushOf(github.study, "refs/heads/main", sha)).toMatchObject({
      by: { id: github.people.eve.id, login: "eve", kind: "user" },
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
    github = await startGithub({ hasIssues });
    sha = await github.people.eve.push({ branch: "main", files: { "a.py": "1\n" }, message: "Direct" });
  });

  const publish = (body = alert.body) => github.forge.publishAlert(github.study, { ...alert, sha, body });
  const read = () => github.forge.listCommitComments(github.study, sha, alert.key);
  const seen = async () => {
    const onCommit = await github.as.ada.get(`/repos/acme/study/commits/${sha}/comments`);
    const issues = hasIssues ? await github.people.ada.listAlerts() : [];
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
    await github.forge.closeAlert(github.study, alert.key, "ben countersigned it.");
    await github.forge.closeAlert(github.study, alert.key, "ben countersigned it.");
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
      await github.forge.answerCommitComment(github.study, sha, alert.key, question?.id ?? 0, "Countersigned.");
    }
    const answers = (await read()).filter((one) => one.body.startsWith("Countersigned."));
    expect(answers).toHaveLength(1);
  });
});

describe("a comment on an alert's issue", () => {
  test("is read, and answered there", async () => {
    github = await startGithub();
    const sha = await github.people.eve.push({ branch: "main", files: { "a.py": "1\n" }, message: "Direct" });
    await github.forge.publishAlert(github.study, { ...alert, sha });
    const [issue] = await github.as.ben.get("/repos/acme/study/issues");
    const { id } = await github.as.ben.send("POST", `/repos/acme/study/issues/${issue.number}/comments`, {
      body: comment,
    });
    const read = () => github.forge.listCommitComments(github.study, sha, alert.key);
    expect((await read()).map((one) => one.id)).toEqual([id]);
    await github.forge.answerCommitComment(github.study, sha, alert.key, id, "Countersigned.");
    await github.forge.answerCommitComment(github.study, sha, alert.key, id, "Countersigned.");
    expect((await read()).map((one) => one.account.login)).toEqual(["ben", "countersign[bot]"]);
  });
});

describe("a change of our own", () => {
  beforeEach(async () => {
    github = await startGithub();
    await github.people.ada.push({ branch: "results/1", files: { "results/a.dvc": "outs: []\n" }, message: "Results" });
  });
  const proposal = { title: "Results of 1", body: "Look.", head: "results/1", base: "main" };

  test("is opened once for its branch, also after it was closed or merged", async () => {
    const number = await github.forge.openChange(github.study, proposal);
    expect(await github.forge.openChange(github.study, proposal)).toBe(number);
    expect(await github.people.ada.readChange(number)).toMatchObject({
      title: "Results of 1",
      author: "countersign[bot]",
    });
    await github.as.eve.send("PATCH", `/repos/acme/study/pulls/${number}`, { state: "closed" });
    expect(await github.forge.openChange(github.study, proposal)).toBe(number);
  });

  test("is merged at exactly the head that was decided on", async () => {
    const number = await github.forge.openChange(github.study, proposal);
    const { head } = await github.people.ada.readChange(number);
    const moved = await github.people.ada.push({ branch: "results/1", files: { x: "1\n" }, message: "More" });
    const refused = await github.forge.mergeChange(github.refTo(number), head);
    expect(refused).toMatchObject({ merged: false });
    const merged = await github.forge.mergeChange(github.refTo(number), moved);
    expect(merged).toEqual({ merged: true, sha: await github.people.ada.readTip("main") });
  });
});
