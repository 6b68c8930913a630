import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readYaml, type YamlPath } from "../../src/formats/yaml-document.ts";
import { fuzzed } from "../support/fuzzed.ts";

function textAt(text: string, at: YamlPath, part?: "key" | "value"): string {
  const reading = readYaml(text, "a.yml");
  if ("problems" in reading) throw new Error(reading.problems[0].message);
  const { start, end } = reading.document.spanOf(at, part);
  const line = text.split("\n")[start.line - 1] ?? "";
  return line.slice(start.column - 1, end.line === start.line ? end.column - 1 : undefined);
}

describe("where a value stands", () => {
  const text = `a: { b: [ x, "y z" ] }
# comment
"c d": &anchor
  e: 😀 here
f: *anchor
`;

  test.each([
    [["a", "b", 1], "value", '"y z"'],
    [["a", "b"], "key", "b"],
    [["c d", "e"], "value", "😀 here"],
    [["c d"], "key", '"c d"'],
    [["f", "e"], "value", "😀 here"],
    [["a", "nothing", "below"], "value", '{ b: [ x, "y z" ] }'],
  ] as const)("%j (%s)", (at, part, expected) => {
    expect(textAt(text, at, part)).toBe(expected);
  });
});

test("spans of any plain document name exactly the value's own text", () => {
  const key = fc.stringMatching(/^[a-z]{1,8}$/);
  const value = fc.stringMatching(/^[a-z][a-z ]{0,10}[a-zé😀]$/u);
  fc.assert(
    fc.property(
      fc.dictionary(key, fc.dictionary(key, value, { minKeys: 1, maxKeys: 4 }), { minKeys: 1, maxKeys: 4 }),
      (data) => {
        const text = Object.entries(data)
          .map(
            ([outer, inner]) =>
              `${outer}:\n${Object.entries(inner)
                .map(([k, v]) => `  ${k}:   '${v}'  # note`)
                .join("\n")}`,
          )
          .join("\n");
        for (const [outer, inner] of Object.entries(data)) {
          for (const [k, v] of Object.entries(inner)) {
            expect(textAt(text, [outer, k])).toBe(`'${v}'`);
            expect(textAt(text, [outer, k], "key")).toBe(k);
          }
        }
      },
    ),
    fuzzed(100),
  );
});

test("no text makes it throw, and every problem stands inside the text", () => {
  const fragment = fc.constantFrom(
    "a",
    ":",
    " ",
    "\n",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "&x",
    "*x",
    "'",
    '"',
    "|",
    ">",
    "!!",
    "\t",
    "#",
    "?",
    "<<",
    "\0",
    "é",
    "😀",
    "\r",
    "%",
    "---\n",
  );
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 40 }), (parts) => {
      const text = parts.join("");
      const reading = readYaml(text, "a.yml");
      if ("document" in reading) return;
      for (const { line, column } of reading.problems) {
        expect(line).toBeGreaterThan(0);
        expect(column).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(text.split("\n").length + 1);
      }
    }),
    fuzzed(1000),
  );
});
