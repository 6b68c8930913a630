import { describe, expect, test } from "vitest";
import { readPolicy } from "../../../src/policy/read-policy.ts";

const people = "people: { c: { teams: acme/c } }\n";
const asks = "otherwise: { require: { count: 1, from: c } }\n";
const enforced = "version: 1\nenforced: true\n";
const note = "This file is enforced and has no `otherwise`: a l";
const presets = { strict: `version: 1\n${asks}`, tight: `${enforced}${people}${asks}` };

function notesOf(text: string | null, above: string | null = null) {
  const organisation = above === null ? null : { name: "acme/.github:countersign.yml", text: above };
  const reading = readPolicy(text, { path: "own.yml", presets, organisation });
  if ("problems" in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.notes
    .map(({ path, line, column, message }) => [path, line, column, message.slice(0, 48)])
    .filter(([, , , message]) => message === note.slice(0, 48));
}

describe("an enforced file without `otherwise`", () => {
  test.each([
    ["the file itself, on its line", notesOf(`${enforced}${people}`), [["own.yml", 2, 1, note.slice(0, 48)]]],
    ["with one", notesOf(`${enforced}${people}${asks}`), []],
    ["with one that it extends", notesOf(`${enforced}extends: strict\n${people}`), []],
    ["below one that enforces it", notesOf(`${enforced}extends: tight\n`), []],
    [
      "the organisation's",
      notesOf("version: 1\n", `${enforced}${people}`),
      [["acme/.github:countersign.yml", 2, 1, note.slice(0, 48)]],
    ],
    [
      "the organisation's, though the repository has one",
      notesOf(`version: 1\n${asks}`, `${enforced}${people}`),
      [["acme/.github:countersign.yml", 2, 1, note.slice(0, 48)]],
    ],
    ["one of a file that is not enforced", notesOf(`version: 1\n${people}`), []],
    [
      "only a requirement is enforced",
      notesOf(`version: 1\n${people}requirements: [{ name: a, enforced: true, require: none }]\n`),
      [],
    ],
  ])("%s", (_, notes, wanted) => {
    expect(notes).toEqual(wanted);
  });
});
