import { describe, expect, test } from "vitest";
import { type Push, pushersOf } from "../../../src/forges/gitlab/activity.ts";

const ada = { id: 1, login: "ada" };
const ben = { id: 2, login: "ben" };
const at = "2026-11-20T10:00:00Z";

function push(by: typeof ada, action: string, sha: string | null, branch = "x"): Push {
  return { by, at, branch, action, sha };
}

describe("who pushed to a branch", () => {
  test.each([
    ["all who did", [push(ben, "pushed", "b"), push(ada, "created", "a")], ["b"], [ben, ada]],
    ["nobody of another branch", [push(ben, "pushed", "c", "y"), push(ada, "created", "a")], ["a"], [ada]],
    [
      "nobody of an earlier branch of that name",
      [push(ada, "created", "a"), push(ben, "removed", null), push(ben, "created", "z")],
      ["a"],
      [ada],
    ],
    [
      "those before a deletion, when one of their heads was a head of the change",
      [push(ada, "created", "a"), push(ben, "removed", null), push(ben, "created", "z")],
      ["a", "z"],
      [ada, ben],
    ],
    ["nobody knows, when a head came from nowhere", [push(ada, "created", "a")], ["a", "q"], null],
    ["nobody knows, when nothing is remembered", [], ["a"], null],
  ])("%s", (_name, pushes, heads, expected) => {
    expect(pushersOf(pushes, "x", heads)).toEqual(expected);
  });
});
