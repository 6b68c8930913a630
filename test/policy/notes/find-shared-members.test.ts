import { expect, test } from "vitest";
import { notesOf } from "./notes-of.ts";

const two = "{ count: 2, from: [a, b], distinct: organisation }";

function notesOn(a: string, b: string, require = two): readonly string[] {
  return notesOf(`version: 1\npeople:\n  a: { ${a} }\n  b: { ${b} }\notherwise: { require: ${require} }\n`);
}

test.each([
  ["teams: [acme/x, acme/c]", "teams: acme/c", "`team acme/c`"],
  ["organizations: acme", "organizations: acme", "`organization acme`"],
  ["groups: acme/data", "groups: acme/data", "`group acme/data`"],
])("two organisations with the same people: %s and %s", (a, b, shared) => {
  expect(notesOn(`organisation: one, ${a}`, `organisation: two, ${b}`)).toEqual([
    `own.yml:4:3 \`a\` and \`b\`, which sit for different organisations, both name ${shared}: two people of that one are two organisations here. Name those of each organisation alone, unless that is meant.`,
  ]);
});

test("somebody who is in groups of two organisations is told by the login", () => {
  const ben = "{ login: ben, id: 2 }";
  const notes = notesOn(
    `organisation: one, users: [${ben}, { login: cleo, id: 3 }]`,
    `organisation: two, users: [${ben}, { login: dan, id: 4 }]`,
  );
  expect(notes).toEqual([expect.stringMatching(/^own\.yml:4:3 .*both name `ben`: such a person can sit for either/)]);
});

test("people of one organisation, of none, of others, or where organisations do not matter", () => {
  expect(notesOn("organisation: one, teams: acme/c", "organisation: two, teams: acme/d")).toEqual([]);
  expect(
    notesOn("organisation: one, teams: acme/c", "organisation: two, teams: acme/c", "{ count: 2, from: [a, b] }"),
  ).toEqual([]);
  const oneAlone = notesOn("organisation: one, teams: acme/c", "teams: acme/c");
  const same = notesOn("organisation: one, teams: acme/c", "organisation: one, teams: acme/c");
  for (const notes of [oneAlone, same]) expect(notes.join("\n")).not.toContain("both name");
});

test("a group that a preset brings is compared with the repository's own", () => {
  const own =
    "version: 1\nextends: tre\npeople:\n  data-controllers: { organisation: hospital, teams: acme/c }\n  output-checkers: { organisation: university, teams: acme/c }\n";
  expect(notesOf(own)).toEqual([expect.stringMatching(/^own\.yml:5:3 `data-controllers` and `output-checkers`/)]);
});
