import { describe, expect, test } from "vitest";
import { planPublication, renderDvcFile, resultChangeText } from "../../src/core/plan-publication.ts";
import type { Run } from "../../src/domain/run.ts";
import { readDvcFile } from "../../src/formats/dvc-file.ts";

const run: Run = {
  id: "run-0123456789abcdef0123",
  repository: { forge: "github", id: 5, name: "acme/study" },
  change: 7,
  path: "jobs/cohort/Size by region.yml",
  blob: "b".repeat(40),
  commit: "c".repeat(40),
  request: {
    title: "Cohort size by region",
    engine: { kind: "airflow", dagId: "cohort" },
    parameters: { secret: 4711 },
    inputs: [],
    outputs: [
      { path: "counts.csv", kind: "table", maxRows: 500 },
      { path: "map.svg", kind: "figure", maxRows: null },
    ],
    purpose: "Service evaluation",
    agreement: null,
    expires: null,
    resources: { cpu: null, memory: null, timeout: null },
  },
  requester: { id: 1, login: "ada" },
  state: "succeeded",
  detail: "",
  createdAt: "2026-11-20T12:00:00Z",
  updatedAt: "2026-11-20T12:00:00Z",
};
const directory = { md5: `${"d".repeat(32)}.dir`, size: 120 };
const dvcPath = "results/cohort-size-by-region/run-0123456789abcdef0123.dvc";

describe("where results are proposed", () => {
  test("a branch and a .dvc file of their own for each run", () => {
    const branch = "countersign/results/run-0123456789abcdef0123-5ec7e7";
    expect(planPublication(run, "5ec7e7")).toEqual({ branch, dvcPath });
  });

  test.each([
    ["jobs/a.yml", "a"],
    ["a.b.yaml", "a-b"],
    ["jobs/../../x.yml", "x"],
    ["jobs/Übung.yml", "bung"],
    ["jobs/???.yml", "job"],
    [`jobs/${"x".repeat(39)}-y.yml`, "x".repeat(39)],
    ["jobs/results.dvc/$(rm).yml", "results-dvc-rm"],
  ])("the job request %s gives the short name %s", (path, name) => {
    expect(planPublication({ ...run, path }, "5ec7e7").dvcPath).toBe(`results/${name}/${run.id}.dvc`);
  });
});

describe("the .dvc file", () => {
  test("holds one digest, and neither sizes nor a number of files", () => {
    const text = renderDvcFile({ directory, dvcPath });
    expect(text).toBe(`outs:\n- md5: ${directory.md5}\n  hash: md5\n  path: run-0123456789abcdef0123\n`);
    expect(readDvcFile(text, dvcPath)).toMatchObject({
      file: { outs: [{ path: "run-0123456789abcdef0123", md5: directory.md5, size: null, files: null }] },
    });
  });
});

describe("the change that asks for publication", () => {
  test("says whose run it is, what is in it, its digest, and what to do now", () => {
    const { title, body } = resultChangeText(run, { directory, dvcPath });
    expect(title).toBe("Publish the results of Cohort size by region");
    for (const part of [
      "`ada` in #7",
      "`counts.csv` (table, at most 500 rows)",
      "`map.svg` (figure)",
      directory.md5,
      "What to do now",
    ])
      expect(body).toContain(part);
  });

  test("names a merge request as GitLab does, and a direct push as what it is", () => {
    const onGitlab = { ...run, repository: { ...run.repository, forge: "gitlab" } } as const;
    expect(resultChangeText(onGitlab, { directory, dvcPath }).body).toContain("in !7");
    expect(resultChangeText({ ...run, change: 0 }, { directory, dvcPath }).body).toContain("in a direct push");
  });

  test("obeys nothing of what the job request says", () => {
    const request = { ...run.request, title: "x\n@everyone", purpose: "`<img src=x>` @acme/all" };
    const { title, body } = resultChangeText({ ...run, request }, { directory, dvcPath });
    expect(title).toBe("Publish the results of x @\u200beveryone");
    expect(body).toContain("- **Purpose** `` `<img src=x>` @acme/all ``");
    expect(body).not.toContain("4711");
  });
});
