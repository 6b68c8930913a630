import { pino } from "pino";
import { afterAll, describe, expect, test } from "vitest";
import { createInspector } from "../../src/analysis/inspector.ts";
import type { Person } from "../../src/domain/identity.ts";
import type { Publication } from "../../src/domain/publication.ts";
import type { Run } from "../../src/domain/run.ts";
import type { TestRepository } from "../git/repository.ts";
import { ben, judge, merge, type Story } from "./landing-story.ts";
import { ada, toldChange } from "./told-change.ts";

const inspector = createInspector({ workers: 1, deadlineMs: 20_000, log: pino({ level: "silent" }) });
afterAll(() => inspector.close());

const { repository } = toldChange.ref;
const cal = { id: 3, login: "cal" };
const md5 = `${"a".repeat(32)}.dir`;
const at = "2026-11-20T09:00:00Z";
const people = "people: { controllers: { users: [{ login: ben, id: 2 }] } }";
const ofOwners = `version: 1
${people}
requirements:
  - name: results
    when: { changes: result }
    require: { all: [{ count: 1, from: controllers }, { count: 1, from: dataset-owners, each: dataset }] }
otherwise: { require: { count: 1, from: controllers } }
`;
const ofController = `version: 1
${people}
otherwise: { require: { count: 1, from: controllers } }
`;

function runOf(id: string, requester: Person, dataset = "patients"): Run {
  const engine = { kind: "airflow", dagId: "d" } as const;
  const none = { outputs: [], agreement: null, expires: null, resources: { cpu: null, memory: null, timeout: null } };
  const request = { title: "", engine, parameters: {}, inputs: [{ dataset, version: null }], purpose: "", ...none };
  const place = { repository, change: 3, path: "jobs/a.yml", blob: "b", commit: "c" };
  return { id, ...place, request, requester, state: "succeeded", detail: "", createdAt: at, updatedAt: at };
}

function publicationOf(run: string, requester: Person, state: Publication["state"] = "proposed"): Publication {
  const dvcPath = `results/cohort/${run}.dvc`;
  const branch = `countersign/results/${run}`;
  const directory = { md5, size: 1 };
  return {
    run,
    repository,
    requester,
    dvcPath,
    directory,
    objects: [],
    branch,
    change: 7,
    state,
    detail: "",
    updatedAt: at,
  };
}

const dvcOf = (run: string, digest = md5) => `outs:\n- md5: ${digest}\n  hash: md5\n  path: ${run}\n`;
const path = "results/cohort/run-1.dvc";
/** What a run by ada read of patients, who are cal's. */
const results: Story = {
  files: { [path]: dvcOf("run-1") },
  runs: [runOf("run-1", ada)],
  publications: [publicationOf("run-1", ada)],
  owners: [cal],
};
const headRef = "refs/heads/countersign/results/run-1";
/** Not the tree that the change would be approved with. */
const altered = ({ git, commit }: TestRepository) => {
  git("merge", "--quiet", "--no-ff", "--no-commit", "topic");
  commit({ "notes/more.md": "more\n" });
};

/** What becomes of results that ben alone countersigns. */
async function statusOf(story: Story): Promise<string> {
  const said = (sha: string) => `/countersign approve ${sha}`;
  const { verdict } = await judge({ said, land: merge, inspector, policy: ofOwners, ...results, ...story });
  if (verdict.status === "approved") return "approved";
  return `${verdict.decision?.status}: ${verdict.decision?.summary}`;
}

const waitsForOwner = /^pending: Waiting for .*the owners of patients/;

