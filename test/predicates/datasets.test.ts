import { describe, expect, test } from "vitest";
import type { DatasetTouched, JobAsked } from "../../src/domain/change.ts";
import { datasets } from "../../src/predicates/datasets.ts";
import { file } from "../core/decide/facts.ts";
import { evaluate, refusals } from "./evaluate.ts";

const patients: DatasetTouched = { name: "patients", owners: [], paths: ["jobs/a.yml", "data/patients.dvc"] };
const births: DatasetTouched = { name: "births", owners: [], paths: ["jobs/a.yml"] };
const unread: JobAsked = { path: "jobs/x.yml", asks: null };

describe("datasets", () => {
  test.each<readonly [unknown, readonly DatasetTouched[], string, readonly string[]]>([
    ["patients", [patients], "holds", ["jobs/a.yml", "data/patients.dvc"]],
    [["births", "patients"], [births], "holds", ["jobs/a.yml"]],
    [["births", "patients"], [patients, births], "holds", ["jobs/a.yml", "data/patients.dvc"]],
    ["any", [births], "holds", ["jobs/a.yml"]],
    ["births", [patients], "fails", []],
    ["any", [], "fails", []],
    [["any"], [patients], "fails", []],
    ["Patients", [patients], "fails", []],
  ])("%j with %j", (said, touched, answer, paths) => {
    expect(evaluate(datasets, said, { datasets: touched })).toMatchObject({ answer, paths });
  });

  test("one that only could be below a link may be touched and may not", () => {
    const items = [file("data", { mode: "120000" }), file("jobs/a.yml")];
    const asked = (touched: readonly DatasetTouched[]) =>
      evaluate(datasets, "any", { datasets: touched, files: { complete: true, items } });
    expect(asked([{ ...births, paths: [] }])).toMatchObject({ answer: "holds", paths: [], partly: ["data"] });
    expect(asked([{ ...patients, paths: [] }, births])).not.toHaveProperty("partly");
  });

  test("where nobody knows which files touch it, it covers none", () => {
    expect(evaluate(datasets, "any", { datasets: [{ name: "patients", owners: [] }] })).toMatchObject({
      answer: "holds",
      paths: [],
    });
  });

  test("a job request that cannot be read may touch any, unless another one does for certain", () => {
    expect(evaluate(datasets, "patients", { jobs: [unread] })).toEqual({
      answer: "unknown",
      reason: "`jobs/x.yml` cannot be read as a job request, so it is not known which datasets it touches",
      paths: [],
    });
    expect(evaluate(datasets, "patients", { jobs: [unread], datasets: [patients] }).answer).toBe("holds");
    const read = { path: "jobs/y.yml", asks: { datasets: [], purpose: "p", agreement: null } };
    expect(evaluate(datasets, "patients", { jobs: [read] }).answer).toBe("fails");
  });

  test("says what it found", () => {
    expect(evaluate(datasets, "any", { datasets: [patients, births] }).reason).toBe(
      "it touches `patients` and `births`",
    );
    expect(evaluate(datasets, "any").reason).toBe("it touches no dataset");
    expect(evaluate(datasets, ["a", "b"]).reason).toBe("it touches no dataset `a` or `b`");
  });

  test("takes names, or `any`", () => {
    expect(refusals(datasets, [])).not.toEqual([]);
    expect(refusals(datasets, true)).not.toEqual([]);
    expect(refusals(datasets, "")).not.toEqual([]);
    expect(refusals(datasets, ["patients"])).toEqual([]);
  });
});
