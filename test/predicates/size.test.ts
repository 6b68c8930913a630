import { describe, expect, test } from "vitest";
import { size } from "../../src/predicates/size.ts";
import { file } from "../core/decide/facts.ts";
import { evaluate, refusals } from "./evaluate.ts";

/** Two files, seven lines added and three removed. */
const change = {
  files: {
    complete: true,
    items: [file("a", { additions: 5, deletions: 3 }), file("b", { additions: 2, deletions: 0 })],
  },
};

describe("size", () => {
  test.each<readonly [unknown, string]>([
    [{ files: ">1" }, "holds"],
    [{ files: ">2" }, "fails"],
    [{ files: ">=2" }, "holds"],
    [{ files: ">=3" }, "fails"],
    [{ files: "<3" }, "holds"],
    [{ files: "<2" }, "fails"],
    [{ files: "<=2" }, "holds"],
    [{ files: "<=1" }, "fails"],
    [{ files: "=2" }, "holds"],
    [{ files: "=1" }, "fails"],
    [{ lines: "> 9" }, "holds"],
    [{ lines: ">10" }, "fails"],
    [{ lines: "=10" }, "holds"],
    [{ files: ">1", lines: ">9" }, "holds"],
    [{ files: ">1", lines: ">10" }, "fails"],
    [{ files: ">2", lines: ">9" }, "fails"],
  ])("%j %s", (said, answer) => {
    expect(evaluate(size, said, change).answer).toBe(answer);
  });

  test("says what it saw", () => {
    expect(evaluate(size, { files: ">1" }, change).reason).toBe("it changes 2 files and 10 lines");
    const one = { files: { complete: true, items: [file("a", { additions: 1 })] } };
    expect(evaluate(size, { files: ">1" }, one).reason).toBe("it changes 1 file and 1 line");
  });

  test.each<unknown>([
    { files: 3 },
    { files: "3" },
    { files: ">" },
    { files: ">x" },
    { files: "x>3" },
    { files: ">3x" },
    { files: "!=3" },
    {},
    { bytes: ">3" },
  ])("does not take %j", (said) => {
    expect(refusals(size, said)).not.toEqual([]);
  });

  test("says how it is written", () => {
    expect(refusals(size, {})).toEqual(["`size` needs `files` or `lines`."]);
    expect(refusals(size, { lines: "5" })).toEqual([
      'A size is compared as in `">100"`, with `>`, `>=`, `<`, `<=` or `=`.',
    ]);
  });
});
