import { describe, expect, test } from "vitest";
import { hasLapsed, type LandingOnBranch, planRelease, releaseBefore } from "../../src/core/plan-release.ts";
import type { Recall, RecallCause } from "../../src/domain/recall.ts";

const ben = { id: 2, login: "ben", kind: "user" } as const;

/** Newest first; one in brackets was never live; `l4=l3` has the tree of `l3`. */
const branch = (...landings: readonly string[]): readonly LandingOnBranch[] =>
  landings.map((landing) => {
    const [sha = "", tree = sha] = landing.replace(/[()]/g, "").split("=");
    return { sha, tree, wasLive: !landing.startsWith("(") };
  });

function recall(sha: string, cause: RecallCause, more: Partial<Recall> = {}): Recall {
  const where = { repositoryKey: "github:5", ref: "refs/heads/main" } as const;
  return {
    id: `of ${sha}`,
    ...where,
    sha,
    change: 7,
    cause,
    at: "2026-11-20T12:00:00Z",
    ended: null,
    isTold: false,
    ...more,
  };
}
const takenBack = (sha: string, rollsBack = true, more: Partial<Recall> = {}) =>
  recall(sha, { kind: "taken-back", acts: [{ kind: "withdrawal", by: ben }], rollsBack }, more);
const rollback = (sha: string, to: string, tip: string) => recall(sha, { kind: "rollback", by: ben, to, tip });

describe("the landing that shall be live", () => {
  test.each([
    ["the newest, where nothing is held back", branch("l3", "l2", "l1"), [], "l3"],
    ["the one before what was taken back", branch("l3", "l2", "l1"), [takenBack("l3")], "l2"],
    ["nothing stacked on what was taken back", branch("l3", "l2", "l1"), [takenBack("l2")], "l1"],
    ["only what was live once", branch("l4", "l3", "(l2)", "l1"), [takenBack("l3")], "l1"],
    ["the newest, where people are only told", branch("l3", "l2"), [takenBack("l3", false)], "l3"],
    [
      "the newest, once the recall ended",
      branch("l3", "l2"),
      [takenBack("l3", true, { ended: { at: "", why: "" } })],
      "l3",
    ],
    ["nothing, where nothing was live before", branch("l3", "(l2)"), [takenBack("l3")], null],
    ["what a rollback goes to", branch("l3", "l2", "l1"), [rollback("l2", "l1", "l3")], "l1"],
    [
      "the newest, when something landed after a rollback",
      branch("l4", "l3", "l2"),
      [rollback("l3", "l2", "l3")],
      "l4",
    ],
    [
      "what a rollback goes to, when what lands after it is the tree that was gone back from",
      branch("(l4=l3)", "l3", "l2", "l1"),
      [rollback("l3", "l1", "l3")],
      "l1",
    ],
    [
      "the newest, when something landed above that tree",
      branch("l5", "(l4=l3)", "l3", "l2"),
      [rollback("l3", "l2", "l3")],
      "l5",
    ],
    ["the oldest of several", branch("l4", "l3", "l2", "l1"), [rollback("l4", "l3", "l4"), takenBack("l2")], "l1"],
    ["the newest, when an adopted baseline is younger than what was taken back", branch("l5"), [takenBack("l2")], "l5"],
  ])("%s", (_, landings, recalls, wanted) => {
    expect(planRelease(landings, recalls).wanted).toBe(wanted);
  });

  test("names what holds the newest back, and nothing else", () => {
    const [told, held] = [takenBack("l3", false), takenBack("l2")];
    expect(planRelease(branch("l3", "l2", "l1"), [told, held]).heldBackBy).toEqual([held]);
  });
});

test("the release before one is the newest that was live before it", () => {
  expect(releaseBefore(branch("l3", "(l2)", "l1"), "l3")).toBe("l1");
  expect(releaseBefore(branch("l3"), "l3")).toBeNull();
  expect(releaseBefore(branch("l3", "l2"), "elsewhere")).toBeNull();
});

test("a rollback lapses when something lands", () => {
  expect(hasLapsed(branch("l3", "l2"), rollback("l3", "l2", "l3"))).toBe(false);
  expect(hasLapsed(branch("l4", "l3", "l2"), rollback("l3", "l2", "l3"))).toBe(true);
  expect(hasLapsed(branch("l4=l3", "l3", "l2"), rollback("l3", "l2", "l3"))).toBe(false);
  expect(hasLapsed(branch("l5=l3", "l4", "l3", "l2"), rollback("l3", "l2", "l3"))).toBe(true);
  expect(hasLapsed(branch("l4"), rollback("l3", "l2", "l3"))).toBe(true);
  expect(hasLapsed(branch("l4", "l3"), takenBack("l3"))).toBe(false);
});
