import type { Decision } from "../../src/domain/decision.ts";
import { repositoryKey } from "../../src/domain/identity.ts";
import type { Publication } from "../../src/domain/publication.ts";
import type { Release } from "../../src/domain/release.ts";
import type { Run } from "../../src/domain/run.ts";
import type { RecordedLanding, TaskSubject } from "../../src/ports/store.ts";

export const repository = { forge: "github", id: 5, name: "acme/study" } as const;
export const here = repositoryKey(repository);
export const ada = { id: 1, login: "ada" };

export const change7: TaskSubject = { kind: "change", forge: "github", repository: "acme/study", number: 7 };
export const main: TaskSubject = { kind: "branch", forge: "github", repository: "acme/study", ref: "refs/heads/main" };

export const run: Run = {
  id: "r1",
  repository,
  change: 7,
  path: "jobs/a.yml",
  blob: "b".repeat(40),
  commit: "c".repeat(40),
  request: {
    title: "Cohort size",
    engine: { kind: "airflow", dagId: "cohort" },
    parameters: { min_age: 18 },
    inputs: [],
    outputs: [{ path: "counts.csv", kind: "table", maxRows: 500 }],
    purpose: "Service evaluation",
    agreement: null,
    expires: null,
    resources: { cpu: null, memory: null, timeout: null },
  },
  requester: ada,
  state: "waiting",
  detail: "waits for its release",
  createdAt: at(0),
  updatedAt: at(0),
};

export const publication: Publication = {
  run: "r1",
  repository,
  requester: ada,
  dvcPath: "results/a/r1.dvc",
  directory: { md5: `${"d".repeat(32)}.dir`, size: 12 },
  objects: [{ md5: "e".repeat(32), size: 3 }],
  branch: "countersign/results/r1",
  change: null,
  state: "collected",
  detail: "",
  updatedAt: at(0),
};

export const landing: RecordedLanding = {
  repositoryKey: here,
  ref: "refs/heads/main",
  before: "a".repeat(40),
  sha: "1".repeat(40),
  tree: "2".repeat(40),
  verdict: { status: "unapproved", change: 7, decision: null, reason: "nobody approved it" },
  at: at(0),
};
export const approved = {
  status: "approved",
  basis: { kind: "countersigned", author: { id: 2, login: "ben" } },
  decision: null,
  reason: "ben",
} as const;

export const release: Release = {
  id: "rel1",
  repositoryKey: here,
  repositoryName: "acme/study",
  namespace: "study",
  target: "airflow",
  commit: "1".repeat(40),
  tree: "2".repeat(40),
  basis: { kind: "countersigned", author: { id: 2, login: "ben" } },
  state: "deploying",
  at: at(0),
  previous: null,
};

export const decision: Decision = {
  version: 1,
  status: "pending",
  summary: "awaits ben",
  tree: { name: "all", status: "pending", reason: "awaits ben", waitingFor: [], children: [] },
  approvals: [],
  policy: { sha256: "0", name: ".countersign.yml" },
};

/** An instant so many seconds after noon. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 10, 20, 12, 0, seconds)).toISOString();
}
