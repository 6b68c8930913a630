import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Finding } from "../../../src/domain/finding.ts";
import type { ChangeReport, CheckReport } from "../../../src/domain/report.ts";
import { repositoryByName } from "../../forge/model/model.ts";
import { type Github, startGithub } from "./start-github.ts";

let github: Github;
let number: number;
let head: string;

beforeAll(async () => {
  github = await startGithub();
});
beforeEach(async () => {
  ({ number, head } = await github.openChange());
});
afterAll(() => github.close());

const repo = "/repos/acme/study";

function finding(line: number): Finding {
  const start = { line, column: 1 };
  const span = { start, end: { line, column: 3 } };
  const about = { rule: "DAG-001", name: "dag-is-broken", message: `Line ${line} is wrong.`, remedy: "Mend it." };
  return { ...about, severity: "error", confidence: "high", path: "dags/a.py", span, isNew: true };
}

const passing: CheckReport = {
  name: "countersign/validation: main",
  conclusion: "success",
  title: "Nothing found",
  summary: "All is well.",
  annotations: [],
};
const failing: CheckReport = {
  ...passing,
  conclusion: "failure",
  title: "1 problem",
  summary: "Mend `dags/a.py`.",
  annotations: [finding(2)],
};

function report(parts: Partial<ChangeReport> = {}): ChangeReport {
  return { head, checks: [passing], summary: "Nothing to do.", lineFindings: [], ...parts };
}
const onLine = (line: number, fingerprint = "f1") => ({
  fingerprint,
  path: "dags/a.py",
  line,
  body: `Line ${line} is wrong.`,
});

const publish = (parts: Partial<ChangeReport> = {}) => github.forge.publishReport(github.refTo(number), report(parts));
const see = () => github.people.ada.readChange(number);

/** Everything that was ever written, so that a second publication can be seen to write nothing. */
function written() {
  const { checkRuns, changes, issues, deployments, commitComments } = repositoryByName(
    github.simulator.model,
    "acme/study",
  );
  const ofHead = {
    checkRuns: checkRuns.filter((run) => run.headSha === head),
    deployments: deployments.filter((one) => one.sha === head),
  };
  return structuredClone({ ...ofHead, changes, issues, commitComments });
}

describe("checks", () => {
  test("stand on the head with annotations", async () => {
    await publish({ checks: [failing] });
    expect((await see()).checks).toEqual([
      {
        name: "countersign/validation: main",
        outcome: "failure",
        title: "1 problem",
        annotations: [{ path: "dags/a.py", line: 2, message: "Line 2 is wrong.\nMend it." }],
      },
    ]);
  });

  test("are written once, however often they are published", async () => {
    await publish({ checks: [failing], lineFindings: [onLine(2)] });
    const before = written();
    await publish({ checks: [failing], lineFindings: [onLine(2)] });
    expect(written()).toEqual(before);
  });

  test("change in place while their annotations stay", async () => {
    await publish({ checks: [failing] });
    await publish({ checks: [{ ...failing, title: "Still 1 problem" }] });
    expect((await see()).checks).toMatchObject([{ title: "Still 1 problem", annotations: [{ line: 2 }] }]);
    expect(written().checkRuns.length).toBe(1);
  });

  test("lose annotations that no longer hold", async () => {
    await publish({ checks: [failing] });
    await publish({ checks: [passing] });
    expect((await see()).checks).toEqual([
      { name: "countersign/validation: main", outcome: "success", title: "Nothing found", annotations: [] },
    ]);
    await publish({ checks: [failing] });
    expect((await see()).checks).toMatchObject([{ outcome: "failure", annotations: [{ line: 2 }] }]);
  });

  test("have more annotations than one request takes", async () => {
    const annotations = Array.from({ length: 120 }, (_, index) => finding(index + 1));
    await publish({ checks: [{ ...failing, annotations }] });
    const [run] = written().checkRuns;
    expect(run).toMatchObject({ status: "completed", conclusion: "failure" });
    expect(run?.annotations.length).toBe(120);
    await publish({ checks: [{ ...failing, annotations }] });
    expect(written().checkRuns.length).toBe(1);
  });

  test("that were left half written are written anew", async () => {
    const annotations = Array.from({ length: 120 }, (_, index) => finding(index + 1));
    const fault = { kind: "status", status: 502 } as const;
    github.simulator.faults.requests.add({ method: "PATCH", path: "/check-runs/", fault });
    await expect(publish({ checks: [{ ...failing, annotations }] })).rejects.toMatchObject({ retryable: true });
    await publish({ checks: [{ ...failing, annotations }] });
    expect((await see()).checks).toMatchObject([{ outcome: "failure" }]);
    expect(written().checkRuns.at(-1)?.annotations.length).toBe(120);
  });
});

