import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { notesOf } from "./notes-of.ts";

const people =
  "people: { c: { teams: acme/c, organisation: one }, d: { teams: acme/d, organisation: two }, e: { teams: acme/e } }\ncommands: { merge: [c, d, e] }\n";

function notesOn(when: string, require: string, otherwise: string): readonly string[] {
  const text = `version: 1\n${people}requirements:\n  - { when: ${when}, require: ${require} }\notherwise: { require: ${otherwise} }\n`;
  return notesOf(text).filter((note) => note.includes("so that `otherwise` is not asked"));
}

const c = "{ count: 1, from: c }";
const d = "{ count: 1, from: d }";
const either = "{ count: 2, from: [c, d] }";

describe("a requirement that a change can be made to fall under, and that asks for less than `otherwise`", () => {
  test.each([
    ['{ size: { lines: ">1000" } }', either, c],
    ["{ findings: error }", d, c],
    ["{ title: hotfix }", d, c],
    ["{ labels: urgent }", d, c],
    ["{ draft: false }", d, c],
    ["{ from-fork: true }", d, c],
    ["{ not: { labels: urgent } }", d, c],
    ["{ any: [{ changes: dag }, { labels: urgent }] }", d, c],
    ["{ all: [{ draft: false }, { labels: urgent }] }", d, c],
    ["{ labels: urgent }", c, "{ count: 2, from: c }"],
    ["{ labels: urgent }", c, `{ all: [${c}, { signed: true }] }`],
    ["{ labels: urgent }", `{ any: [${c}, ${d}] }`, c],
    ["{ labels: urgent }", c, "{ count: 1, from: c, permissions: [maintain] }"],
    ["{ labels: urgent }", "{ count: 2, from: c }", "{ count: 2, from: c, distinct: organisation }"],
    ["{ labels: urgent }", "{ count: 1, from: [c, e], permissions: [write] }", "{ count: 1, from: c }"],
    ["{ labels: urgent }", "{ signed: true }", c],
    ["{ labels: urgent }", "{ count: 1, permissions: [write] }", c],
    ["{ labels: urgent }", "{ count: 2, from: [c, d, e], distinct: organisation }", "{ count: 2, from: [c] }"],
  ])("%s: %s, otherwise %s", (when, require, otherwise) => {
    expect(notesOn(when, require, otherwise)).toEqual([
      expect.stringMatching(/^own\.yml:5:\d+ The author of a change can make /),
    ]);
  });

  test("also where it applies to every change", () => {
    const notes = (require: string, otherwise: string) =>
      notesOf(`version: 1\n${people}requirements: [{ require: ${require} }]\notherwise: { require: ${otherwise} }\n`);
    const told = expect.stringContaining("This applies to every change, and covers all paths, so that `otherwise` is");
    expect(notes(c, "{ count: 2, from: c }")).toContainEqual(told);
    expect(notes("{ count: 2, from: c }", c)).not.toContainEqual(told);
    const both = `[{ require: ${c} }, { require: ${d} }, { when: { labels: urgent }, require: ${d} }]`;
    const round = (otherwise: string) =>
      notesOf(`version: 1\n${people}requirements: ${both}\notherwise: { require: ${otherwise} }\n`);
    expect(round("{ count: 2, from: c }").filter((note) => note.includes("is not asked for any"))).toHaveLength(2);
    expect(round(d).filter((note) => note.includes("is not asked for any"))).toEqual([]);
    expect(notes("{ count: 1, from: dataset-owners, each: dataset }", c)).not.toContainEqual(told);
    expect(notes("{ agreement: true }", c)).not.toContainEqual(told);
  });

  test("it is told what is brought about", () => {
    expect(notesOn('{ size: { lines: ">1000" } }', either, c)).toEqual([
      expect.stringContaining(
        "The author of a change can make `size` hold, and this covers all paths then, so that `otherwise` is not asked",
      ),
    ]);
  });
});

describe("what asks for as much as `otherwise`, or cannot be brought about, is not noted", () => {
  test.each([
    ["{ labels: urgent }", c, c],
    ["{ labels: urgent }", "{ count: 2, from: c }", "{ count: 1, from: [c, d] }"],
    ["{ labels: urgent }", `{ all: [${c}, ${either}] }`, c],
    ["{ labels: urgent }", `{ all: [${c}, { signed: true }] }`, `{ all: [{ signed: true }, ${c}] }`],
    ["{ labels: urgent }", `{ any: [${c}, { count: 3, from: c }] }`, c],
    ["{ labels: urgent }", c, `{ any: [${c}, { signed: true }] }`],
    ["{ labels: urgent }", "{ count: 1, from: c, permissions: [admin] }", "{ count: 1, permissions: [maintain] }"],
    ["{ labels: urgent }", "{ count: 2, from: [c, d, e], distinct: organisation }", c],
    ["{ labels: urgent, changes: dag }", d, c],
    ["{ changes: dag }", d, c],
    ["{ all: [{ labels: urgent }, { author: c }] }", d, c],
    ["{ not: { any: [{ labels: urgent }, { changes: dag }] } }", d, c],
    ["{ labels: urgent }", d, "none"],
  ])("%s: %s, otherwise %s", (when, require, otherwise) => {
    expect(notesOn(when, require, otherwise)).toEqual([]);
  });
});

const directory = join(import.meta.dirname, "../../../policies");

test.each(readdirSync(directory).filter((file) => /^[a-z-]+\.yml$/.test(file)))(
  "the preset %s has none, also with a further organisation",
  (file) => {
    const text = readFileSync(join(directory, file), "utf8");
    const wider = text.replace(/^people:.*$/m, "$&\n  registry: { organisation: registry, teams: acme/registry }");
    expect(notesOf(wider).filter((note) => note.includes("so that `otherwise` is not asked"))).toEqual([]);
  },
);
