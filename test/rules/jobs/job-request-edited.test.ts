import { expect, test } from "vitest";
import type { ChangedPath } from "../../../src/rules/changed-path.ts";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { toldOfJob } from "./inspect-jobs.ts";

const inspect = async (more: Partial<ChangedPath>) => {
  const changed = {
    ...({ path: "jobs/a.yml", previousPath: null, status: "modified" } as const),
    ...{ mode: "100644", size: 5, kind: "job", ...more },
  };
  return (await toldOfJob("JOB-019", jobExample(), { known: { changed: [changed] } })).told;
};

test("an edited request is one more run", async () => {
  expect(await inspect({})).toEqual([
    "1:1 This request is on the branch already, so its new text asks for one more run.",
  ]);
});

test.each<Partial<ChangedPath>>([{ status: "added" }, { status: "removed" }, { kind: "other" }, { path: "jobs/a.md" }])(
  "%j is none",
  async (more) => {
    expect(await inspect(more)).toEqual([]);
  },
);
