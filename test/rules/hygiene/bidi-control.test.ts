import { describe, expect, test } from "vitest";
import { told } from "./inspect-hygiene.ts";

const inspect = (path: string, text: string) => told("HYG-002", path, text);

test("each of them is told by its code point, and never shown", async () => {
  for (const character of "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069") {
    const said = await inspect("dags/a.py", `x = 1\ny = "a${character}b"\n`);
    expect(said).toEqual([expect.stringMatching(/^2:7 U\+20[26][0-9A-E] \([a-z -]+\) makes this line look different/)]);
    expect(said.join("")).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  }
});

test("one finding a line, which counts", async () => {
  expect(await inspect("jobs/a.yml", "# \u202E x \u2066 y\n# \u2069\n")).toEqual([
    "1:3 U+202E (right-to-left override) and 1 more make this line look different from what is read.",
    "2:3 U+2069 (pop directional isolate) makes this line look different from what is read.",
  ]);
});

describe("where it is looked for", () => {
  test.each([
    ["deploy.sh", 1],
    ["src/a.js", 1],
    [".github/workflows/ci.yml", 1],
    ["README.md", 0],
    ["docs/index.html", 0],
    ["locales/ar.json", 0],
    ["web/translations/he.yaml", 0],
    ["plugins/README.md", 1], // of a kind that is governed
  ])("%s: %i", async (path, count) => {
    expect(await inspect(path, "a: \u2067b\u2069\n")).toHaveLength(count);
  });
});

test("an escape in a string is what a reviewer can see", async () => {
  expect(await inspect("dags/a.py", 'x = "\\u202e"\n')).toEqual([]);
});

test("a file full of them is told twenty times", async () => {
  expect(await inspect("a.js", "// \u202E\n".repeat(1000))).toHaveLength(20);
});
