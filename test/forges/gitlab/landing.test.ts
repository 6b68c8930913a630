import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Alert, DeploymentReport } from "../../../src/domain/report.ts";
import { type Gitlab, startGitlab } from "./start-gitlab.ts";

let gitlab: Gitlab;
let sha: string;

beforeEach(async () => {
  gitlab = await startGitlab();
  sha = gitlab.seeded.repositories["acme/study"]?.head ?? "";
});
afterEach(() => gitlab.close());

const repository = () => {
  const [own] = gitlab.simulator.model.repositories;
  if (own === undefined) throw new Error("no repository");
  return own;
};

describe("a deployment", () => {
  const report = (state: DeploymentReport["state"]): DeploymentReport => ({
    sha,
    ref: "refs/heads/main",
    environment: "london/study",
    state,
    description: "",
  });

  test("runs and ends once, however often it is told", async () => {
    for (const state of ["pending", "in_progress", "success", "success"] as const) {
      await gitlab.forge.publishDeployment(gitlab.repository, report(state));
    }
    expect(repository().deployments).toMatchObject([
      { environment: "london/study", sha, ref: "main", status: "success" },
    ]);
  });

  test("of the same commit after a failure is another one", async () => {
    for (const state of ["in_progress", "failure", "in_progress", "success", "inactive"] as const) {
      await gitlab.forge.publishDeployment(gitlab.repository, report(state));
    }
    expect(repository().deployments.map((one) => one.status)).toEqual(["failed", "success"]);
  });
});

describe("an alert", () => {
  const alert = (body: string): Alert => ({ key: "main:1", sha, title: "Not deployed", body });

  test("is one issue, updated in place, and closed with its reason", async () => {
    await gitlab.forge.publishAlert(gitlab.repository, alert("One."));
    await gitlab.forge.publishAlert(gitlab.repository, alert("One."));
    await gitlab.forge.publishAlert(gitlab.repository, alert("Two."));
    expect(repository().issues.map((one) => one.body)).toEqual(["<!-- countersign:alert main%3A1 -->\nTwo."]);
    await gitlab.forge.closeAlert(gitlab.repository, "main:1", "Ben countersigned it.");
    await gitlab.forge.closeAlert(gitlab.repository, "main:1", "Ben countersigned it.");
    expect(repository().issues).toMatchObject([{ state: "closed" }]);
    expect(repository().issues[0]?.comments.map((one) => one.body)).toEqual([
      "<!-- countersign:closed -->\nBen countersigned it.",
    ]);
    await gitlab.forge.publishAlert(gitlab.repository, alert("Two."));
    expect(repository().issues).toMatchObject([{ state: "open" }]);
  });

  test("with our marker in somebody else's issue is not ours", async () => {
    await gitlab.as("eve", "POST", "/issues", { title: "x", description: "<!-- countersign:alert main%3A1 -->" });
    await gitlab.forge.publishAlert(gitlab.repository, alert("One."));
    expect(repository().issues).toHaveLength(2);
  });

  test("is a comment on the commit where issues are off, once", async () => {
    repository().hasIssues = false;
    await gitlab.forge.publishAlert(gitlab.repository, alert("One."));
    await gitlab.forge.publishAlert(gitlab.repository, alert("One."));
    await gitlab.forge.publishAlert(gitlab.repository, alert("Two."));
    expect(repository().commitComments.map((one) => one.body)).toEqual([
      "<!-- countersign:alert main%3A1 -->\n**Not deployed**\n\nTwo.",
    ]);
  });

  test("and its commit are commented on, and answered where it was asked, once", async () => {
    await gitlab.forge.publishAlert(gitlab.repository, alert("One."));
    await gitlab.as("ben", "POST", `/repository/commits/${sha}/comments`, { note: "/countersign approve" });
    await gitlab.as("eve", "POST", "/issues/1/notes", { body: "/countersign adopt" });
    const comments = await gitlab.forge.listCommitComments(gitlab.repository, sha, "main:1");
    expect(comments.map((one) => [one.account.login, one.body])).toEqual([
      ["ben", "/countersign approve"],
      ["eve", "/countersign adopt"],
    ]);
    for (const comment of [...comments, ...comments]) {
      await gitlab.forge.answerCommitComment(gitlab.repository, sha, "main:1", comment.id, "Done.");
    }
    const [onCommit, onIssue] = comments.map((one) => `<!-- countersign:answer ${one.id} -->\nDone.`);
    expect(repository().commitComments.map((one) => one.body)).toEqual(["/countersign approve", onCommit]);
    expect(repository().issues[0]?.comments.map((one) => one.body)).toEqual(["/countersign adopt", onIssue]);
  });
});