describe("results that are countersigned are asked for by the owners of what their run read", () => {
  test.each<readonly [string, Story]>([
    ["as their change", { headRef }],
    ["pushed past all changes", { told: null }],
    ["in the change of another branch", { told: { reviews: [] } }],
    ["in their change, with something more", { headRef, land: altered }],
    ["by their change into another branch", { headRef, land: altered, told: { baseRef: "refs/heads/other" } }],
    ["with another digest than their change had", { headRef, land: (one) => edited(one) }],
    [
      "with another digest, by their change into another branch",
      { headRef, land: (one) => edited(one), told: { baseRef: "refs/heads/other" } },
    ],
    ["which were published since", { told: null, publications: [publicationOf("run-1", ada, "published")] }],
    ["with those of a run that read nothing of anybody's", { told: null, ...two("weather") }],
  ])("%s", async (_, story) => {
    expect(await statusOf(story)).toMatch(waitsForOwner);
    expect(await statusOf({ ...story, owners: [ben] })).toBe("approved");
  });

  test.each<readonly [string, Story]>([
    ["is gone", { runs: [] }],
    [
      "is gone, of their change into another branch",
      { runs: [], headRef, land: (one) => edited(one), told: { baseRef: "refs/heads/other" } },
    ],
    ["is gone, of their change", { runs: [], headRef, land: (one) => edited(one), told: {} }],
  ])("whose is not known where the run %s", async (_, story) => {
    const unknown = /^failed: .*the facts do not say which datasets it touches/;
    expect(await statusOf({ told: null, ...story })).toMatch(unknown);
    expect(await statusOf({ told: null, ...story, policy: ofController })).toBe("approved");
  });

  test("and nothing else is", async () => {
    expect(await statusOf({ told: null, files: { [path]: dvcOf("run-1", `${"b".repeat(32)}.dir`) } })).toBe("approved");
    expect(await statusOf({ told: null, files: { "results/cohort/run-2.dvc": dvcOf("run-2") } })).toBe("approved");
    expect(await statusOf({ told: null, files: { [path]: `${dvcOf("run-1")}# ${"x".repeat(70_000)}` } })).toBe(
      "approved",
    );
    const again = `# again\n${dvcOf("run-1")}`;
    expect(await statusOf({ told: null, before: results.files ?? {}, files: { [path]: again } })).toBe("approved");
  });
});

describe("who asked for the run has no say in its results", () => {
  const bens: Story = {
    policy: ofController,
    runs: [runOf("run-1", ben)],
    publications: [publicationOf("run-1", ben)],
  };

  test.each<readonly [string, Story]>([
    ["as their change", { headRef }],
    ["pushed past all changes", { told: null }],
    ["in the change of another branch", { told: { reviews: [] } }],
    ["in the change of another branch, which ben approved", {}],
    ["with those of somebody else before them", { told: null, ...two("patients", ada, ben) }],
    ["with those of somebody else after them", { told: null, ...two("patients", ben, ada) }],
    ["with those of somebody else, in the change of another branch", { ...two("patients", ada, ben) }],
  ])("%s", async (_, story) => {
    const { publications = [publicationOf("run-1", ben)] } = story;
    expect(await statusOf({ ...bens, ...story })).toMatch(/^pending: Waiting for 1 approval from controllers/);
    const byAda = publications.map((one) => ({ ...one, requester: ada }));
    expect(await statusOf({ ...bens, ...story, publications: byAda })).toBe("approved");
  });

  test("whatever counts", async () => {
    const policy = `${ofController}counting: { author: allow, contributors: allow }\n`;
    expect(await statusOf({ ...bens, policy, told: null })).toMatch(/^pending: /);
  });
});

/** The results of two runs, the second of which read something else. */
function two(dataset: string, first: Person = ada, second: Person = ada): Story {
  return {
    files: { [path]: dvcOf("run-1"), "results/cohort/run-2.dvc": dvcOf("run-2") },
    runs: [runOf("run-1", first), runOf("run-2", second, dataset)],
    publications: [publicationOf("run-1", first), { ...publicationOf("run-2", second), change: 8 }],
  };
}

/** The change is merged with other results than it had. */
function edited({ git, commit }: TestRepository): void {
  git("merge", "--quiet", "--no-ff", "--no-commit", "topic");
  commit({ [path]: dvcOf("run-1", `${"c".repeat(32)}.dir`) });
}
