import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ChangeRef } from "../../../src/domain/identity.ts";
import type { ChangeReport, CheckReport, LineFinding } from "../../../src/domain/report.ts";
import { type Gitlab, startGitlab } from "./start-gitlab.ts";

let gitlab: Gitlab;
let ref: ChangeRef;
let head: string;

const source = ["import x", "password = 1", "print(x)", ""].join("\n");

beforeEach(async () => {
  gitlab = await startGitlab();
  head = await gitlab.push("ada", "x", { "dags/a&b.py": source, "dags/old.py": "one\ntwo\nthree\nFOUR\nfive\nsix\n" });
  await gitlab.as("ada", "POST", "/merge_requests", { source_branch: "x", target_branch: "main", title: "A DAG" });
  ref = { repository: gitlab.repository, number: 1 };
});
afterEach(() => gitlab.close());

function finding(fingerprint: string, path: string, line: number, body = `Mend ${fingerprint}.`): LineFinding {
  return { fingerprint, path, line, body };
}

function check(conclusion: CheckReport["conclusion"], title = "A title"): CheckReport {
  return { name: "countersign/approval: main", conclusion, title, summary: "", annotations: [] };
}

function publish(report: Partial<ChangeReport>): Promise<void> {
  return gitlab.forge.publishReport(ref, { head, checks: [], summary: "All is well.", lineFindings: [], ...report });
}

const change = () => gitlab.simulator.model.repositories[0]?.changes[0];
const threads = () => change()?.threads ?? [];
const notes = () => (change()?.comments ?? []).filter((one) => !one.isSystem);
const statuses = () => gitlab.simulator.model.repositories[0]?.statuses ?? [];

describe("the summary", () => {
  test("is one note, kept up to date, and left alone while it says the same", async () => {
    await publish({ summary: "One." });
    await publish({ summary: "One." });
    const [first] = notes();
    expect(first?.updatedAt).toBe(first?.createdAt);
    await publish({ summary: "Two." });
    expect(notes().map((one) => one.body)).toEqual(["<!-- countersign:summary -->\nTwo."]);
  });

  test("of somebody else, with our marker copied, is not ours", async () => {
    await gitlab.as("eve", "POST", "/merge_requests/1/notes", { body: "<!-- countersign:summary -->\nApproved!" });
    await publish({});
    expect(notes().map((one) => one.body)).toEqual([
      "<!-- countersign:summary -->\nApproved!",
      "<!-- countersign:summary -->\nAll is well.",
    ]);
  });

  test("runs no quick action with our rights, whatever it quotes", async () => {
    await publish({
      summary: "The title is:\n/approve\n/merge\n`/countersign approve` in a line\n/countersign approve x",
    });
    expect(change()).toMatchObject({ state: "open", approvals: [] });
    expect(notes()[0]?.body).toContain("\n/countersign approve x");
  });
});