describe("a proposed change", () => {
  const proposal = { title: "Results", body: "Of a run", head: "results/1", base: "main" };

  test("is opened once, and found again when merged", async () => {
    const head = await gitlab.push("countersign", "results/1", { "results/1.dvc": "outs: []\n" });
    expect(await gitlab.forge.openChange(gitlab.repository, proposal)).toBe(1);
    expect(await gitlab.forge.openChange(gitlab.repository, proposal)).toBe(1);
    expect(await gitlab.forge.listOpenChanges(gitlab.repository)).toMatchObject([
      { number: 1, headSha: head, baseRef: "refs/heads/main" },
    ]);
    await gitlab.forge.mergeChange({ repository: gitlab.repository, number: 1 }, head);
    expect(await gitlab.forge.openChange(gitlab.repository, proposal)).toBe(1);
    expect(await gitlab.forge.listOpenChanges(gitlab.repository)).toEqual([]);
  });

  test("of an unknown branch is an error", async () => {
    await expect(gitlab.forge.openChange(gitlab.repository, proposal)).rejects.toMatchObject({ status: 400 });
  });
});

describe("a merge", () => {
  beforeEach(async () => {
    await gitlab.push("ada", "x", { "dags/new.py": "print(1)\n" });
    await gitlab.as("ada", "POST", "/merge_requests", { source_branch: "x", target_branch: "main", title: "A DAG" });
  });
  const ref = () => ({ repository: gitlab.repository, number: 1 });
  const head = () => repository().changes[0]?.headSha ?? "";

  test.each([
    ["merge", {}],
    ["squash", { squash_option: "always" }],
    ["fast-forward", { merge_method: "ff" }],
    ["fast-forward of a squash", { merge_method: "ff", squash_option: "always" }],
  ])("by %s leaves the commit that it tells", async (_name, settings) => {
    repository().settings = settings;
    const outcome = await gitlab.forge.mergeChange(ref(), head());
    const { body } = await gitlab.as("eve", "GET", "/repository/branches/main");
    const { id: sha } = (body as { commit: { id: string } }).commit;
    expect(outcome).toEqual({ merged: true, sha, head: head(), baseRef: "refs/heads/main" });
    expect(await gitlab.forge.mergeChange(ref(), head())).toEqual(outcome);
  });

  test("of another head is refused", async () => {
    const former = head();
    await gitlab.push("ada", "x", { "dags/new.py": "print(2)\n" });
    expect(await gitlab.forge.mergeChange(ref(), former)).toMatchObject({
      merged: false,
      reason: expect.stringContaining("another commit"),
    });
    expect(repository().changes[0]?.state).toBe("open");
  });

  test("that we are not allowed names what to allow", async () => {
    const access = [{ id: 1, accessLevel: 0, accountId: null, organisationId: null }];
    repository().protectedBranches.push({
      id: 1,
      name: "main",
      pushAccess: access,
      mergeAccess: access,
      allowForcePush: false,
    });
    const outcome = await gitlab.forge.mergeChange(ref(), head());
    expect(outcome).toMatchObject({ merged: false, reason: expect.stringContaining("Protected branches") });
  });

  test("that conflicts is refused", async () => {
    await gitlab.push("eve", "main", { "dags/new.py": "print(3)\n" });
    expect(await gitlab.forge.mergeChange(ref(), head())).toMatchObject({ merged: false });
  });
});
