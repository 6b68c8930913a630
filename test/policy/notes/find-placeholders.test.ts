import { describe, expect, test } from "vitest";
import { notesOf } from "./notes-of.ts";

describe("a group of a preset that nobody has named", () => {
  test("is noted at `extends`, each by itself", () => {
    expect(notesOf("version: 1\nextends: node-repo\n")).toEqual([
      "own.yml:2:10 Nobody has named `operators`: until then it is whoever has maintain permission on the repository. Add `people: { operators: { teams: [acme/operators] } }`, or `permissions: [maintain]` in it if that is meant.",
      "own.yml:2:10 Nobody has named `data-controllers`: until then it is whoever has admin permission on the repository. Add `people: { data-controllers: { teams: [acme/data-controllers] } }`, or `permissions: [admin]` in it if that is meant.",
    ]);
  });

  test("in the file that extends it", () => {
    const above = "version: 1\nmode: enforce\nextends: code-repo\n";
    expect(notesOf("version: 1\n", above)).toEqual([expect.stringMatching(/^above\.yml:3:10 .*`data-controllers`/)]);
    expect(notesOf(null, above)).toHaveLength(1);
  });

  test("with the organisation whose seat it takes", () => {
    expect(
      notesOf("version: 1\nextends: tre\npeople: { data-controllers: { organisation: a, teams: acme/a } }\n"),
    ).toEqual([
      expect.stringContaining("{ output-checkers: { organisation: environment, teams: [acme/output-checkers] } }"),
    ]);
  });

  test.each([
    ["by the repository", "version: 1\nextends: code-repo\npeople: { data-controllers: { teams: acme/c } }\n", null],
    [
      "by a permission, in so many words",
      "version: 1\nextends: code-repo\npeople: { data-controllers: { permissions: admin } }\n",
      null,
    ],
    [
      "by the organisation",
      "version: 1\nextends: code-repo\n",
      "version: 1\npeople: { data-controllers: { teams: acme/c } }\n",
    ],
  ])("is none once it is named %s", (_, text, above) => {
    expect(notesOf(text, above)).toEqual([]);
  });
});