describe("a status", () => {
  test.each(["action_required", "success", "failure"] as const)(
    "of ours (%s) that somebody else reported as green is reported anew",
    async (conclusion) => {
      const name = "countersign/approval: main";
      await publish({ checks: [check(conclusion)] });
      await gitlab.as("ada", "POST", `/statuses/${head}`, { state: "success", name, description: "A title" });
      await publish({ checks: [check(conclusion)], summary: "Two." });
      const { body } = await gitlab.as(
        "ada",
        "GET",
        `/repository/commits/${head}/statuses?name=${encodeURIComponent(name)}`,
      );
      const states = { action_required: "pending", success: "success", failure: "failed" };
      expect(body).toMatchObject([
        { status: states[conclusion], author: { username: (await gitlab.forge.readSelf()).login } },
      ]);
      expect(notes().map((one) => one.body)).toEqual(["<!-- countersign:summary -->\nTwo."]);
    },
  );

  test.each([
    ["success", "success"],
    ["action_required", "pending"],
    ["failure", "failed"],
  ] as const)("of %s is %s", async (conclusion, state) => {
    await publish({ checks: [check(conclusion)] });
    expect(statuses()).toMatchObject([{ context: "countersign/approval: main", state, sha: head, ref: "x" }]);
  });

  test("that says the same is not written again", async () => {
    await publish({ checks: [check("action_required")] });
    await publish({ checks: [check("action_required")] });
    await publish({ checks: [check("success")] });
    await publish({ checks: [check("success")] });
    expect(statuses().map((one) => one.state)).toEqual(["success"]);
  });

  test("that still waits can be told anew", async () => {
    await publish({ checks: [check("action_required", "Waiting for ben")] });
    await publish({ checks: [check("action_required", "Waiting for eve")] });
    const { checks } = await gitlab.forge.readChange(ref);
    expect(checks).toMatchObject([{ state: "pending" }]);
    expect(statuses().at(-1)).toMatchObject({ state: "pending", description: "Waiting for eve" });
  });

  test("is each change's own where two have the same commit", async () => {
    await gitlab.as("ada", "POST", "/repository/branches", { branch: "y", ref: "x" });
    await gitlab.as("ada", "POST", "/merge_requests", { source_branch: "y", target_branch: "main", title: "Again" });
    const twin = { ...ref, number: 2 };
    const waiting = { head, checks: [check("action_required")], summary: "All is well.", lineFindings: [] };
    await publish({ checks: [check("success")] });
    await gitlab.forge.publishReport(twin, waiting);
    await publish(waiting);
    const shown = [...new Map(statuses().map((one) => [one.ref, one.state]))];
    expect(shown).toEqual([
      ["x", "pending"],
      ["y", "pending"],
    ]);
  });

  test("with a long title is cut to what GitLab takes", async () => {
    await publish({ checks: [check("failure", "x".repeat(400))] });
    expect(statuses()[0]?.description).toHaveLength(255);
  });
});

describe("findings on lines", () => {
  test("stand in threads on added and unchanged lines, once", async () => {
    const lineFindings = [finding("f1", "dags/a&b.py", 2), finding("f2", "dags/old.py", 5)];
    await publish({ lineFindings });
    await publish({ lineFindings });
    expect(threads().map((one) => [one.position?.path, one.position?.newLine, one.position?.oldLine])).toEqual([
      ["dags/a&b.py", 2, null],
      ["dags/old.py", 5, 5],
    ]);
    expect(threads()[0]?.comments.map((one) => one.body)).toEqual(["<!-- countersign:finding f1 -->\nMend f1."]);
  });

  test("outside the diff stand in the summary alone", async () => {
    await publish({ lineFindings: [finding("f1", "README.md", 1), finding("f2", "dags/a&b.py", 99)] });
    expect(threads()).toEqual([]);
  });

  test("are resolved when mended, opened again when back, and told anew when the text differs", async () => {
    await publish({ lineFindings: [finding("f1", "dags/a&b.py", 2)] });
    await publish({ lineFindings: [] });
    expect(threads()[0]?.isResolved).toBe(true);
    await publish({ lineFindings: [finding("f1", "dags/a&b.py", 2, "Another text.")] });
    expect(threads()).toHaveLength(1);
    expect(threads()[0]?.isResolved).toBe(false);
    expect(threads()[0]?.comments[0]?.body).toContain("Another text.");
  });

  test("that a person resolved stay so", async () => {
    await publish({ lineFindings: [finding("f1", "dags/a&b.py", 2)] });
    const { body } = await gitlab.as("ada", "GET", "/merge_requests/1/discussions");
    const thread = (body as { id: string; individual_note: boolean }[]).find((one) => !one.individual_note);
    await gitlab.as("ada", "PUT", `/merge_requests/1/discussions/${thread?.id}`, { resolved: true });
    await publish({ lineFindings: [finding("f1", "dags/a&b.py", 2)] });
    expect(threads()[0]?.isResolved).toBe(true);
  });

  test("of an older head are not written on a newer one", async () => {
    await gitlab.push("ada", "x", { "dags/a&b.py": "print(2)\n" });
    await publish({ lineFindings: [finding("f1", "dags/a&b.py", 1)] });
    expect(threads()).toEqual([]);
  });
});

describe("an answer", () => {
  test("to a comment is given once", async () => {
    await gitlab.forge.answerComment(ref, 77, "Held.");
    await gitlab.forge.answerComment(ref, 77, "Held.");
    await gitlab.forge.answerComment(ref, 78, "Lifted.");
    expect(notes().map((one) => one.body)).toEqual([
      "<!-- countersign:answer 77 -->\nHeld.",
      "<!-- countersign:answer 78 -->\nLifted.",
    ]);
  });
});
