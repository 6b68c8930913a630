import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GitError } from "../../src/domain/errors.ts";
import type { TestRepository } from "../git/repository.ts";
import { cohortDag } from "../world/files.ts";
import { ben, judge, merge, onePolicy as policy, rebase, secret, squash } from "./landing-story.ts";

const job = (expires: string) => `version: 1
title: Cohort
engine: { airflow: { dag_id: acme_cohort } }
outputs: [{ path: out.csv, kind: table, max_rows: 10 }]
purpose: care
expires: ${expires}
`;

const byOwners = `version: 1
kinds: { dag: ["dags/**/*.py"] }
people: { controllers: { users: [{ login: ben, id: 2 }] } }
requirements:
  - { name: owners, when: { changes: dag }, require: { count: 1, from: dataset-owners, each: dataset } }
otherwise: { require: { count: 1, from: controllers } }
`;
/** Reads the dataset by a name that stands nowhere in it. */
const reads = (head: string) => ({
  "dags/a.py": `${head}
from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator

with DAG("a", schedule=None):
    BashOperator(task_id="one", bash_command=f"count {TABLE}")
`,
});

describe("a DAG that reads a dataset, as its model tells, needs an approval of its owners", () => {
  const before = { "common/tables.py": 'TABLE = "patients"\n' };
  const cal = { id: 3, login: "cal" };

  test.each([
    ["a name that is put together", reads('TABLE = "-".join(["pat" + "ients"])')],
    ["a name of another module", reads("from common.tables import TABLE")],
  ])("%s", async (_, files) => {
    const story = { before, files, policy: byOwners };
    expect((await judge({ ...story, owners: [cal] })).verdict).toMatchObject({
      status: "unapproved",
      decision: {
        status: "pending",
        tree: { children: expect.arrayContaining([expect.objectContaining({ name: "owners" })]) },
      },
    });
    expect((await judge({ ...story, owners: null })).verdict).toMatchObject({ decision: { status: "failed" } });
    expect((await judge({ ...story, owners: [ben] })).verdict).toMatchObject({ status: "approved" });
  });

  test.each([
    ["known", 20_000],
    ["still being read", 0],
  ])("one that no change touches, but that imports what one does: where DAGs are %s", async (_, patienceMs) => {
    const files = { "common/tables.py": 'TABLE = "pat" + "ients"\n' };
    const others = { "common/tables.py": 'TABLE = "none"\n', ...reads("from common.tables import TABLE") };
    const policy = byOwners.replace("{ changes: dag }", "{ not: { draft: true } }");
    const story = { before: others, files, policy, patienceMs };
    expect((await judge({ ...story, owners: [cal] })).verdict).toMatchObject({ decision: { status: "pending" } });
    expect((await judge({ ...story, owners: [ben] })).verdict).toMatchObject({ status: "approved" });
  });

  test("also where the commit that landed is countersigned", async () => {
    const said = (sha: string) => `/countersign approve ${sha}`;
    const story = {
      before,
      files: { ...reads("from common.tables import TABLE"), "dags/b.py": secret },
      policy: byOwners,
      said,
    };
    expect((await judge({ ...story, owners: [cal] })).verdict).toMatchObject({ decision: { status: "pending" } });
    expect((await judge({ ...story, owners: [ben] })).verdict).toMatchObject({
      status: "approved",
      basis: { kind: "countersigned" },
    });
  });

  test("one that cannot be looked into may read any", async () => {
    const unread = [{ path: "dags/a.py", reason: "it is nested too deeply to be parsed" }];
    const inspect = async () => ({ findings: [], indeterminate: [], filesInspected: 0, unread });
    const story = { files: { "dags/a.py": "x = 1\n" }, policy: byOwners, owners: [cal], inspector: { inspect } };
    expect((await judge(story)).verdict).toMatchObject({ decision: { status: "pending" } });
    const none = { inspect: async () => ({ ...(await inspect()), unread: [] }) };
    expect((await judge({ ...story, inspector: none })).verdict).toMatchObject({ status: "approved" });
  });
});

const bad = { "dags/a.py": secret };
const heldBack = "its validation has 1 error (SEC-001 in `dags/a.py` on line 1)";

