import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readManifestYaml } from "../../src/formats/manifest-yaml.ts";

const scalarOf = (scalar: string) => {
  const [document] = readManifestYaml(`a: ${scalar}\n`, "a.yaml").documents;
  return (document?.value as { a: unknown } | undefined)?.a;
};

const scalars: readonly (readonly [string, unknown])[] = [
  ...["y", "Y", "yes", "YES", "on", "On", "true", "TRUE", "!!bool yes"].map((text) => [text, true] as const),
  ...["n", "no", "NO", "off", "Off", "false", "False"].map((text) => [text, false] as const),
  ...["~", "null", "NULL", ""].map((text) => [text, null] as const),
  ["yEs", "yEs"],
  ["tRUE", "tRUE"],
  ['"yes"', "yes"],
  ["!!str 5", "5"],
  ["0755", 493],
  ["0o14", 12],
  ["08", 8],
  ["0x1F", 31],
  ["-0x1F", -31],
  ["0b11", 3],
  ["0b12", "0b12"],
  ["1_000", 1000],
  ["_1", "_1"],
  ["1e3", 1000],
  ["1.", 1],
  ["-.5", -0.5],
  ["+1", 1],
  ["1e400", "1e400"],
  ["12:30", "12:30"],
  ["12:30:45", "12:30:45"],
  ["2001-01-01", "2001-01-01"],
  ["!!timestamp 2001-01-01", "2001-01-01"],
  ["0.1.2", "0.1.2"],
  ["=", "="],
  ["0x", "0x"],
];

/** What sigs.k8s.io/yaml v1.6 answers, which Kubernetes, Helm and Argo CD read YAML with. */
test.each(scalars)("%s is %j", (scalar, expected) => {
  expect(scalarOf(scalar)).toEqual(expected);
});

test("documents, merges and places", () => {
  const text = "# first\na: &a { x: 1, z: 2 }\nb:\n  <<: *a\n  yes: yes\n---\n---\nc:\n  - d\n...\n";
  const { documents, problems } = readManifestYaml(text, "a.yaml");
  expect(problems).toEqual([]);
  expect(documents.map(({ value }) => value)).toEqual([
    { a: { x: 1, z: 2 }, b: { x: 1, true: true, z: 2 } },
    { c: ["d"] },
  ]);
  expect(documents[1]?.spanOf(["c", 0])).toEqual({ start: { line: 9, column: 5 }, end: { line: 9, column: 6 } });
});

test("of broken grammar only the first is told, of what stands before it all", () => {
  const { documents, problems } = readManifestYaml("a: 1\n---\nb: 1\nb: 2\n---\nc: [\n---\nd: [\n", "a.yaml");
  expect(documents).toHaveLength(1);
  expect(problems.map(({ line }) => line)).toEqual([4, 7]);
});

test.each([
  ["a map", "b: 1\n? y: 1\n", 2],
  ["a list", "? [y, n]\n: 1\n", 1],
  ["an alias of a map", "a: &a { yes: 1 }\n? *a\n: 2\n", 2],
])("a key that is %s is refused, as Kubernetes does", (_, text, line) => {
  const { documents, problems } = readManifestYaml(text, "a.yaml");
  expect(documents).toEqual([]);
  expect(problems).toMatchObject([{ line, message: "A key must be one value, not a map or a list." }]);
});

describe("hostile input ends soon", () => {
  const chain = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1}\n  <<: [*a${i}, *a${i}]`);
  test.each([
    ["merges that double", `a0: &a0 { x: 1 }\n${chain.join("\n")}\n`],
    ["nesting in blocks", Array.from({ length: 1_000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
    ["nesting in brackets", "[".repeat(100_000)],
    ["nesting in braces", "{a: ".repeat(50_000)],
    ["keys without end", Array.from({ length: 120_000 }, (_, i) => `k${i}: 1`).join("\n")],
    ["aliases without end", `a: &a x\n${"- *a\n".repeat(3_000)}`],
    ["a scalar that is nearly a number", `a: 0${"_".repeat(500_000)}z\na: 1\n`],
    ["a key that objects inherit", "__proto__: { a: 1 }\n"],
  ])("%s", (_, text) => {
    const { problems } = readManifestYaml(text, "a.yaml");
    expect(problems.length).toBeGreaterThan(0);
  });

  test("documents without end are read", () => {
    expect(readManifestYaml("a: 1\n---\n".repeat(5_000), "a.yaml").documents).toHaveLength(5_000);
  });
});

test("any text is answered, and every problem stands inside of it", () => {
  const piece = fc.constantFrom(
    ...[
      "a: ",
      "- ",
      "&a ",
      "*a",
      "<<: ",
      "{",
      "}",
      "[",
      "]",
      ",",
      "\n",
      "\n  ",
      "\t",
      "---\n",
      "...\n",
      "|\n",
      "'",
      '"',
      "!!int ",
      "!x ",
      "? ",
      "%YAML 1.1\n",
      "\r",
      "\uFEFF",
      "#",
      "yes",
      "0x",
      ": ",
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      const { documents, problems } = readManifestYaml(text, "a.yaml");
      for (const { spanOf, value } of documents) {
        JSON.stringify(value);
        expect(spanOf(["a", "b", 0]).start.line).toBeGreaterThan(0);
      }
      const lines = text.split("\n").length;
      for (const { line, column, end } of problems) {
        expect(line).toBeLessThanOrEqual(lines);
        expect(column).toBeGreaterThan(0);
        expect(end.line > line || end.column > column).toBe(true);
      }
    }),
    { numRuns: 2_000, seed: 5 },
  );
});
