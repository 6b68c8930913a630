import { expect, test } from "vitest";
import { readScriptBlock } from "../../src/formats/pep723.ts";

test("the example of the standard", () => {
  const text = `#!/usr/bin/env python
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "requests<3",
#   "rich",
# ]
# ///

import requests
`;
  const read = readScriptBlock(text, "a.py");
  expect(
    read?.requirements.map(({ key, specifier, span }) => [key, specifier, span.start.line, span.start.column]),
  ).toEqual([
    ["requests", "<3", 5, 6],
    ["rich", "", 6, 6],
  ]);
  expect(read?.problems).toEqual([]);
});

test("a block that is not closed, or of another type, is none", () => {
  expect(readScriptBlock("# /// script\n# dependencies = []\nimport a\n", "a.py")).toBeNull();
  expect(readScriptBlock("# /// other\n# dependencies = []\n# ///\n", "a.py")).toBeNull();
});

test("TOML that is wrong is told where it stands in the file", () => {
  const read = readScriptBlock("x = 1\n# /// script\n# dependencies = [\n# oops\n# ]\n# ///\n", "a.py");
  expect(read?.problems[0]).toMatchObject({ line: 4 });
  expect(read?.problems[0]?.column).toBeGreaterThanOrEqual(3);
});
