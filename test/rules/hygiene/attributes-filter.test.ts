import { describe, expect, test } from "vitest";
import { told } from "./inspect-hygiene.ts";

const inspect = (text: string, path = ".gitattributes") => told("HYG-008", path, text);

test.each([
  ["*.py filter=lfs diff=lfs merge=lfs -text", "`filter=lfs` makes files such as `dags/example.py` differ"],
  ["* filter=crypt", "`filter=crypt` makes files such as `dags/example.py` differ"],
  ["jobs/*.yml working-tree-encoding=UTF-16", "`working-tree-encoding=UTF-16` makes"],
  ["*.py ident", "`ident` makes"],
])("%s", async (text, expected) => {
  const said = await inspect(`${text}\n`);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(expected);
});

describe("is good", () => {
  test.each([
    "*.csv filter=lfs diff=lfs merge=lfs -text",
    "data/** filter=lfs",
    "*.py -filter",
    "*.py working-tree-encoding=UTF-8",
    "*.py text eol=lf",
  ])("%s", async (text) => {
    expect(await inspect(`${text}\n`)).toEqual([]);
  });
});
