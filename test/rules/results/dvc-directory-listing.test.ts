import { describe, expect, test } from "vitest";
import { told } from "./inspect-results.ts";

const md5 = "d8e8fca2dc0f896fd7cb4cb0031ba249";
const path = "results/63d0e317dee0a55c4e59d2ec0eef33.dir";
const listing = (...entries: readonly unknown[]) => JSON.stringify(entries);
const inspect = (text: string, at = path) => told("RES-008", at, text);

describe("is refused", () => {
  test.each([
    [
      "a path upwards",
      listing({ md5, relpath: "../x" }),
      "The path `../x` has `..`; it must stay inside the directory.",
    ],
    [
      "an absolute path",
      listing({ md5, relpath: "/x" }),
      "The path `/x` is absolute; it must stay inside the directory.",
    ],
    [
      "a crafted digest",
      listing({ md5: "../../x", relpath: "x" }),
      "The entry `x` must have an `md5` of 32 hex digits",
    ],
    ["a digest of a directory", listing({ md5: `${md5}.dir`, relpath: "x" }), "The entry `x` must have an `md5`"],
    ["no path", listing({ md5 }), "An entry of the listing has no `relpath`."],
    ["a path twice", listing({ md5, relpath: "x" }, { md5, relpath: "x" }), "The path `x` is listed twice."],
    ["capitals", listing({ md5, relpath: "x" }, { md5, relpath: "X" }), "The paths `x` and `X` are one where"],
    [
      "accents",
      listing({ md5, relpath: "\u00e9" }, { md5, relpath: "e\u0301" }),
      "are one where capitals are not told",
    ],
    ["an entry that is none", "[1]", "An entry of the listing has no `relpath`."],
    ["a map", "{}", "The listing of a DVC directory must be a list."],
    ["what is no JSON", "[", "The listing of a DVC directory must be JSON."],
  ])("%s", async (_, text, expected) => {
    const said = await inspect(text);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(expected);
  });
});

test("the finding stands on the name", async () => {
  expect(await inspect(listing({ md5, relpath: "a" }, { md5, relpath: "../b" }))).toEqual([
    "1:111 The path `../b` has `..`; it must stay inside the directory.",
  ]);
});

test("what DVC writes is good, and other files are not looked at", async () => {
  expect(await inspect(listing({ md5, relpath: "a/b.csv" }, { md5, relpath: "a/c.csv" }))).toEqual([]);
  expect(await inspect("[1]", "notes/my.dir")).toEqual([]);
});
