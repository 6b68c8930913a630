import { describe, expect, test } from "vitest";
import { readChange } from "../../src/core/read-change.ts";
import { jobRequest } from "./decide/facts.ts";

const patients = { name: "patients", owners: [], agreements: ["DARS-1"] };

function problemsOf(datasets: readonly object[]): readonly string[] {
  const text = JSON.stringify({ ...jobRequest, datasets }, null, 1);
  const reading = readChange(text, "change.json");
  const lines = text.split("\n");
  return "problems" in reading
    ? reading.problems.map(({ line, message }) => `${lines[line - 1]?.trim()} ${message}`)
    : [];
}

describe("datasets of a change that is given by hand", () => {
  test("have names of their own, or nobody could tell whose terms hold", () => {
    expect(problemsOf([{ ...patients, name: "staff" }, patients, { name: "patients", owners: [] }])).toEqual([
      '"name": "patients", Two datasets have the name `patients`: `datasets[1]` and `datasets[2]`. Say all of it in one.',
    ]);
    expect(problemsOf([{ ...patients, name: "staff" }, patients])).toEqual([]);
  });

  test("are placed where the second one stands", () => {
    const text = JSON.stringify({ ...jobRequest, datasets: [patients, patients] }, null, 1);
    const reading = readChange(text, "change.json");
    const last = text.split("\n").findLastIndex((line) => line.includes('"name": "patients"')) + 1;
    expect(reading).toMatchObject({ problems: [{ path: "change.json", line: last }] });
  });
});

test("a label that is text alone is shown one", () => {
  const reading = readChange(JSON.stringify({ ...jobRequest, labels: ["x"] }), "change.json");
  expect(reading).toMatchObject({
    problems: [{ message: expect.stringContaining('For example: `{ "name": "urgent", "by": { "id": 2,') }],
  });
  const shown = /For example: `(.*)`/.exec(JSON.stringify(reading).replaceAll('\\"', '"'))?.[1] ?? "";
  expect(readChange(JSON.stringify({ ...jobRequest, labels: [JSON.parse(shown)] }), "change.json")).toHaveProperty(
    "change",
  );
});
