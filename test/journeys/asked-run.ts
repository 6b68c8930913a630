import { runDetails } from "../../src/core/render/run-details.ts";
import type { Run } from "../../src/domain/run.ts";

/** A run that a change asked for, as it is recorded before the node has it. */
export const askedRun: Run = {
  id: "run-1",
  repository: { forge: "github", id: 5, name: "acme/study" },
  change: 7,
  path: "jobs/a.yml",
  blob: "b".repeat(40),
  commit: "c".repeat(40),
  request: {
    title: "Cohort size",
    engine: { kind: "airflow", dagId: "cohort" },
    parameters: {},
    inputs: [],
    outputs: [{ path: "counts.csv", kind: "table", maxRows: 2 }],
    purpose: "Service evaluation",
    agreement: null,
    expires: "2026-11-20",
    resources: { cpu: null, memory: null, timeout: null },
  },
  requester: { id: 1, login: "ada" },
  state: "waiting",
  detail: runDetails.waiting,
  createdAt: "2026-11-20T12:00:00.000Z",
  updatedAt: "2026-11-20T12:00:00.000Z",
};