describe("the summary comment", () => {
  const ours = async () => (await see()).comments.filter((one) => one.author === "countersign[bot]");

  test("is one, and is kept up to date", async () => {
    await publish();
    await publish({ summary: "ben is awaited." });
    const [comment, ...others] = await ours();
    expect(others).toEqual([]);
    expect(comment?.body).toContain("ben is awaited.");
  });

  test("is not somebody else's who wrote the marker", async () => {
    await github.people.eve.comment(number, "All is approved!\n\n<!-- countersign:summary -->");
    await publish();
    expect(await ours()).toHaveLength(1);
    expect((await see()).comments.find((one) => one.author === "eve")?.body).toContain("All is approved!");
  });
});

describe("comments on lines", () => {
  test("are made once, resolved when the finding is gone, and opened again when it is back", async () => {
    await publish({ lineFindings: [onLine(2)] });
    await publish({ lineFindings: [onLine(2)] });
    expect((await see()).threads).toMatchObject([{ path: "dags/a.py", line: 2, isResolved: false }]);
    await publish();
    expect((await see()).threads).toMatchObject([{ isResolved: true }]);
    await publish({ lineFindings: [onLine(2)] });
    expect((await see()).threads).toMatchObject([{ isResolved: false }]);
  });

  test("say the new text of a finding that moved", async () => {
    await publish({ lineFindings: [onLine(2)] });
    await publish({ lineFindings: [onLine(3)] });
    const { threads } = await see();
    expect(threads).toHaveLength(1);
    expect(threads[0]?.body).toContain("Line 3 is wrong.");
  });

  test("are left to the check where the line is not in the diff", async () => {
    await publish({ lineFindings: [{ ...onLine(2), path: "README.md" }, onLine(3, "f2")] });
    expect((await see()).threads).toMatchObject([{ path: "dags/a.py", line: 3 }]);
  });

  test("stay resolved when a person resolved them", async () => {
    await publish({ lineFindings: [onLine(2)] });
    const list = `query ($number: Int!) { repository(owner: "acme", name: "study") { pullRequest(number: $number) {
      reviewThreads(first: 1) { nodes { id } } } } }`;
    const { data } = await github.as.ada.send("POST", "/graphql", { query: list, variables: { number } });
    const { id } = data.repository.pullRequest.reviewThreads.nodes[0];
    const query = "mutation ($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { id } } }";
    await github.as.ada.send("POST", "/graphql", { query, variables: { id } });
    await publish({ lineFindings: [onLine(2)] });
    expect((await see()).threads).toMatchObject([{ isResolved: true }]);
  });

  test("leave alone what people wrote", async () => {
    const line = { commit_id: head, path: "dags/a.py", line: 1, side: "RIGHT" };
    const body = "Mine.\n\n<!-- countersign:finding f1 -->";
    await github.as.ben.send("POST", `${repo}/pulls/${number}/comments`, { ...line, body });
    await publish();
    expect((await see()).threads).toMatchObject([{ isResolved: false }]);
  });
});

describe("deployments", () => {
  const deployed = (state: "in_progress" | "success", description = "Being deployed.") =>
    github.forge.publishDeployment(github.study, {
      sha: head,
      ref: "refs/heads/main",
      environment: "london/study",
      state,
      description,
    });

  test("follow what happens, one status for each thing", async () => {
    await deployed("in_progress");
    await deployed("in_progress");
    await deployed("success", "Live.");
    await deployed("success", "Live.");
    expect(await github.people.ada.listDeployments(head)).toEqual([
      { environment: "london/study", sha: head, state: "success" },
    ]);
    expect(written().deployments.map((one) => one.statuses.length)).toEqual([2]);
  });
});

describe("answers", () => {
  test("are given once for each comment", async () => {
    await github.forge.answerComment(github.refTo(number), 12, "Merged.");
    await github.forge.answerComment(github.refTo(number), 12, "Merged.");
    await github.forge.answerComment(github.refTo(number), 13, "Held.");
    const bodies = (await see()).comments.map((one) => one.body.split("\n")[0]);
    expect(bodies).toEqual(["Merged.", "Held."]);
  });
});
