import { describe, expect, test } from "vitest";
import { notesOf } from "./notes-of.ts";

const c = "c: { teams: acme/c }";
const asks = "otherwise: { require: { count: 1, from: c } }\n";

describe("a group that nothing names", () => {
  test("is noted where it stands", () => {
    expect(notesOf(`version: 1\npeople:\n  ${c}\n  d: { teams: acme/d }\n${asks}`)).toEqual([
      "own.yml:4:3 Nothing names the group `d`, so nobody in it has a say. Name it in a requirement, or leave it out.",
    ]);
  });

  test("beside a preset: the group that was meant, and that whoever has a permission is in that one", () => {
    expect(
      notesOf(
        "version: 1\nextends: tre\npeople:\n  data-controllers: { organisation: a, teams: acme/c }\n  output-checker: { organisation: b, teams: acme/d }\n",
      ),
    ).toEqual([
      expect.stringMatching(/^own\.yml:2:10 Nobody has named `output-checkers`: .* maintain permission/),
      "own.yml:5:3 Nothing names the group `output-checker`, so nobody in it has a say. Did you mean `output-checkers`?",
    ]);
  });

  test.each([
    ["a condition", "requirements: { when: { author: d }, require: { count: 1, from: c } }\n"],
    ["a command", "commands: { merge: d }\n"],
    ["an objection", "objections: { from: [d, c] }\n"],
    ["a signature", "requirements: { when: { changes: dag }, require: { signed: { by: d } } }\n"],
  ])("is none when it is named by %s", (_, text) => {
    expect(notesOf(`version: 1\npeople:\n  ${c}\n  d: { teams: acme/d }\n${asks}${text}`)).toEqual([]);
  });

  test("may give the seat of an organisation to people of other groups", () => {
    const people =
      "people: { c: { teams: acme/c }, x: { organisation: x, organizations: x }, y: { organisation: y, organizations: y } }\n";
    const distinct = "otherwise: { require: { count: 2, from: c, distinct: organisation } }\n";
    expect(notesOf(`version: 1\n${people}${distinct}`)).toEqual([]);
    expect(notesOf(`version: 1\n${people}${asks}`)).toHaveLength(2);
  });

  test("of the organisation may be named by its repositories", () => {
    expect(notesOf(`version: 1\npeople: { ${c} }\n${asks}`, "version: 1\npeople: { d: { teams: acme/d } }\n")).toEqual(
      [],
    );
    expect(notesOf(`version: 1\n${asks}`, `version: 1\npeople: { ${c} }\n`)).toEqual([]);
  });
});
