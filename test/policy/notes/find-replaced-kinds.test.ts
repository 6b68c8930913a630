import { expect, test } from "vitest";
import { notesOf } from "./notes-of.ts";

const tre =
  "version: 1\nextends: tre\npeople:\n  data-controllers: { organisation: h, teams: acme/c }\n  output-checkers: { organisation: u, teams: acme/o }\n";

test("a kind of a preset that is replaced takes paths from its requirements", () => {
  expect(notesOf(`${tre}kinds: { result: ["outputs/**"] }\n`)).toEqual([
    "own.yml:6:10 `result` replaces `results/**/*.dvc` and `results/**/dvc.lock` of `tre`: these are now of no kind, and `results need two organisations` does not ask for them. Add them to the list, unless that is meant.",
  ]);
  expect(notesOf(`${tre}kinds: { job: ["asks/**"] }\n`)).toEqual([
    expect.stringMatching(
      /^own\.yml:6:10 .*, and `a job request names.*` and `the owners of every dataset agree` do not/,
    ),
  ]);
});

test("only what is lost is told", () => {
  const part = notesOf(`${tre}kinds: { result: ["outputs/**", "results/**/*.dvc"] }\n`);
  expect(part).toEqual([expect.stringMatching(/`result` replaces `results\/\*\*\/dvc\.lock` of `tre`/)]);
});

test("paths that are still of a kind are not lost", () => {
  expect(notesOf(`${tre}kinds: { result: ["outputs/**", "results/**"] }\n`)).toEqual([]);
  expect(notesOf(`${tre}kinds: { result: ["outputs/**"], published: ["results/**"] }\n`)).toEqual([]);
  expect(notesOf(`${tre}kinds: { script: ["scripts/**"] }\n`)).toEqual([]);
});

test("a kind that no requirement names is told as well", () => {
  const own = "version: 1\nextends: code-repo\npeople: { data-controllers: { teams: acme/c } }\n";
  expect(notesOf(`${own}kinds: { node: ["environment/**"] }\n`)).toEqual([
    expect.stringMatching(/are now of no kind\. Add them/),
  ]);
});

test("kinds of an organisation's file are replaced only where it does not enforce them", () => {
  const people = "people: { c: { teams: acme/c } }\n";
  const above = `version: 1\n${people}kinds: { dag: ["dags/**"], job: ["jobs/**"], result: ["results/**"] }\nrequirements:\n  - { name: jobs, when: { changes: job }, require: { count: 1, from: c } }\notherwise: { require: { count: 1, from: c } }\n`;
  const own = 'version: 1\nkinds: { job: ["asks/**"] }\n';
  expect(notesOf(own, above)).toEqual([
    "own.yml:2:10 `job` replaces `jobs/**` of `above.yml`: these are now of no kind, and `jobs` does not ask for them. Add them to the list, unless that is meant.",
  ]);
  const enforced = above.replace("version: 1", "version: 1\nenforced: true");
  expect(notesOf('version: 1\nkinds: { asked: ["asks/**"] }\n', enforced)).toEqual([]);
});
