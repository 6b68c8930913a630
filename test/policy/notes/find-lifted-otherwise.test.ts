import { expect, test } from "vitest";
import { notesOf } from "./notes-of.ts";

const people = "people: { data-controllers: { teams: acme/c } }\n";
const lifted = "otherwise: { require: none }\n";
const requirement = "requirements: [{ when: { changes: dag }, require: { count: 1, from: data-controllers } }]\n";

test("`otherwise` that asks for nothing", () => {
  expect(notesOf(`version: 1\n${people}${requirement}${lifted}`)).toEqual([
    'own.yml:4:23 Every path that no requirement covers, also one that is added later, needs no approval at all. Say in a requirement for which paths that is meant, such as `only-paths: ["docs/**"]`.',
  ]);
});

test("that of a preset which it lifts is named", () => {
  expect(notesOf(`version: 1\nextends: code-repo\n${people}${lifted}`)).toEqual([
    expect.stringMatching(/^own\.yml:4:23 .*It takes the place of what `otherwise` of `code-repo` asks for\./),
  ]);
});

test("one that asks somebody is not noted", () => {
  expect(notesOf(`version: 1\nextends: code-repo\n${people}otherwise: { require: { signed: true } }\n`)).toEqual([]);
});
