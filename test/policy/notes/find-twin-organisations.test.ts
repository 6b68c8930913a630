import { describe, expect, test } from "vitest";
import { notesOf } from "./notes-of.ts";

/** The notes on a policy in which the groups `c` and `d` sit for these organisations. */
function notesOn(c: string, d: string): readonly string[] {
  return notesOf(`version: 1
people:
  c: { teams: acme/c, organisation: ${c} }
  d: { teams: acme/d, organisation: ${d} }
otherwise: { require: { count: 2, from: [c, d], distinct: organisation } }
`);
}

describe("organisations whose names differ in case or spaces alone", () => {
  test.each([
    ["Acme", "acme"],
    ["acme", '"acme "'],
    ["Acme Ltd", '"acme  ltd"'],
    ["Acme", '"Ａcme"'],
  ])("%s and %s are noted at the second one", (c, d) => {
    expect(notesOn(c, d)).toEqual([
      expect.stringMatching(/^own\.yml:4:37 `.+` is another organisation than `.+` of `c`, from which it differs/),
    ]);
  });

  test.each([
    ["acme", "acme"],
    ["acme", "globex"],
    ["acme", "acme-2"],
  ])("%s and %s are not", (c, d) => {
    expect(notesOn(c, d).filter((note) => note.includes("another organisation"))).toEqual([]);
  });

  test("also of one that stands in another file", () => {
    const above = "version: 1\npeople: { c: { teams: acme/c, organisation: Acme } }\n";
    const own = `version: 1
people: { d: { teams: acme/d, organisation: acme } }
otherwise: { require: { count: 2, from: [c, d], distinct: organisation } }
`;
    expect(notesOf(own, above)).toEqual([expect.stringContaining("differs in case or spaces alone")]);
  });

  test("and of a preset's, which is not told for itself", () => {
    const own = "version: 1\nextends: tre\npeople:\n  data-controllers: { teams: acme/c, organisation: Environment }\n";
    const notes = notesOf(own).filter((note) => note.includes("case or spaces"));
    expect(notes).toEqual([expect.stringMatching(/^own\.yml:4:.*`Environment`.*`environment`/)]);
  });
});
