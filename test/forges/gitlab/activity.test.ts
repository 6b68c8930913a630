import { describe, expect, test } from "vitest";
import { type Push, pushersOf, tipsOf } from "../../../src/forges/gitlab/activity.ts";

const ada = { id: 1, login: "ada" };
const ben = { id: 2, login: "ben" };
const at = "2026-11-20T10:00:00Z";

/** A push of a branch from a tip to a tip; one of many branches at once where it says neither. */
function push(by: typeof ada, from: string | null, sha: string | null, branch = "x"): Push {
  return { by, at, branch, action: from === null ? "created" : sha === null ? "removed" : "pushed", from, sha };
}

const many: Push = { by: ben, at, branch: null, action: "pushed", from: null, sha: null };

describe("who pushed to a branch", () => {
  test.each<readonly [string, readonly Push[], readonly string[], readonly (typeof ada)[] | null]>([
    ["all who did", [push(ben, "a", "b"), push(ada, null, "a")], ["b"], [ben, ada]],
    ["nobody of another branch", [push(ben, "a", "c", "y"), push(ada, null, "a")], ["a"], [ada]],
    [
      "nobody of an earlier branch of that name",
      [push(ada, null, "a"), push(ben, "z", null), push(ben, null, "z")],
      ["a"],
      [ada],
    ],
    [
      "those before a deletion, when one of their heads was a head of the change",
      [push(ada, null, "a"), push(ben, "z", null), push(ben, null, "z")],
      ["a", "z"],
      [ada, ben],
    ],
    ["nobody of what came after the head", [push(ben, "a", null), push(ada, null, "a")], ["a"], [ada]],
    ["nobody knows, when a head came from nowhere", [push(ada, null, "a")], ["a", "q"], null],
    ["nobody knows, when nothing is remembered", [], ["a"], null],
    [
      "all who did, when another push did nothing to it",
      [push(ada, "a", "b"), many, push(ben, null, "a")],
      ["b"],
      [ada, ben],
    ],
    [
      "nobody knows, when an earlier head came by such a push",
      [push(ada, "b", "c"), many, push(ada, null, "a")],
      ["c", "b"],
      null,
    ],
  ])("%s", (_name, pushes, heads, pushers) => {
    expect(pushersOf(pushes, "x", heads)).toEqual(pushers && { pushers, since: null });
  });

  test.each([
    ["how that came to be is not remembered", [push(ada, "b", "c")]],
    ["another push may have made it", [push(ada, "b", "c"), many, push(ada, null, "a")]],
  ])("is known since a tip, where %s", (_name, pushes) => {
    expect(pushersOf(pushes, "x", ["c"])).toEqual({ pushers: [ada], since: "b" });
  });
});

describe("the tips of a branch", () => {
  const tips = (...pushes: readonly Push[]) => tipsOf(pushes, "x").map(({ sha }) => sha);

  test.each<readonly [string, readonly Push[], readonly (string | null)[]]>([
    ["are those of its pushes", [push(ada, "a", "b"), push(ben, "q", "r", "y"), push(ada, null, "a")], ["b", "a"]],
    ["that may have been moved last, is not known", [many, push(ada, null, "a")], [null, "a"]],
    [
      "after a push that may have moved it, is known from the next one",
      [push(ada, "b", "c"), many, push(ada, null, "a")],
      ["c", "b", "a"],
    ],
    [
      "between two pushes that may have moved it, is not known",
      [push(ada, "a", "c"), many, many, push(ada, null, "a")],
      ["c", "a", null, "a"],
    ],
    ["that was lost nobody knows when, is not known", [push(ada, "b", "c"), push(ada, null, "a")], ["c", null]],
    [
      "of a branch that was made again",
      [push(ada, null, "b"), push(ben, "a", null), push(ada, null, "a")],
      ["b", null, "a"],
    ],
  ])("%s", (_name, pushes, expected) => {
    expect(tips(...pushes)).toEqual(expected);
  });
});