describe("an approved change that was merged past its failed validation", () => {
  test.each([
    ["a merge", merge],
    ["a squash", squash],
    ["a rebase", rebase],
  ])("is held back: %s", async (_, land) => {
    const { verdict } = await judge({ files: bad, land });
    expect(verdict).toMatchObject({
      status: "unapproved",
      change: 7,
      decision: { status: "approved" },
      reason: `it is change 7, which is approved, but ${heldBack}`,
      invalid: heldBack,
    });
  });

  test("is deployed where the policy only observes, and is told of", async () => {
    expect(await judge({ files: bad, policy: `${policy}mode: observe\n` })).toMatchObject({
      verdict: { status: "approved", basis: { kind: "change", number: 7 } },
      observed: { change: 7, summary: null, findings: [{ rule: "SEC-001", path: "dags/a.py", line: 1 }] },
    });
  });

  test("is deployed when the commit that landed is countersigned", async () => {
    const { verdict } = await judge({ files: bad, said: (sha) => `/countersign approve ${sha}` });
    expect(verdict).toMatchObject({ status: "approved", basis: { kind: "countersigned" } });
  });

  test("is held back for a file that could not be examined", async () => {
    const make = (repository: TestRepository) => {
      repository.commit({ "dags/a.py": "x = 1\n" });
      symlinkSync("a.py", join(repository.directory, "dags/b.py"));
      repository.commit({});
    };
    const { verdict } = await judge({ make });
    expect(verdict).toMatchObject({
      status: "unapproved",
      invalid:
        "its validation has 1 file that could not be examined (`dags/b.py`: it is a symbolic link; put the file itself there)",
    });
  });

  test("is held back, and says why, when the inspection itself fails", async () => {
    const inspect = () => Promise.reject(new TypeError("a rule is broken"));
    const { verdict } = await judge({ files: { "dags/a.py": "x = 1\n" }, inspector: { inspect } });
    expect(verdict).toMatchObject({
      status: "unapproved",
      invalid:
        "its validation has 1 file that could not be examined (`dags/a.py`: it was not examined: a rule is broken)",
    });
    const observing = await judge({
      files: { "dags/a.py": "x = 1\n" },
      inspector: { inspect },
      policy: `${policy}mode: observe\n`,
    });
    expect(observing.verdict.status).toBe("approved");
    expect(observing.observed?.summary).toMatch(/^Its validation has 1 file that could not be examined/);
  });

  test("waits while the inspection fails in a way that passes", async () => {
    const inspect = () => Promise.reject(new GitError("disk", "the disk is full"));
    await expect(judge({ files: { "dags/a.py": "x = 1\n" }, inspector: { inspect } })).rejects.toThrow(
      "the disk is full",
    );
  });
});

describe("an approved change is deployed", () => {
  test("when nothing is wrong with it", async () => {
    const { verdict, observed } = await judge({ files: { "dags/a.py": "x = 1\n" } });
    expect(verdict).toMatchObject({ status: "approved", basis: { kind: "change", number: 7 } });
    expect(observed).toBeUndefined();
  });

  test("when what is wrong was there before it", async () => {
    const { verdict } = await judge({
      before: { "dags/a.py": `${secret}x = 1\n` },
      files: { "dags/a.py": `${secret}x = 2\n` },
    });
    expect(verdict.status).toBe("approved");
  });

  test("when its job request expired only after it had landed", async () => {
    const files = { "jobs/a.yml": job("2026-11-21") };
    const before = { "dags/cohort.py": cohortDag };
    expect((await judge({ before, files })).verdict).toMatchObject({ status: "approved" });
    const late = await judge({ before, files, landedAt: "2026-11-22T09:00:00Z" });
    expect(late.verdict).toMatchObject({
      status: "unapproved",
      invalid: expect.stringContaining("in `jobs/a.yml` on line"),
    });
  });
});

describe("a change that landed and was taken back", () => {
  const files = { "dags/a.py": "x = 1\n" };
  const changesOf = (sha: string, head: string) => (sha === head ? [7] : []);
  /** What the rules say of it does not matter here. */
  const inspector = { inspect: async () => ({ findings: [], indeterminate: [], filesInspected: 0, unread: [] }) };
  const again = "it is change 7, and its approvals do not count any more: it landed before and was taken back";
  const landedAnd = (land: (repository: TestRepository) => unknown) => (repository: TestRepository) => {
    const before = repository.commit({ "notes/first.md": "first\n" }); // so that no commit of the change is made again as it was
    land(repository);
    const landed = repository.git("rev-parse", "HEAD");
    repository.git("revert", "--no-edit", `${before}..HEAD`);
    return landed;
  };
  const make = (repository: TestRepository) => {
    repository.commit(files);
    repository.commit({ "dags/b.py": "y = 1\n" });
  };

  test.each([
    ["a squash", squash],
    ["a rebase", rebase],
    ["two commits by hand", ({ git }: TestRepository) => git("cherry-pick", "main..topic")],
  ])("does not land again on its old approvals: %s", async (_, land) => {
    const story = { inspector, make, land: merge, earlier: landedAnd(land), changesOf };
    expect((await judge(story)).verdict).toEqual({ status: "unapproved", change: null, decision: null, reason: again });
    const said = (sha: string) => `/countersign approve ${sha}`;
    expect((await judge({ ...story, said })).verdict).toMatchObject({ basis: { kind: "countersigned" } });
    const { verdict } = await judge({ inspector, make, land: merge, changesOf });
    expect(verdict).toMatchObject({ status: "approved", basis: { kind: "change" } });
  });

  test("nor when it had been resolved by hand, where the forge tells that it was merged so", async () => {
    const resolved = (repository: TestRepository) => {
      repository.commit({ "dags/a.py": "x = 2\n" });
    };
    const story = { inspector, files, land: merge, earlier: landedAnd(resolved), changesOf };
    expect((await judge(story)).verdict).toMatchObject({ status: "unapproved", reason: again });
    const { verdict } = await judge({ ...story, told: { mergedAs: null } });
    expect(verdict).toMatchObject({ status: "approved" });
  });

  test.each([
    ["a merge", merge],
    ["a squash", squash],
    ["a rebase", rebase],
  ])("lands by a change of its own that the forge merges for the first time: %s", async (_, land) => {
    const earlier = landedAnd(squash);
    const { verdict } = await judge({ inspector, make, land, earlier, others: { 8: {} } });
    expect(verdict).toMatchObject({ status: "approved", basis: { kind: "change", number: 8 } });
  });
});
