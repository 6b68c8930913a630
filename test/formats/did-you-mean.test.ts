import { describe, expect, test } from "vitest";
import { didYouMean, findNearest, listNames, quoteName } from "../../src/formats/did-you-mean.ts";

test.each([
  ["titel", ["title", "engine"], "title"],
  ["Title", ["title"], "title"],
  ["maxrows", ["max_rows", "path"], "max_rows"],
  ["paht", ["path", "kind"], "path"],
  ["ptah", ["path"], "path"],
  ["htap", ["path"], null],
  ["cd", ["dc"], null],
  ["zzz", ["title"], null],
  ["x", ["a"], null],
  ["a", [], null],
])("%s among %j: %s", (word, known, nearest) => {
  expect(findNearest(word, known)).toBe(nearest);
});

test("of very many names the first thousand are looked at", () => {
  const others = Array.from({ length: 1000 }, (_, at) => `other_${at}`);
  expect(findNearest("titel", [...others.slice(1), "title"])).toBe("title");
  expect(findNearest("titel", [...others, "title"])).toBeNull();
});

test("a sentence, or nothing", () => {
  expect(didYouMean("titel", ["title"])).toBe(" Did you mean `title`?");
  expect(didYouMean("zzz", ["title"])).toBe("");
});

describe("names", () => {
  test("are listed as people read them", () => {
    expect(listNames([])).toBe("none");
    expect(listNames(["a"])).toBe("`a`");
    expect(listNames(["a", "b", "c"])).toBe("`a`, `b` and `c`");
    expect(listNames(["a", "b", "c"], 2)).toBe("`a`, `b` and 1 more");
  });

  test("cannot leave their quotes, their line, or hide", () => {
    expect(quoteName("a`b")).toBe("`a'b`");
    expect(quoteName("a\nb\u202ec")).toBe("`a\\u{a}b\\u{202e}c`");
    expect(quoteName("x".repeat(200))).toHaveLength(82);
  });
});
