import { expect, test } from "vitest";
import { asMerged } from "../../src/core/as-merged.ts";
import { baseChange, withApprovals } from "../../src/core/base-change.ts";
import { whyOtherwise } from "../../src/core/compare-decisions.ts";
import { changesAnything, diffSettings } from "../../src/core/diff-settings.ts";
import type { Decision, DecisionNode } from "../../src/domain/decision.ts";

const mergedAt = "2026-01-01T11:00:00Z";
const ben = { id: 2, login: "ben" };

test("what was said after the merge is left out, and what was dismissed after it stands", () => {
  const [review] = withApprovals(baseChange, [ben]).reviews;
  if (review === undefined) throw new Error("an approval makes a review");
  const dismissed = { by: ben, at: "2026-01-01T12:00:00Z" };
  const reviews = [review, { ...review, id: 2, at: "2026-01-01T11:00:01Z" }, { ...review, id: 3, dismissed }];
  const comment = {
    id: 4,
    account: { ...ben, kind: "user" as const },
    body: "",
    baseRef: null,
    mergeBase: null,
    edited: false,
  };
  const comments = [
    { ...comment, at: mergedAt },
    { ...comment, id: 5, at: "2026-01-02T00:00:00Z" },
  ];
  const seen = asMerged({ ...baseChange, reviews, comments }, mergedAt);
  expect(seen.reviews.map(({ id, dismissed: by }) => [id, by])).toEqual([
    [review.id, null],
    [3, null],
  ]);
  expect(seen.comments.map(({ id }) => id)).toEqual([4]);
  expect(seen.now).toBe(mergedAt);
});

test("why a decision is another is told by the nodes that made it so", () => {
  const node = (name: string, status: DecisionNode["status"], children: DecisionNode[] = []): DecisionNode => ({
    name,
    status,
    reason: `because ${name}`,
    waitingFor: [],
    children,
  });
  const decision = (status: Decision["status"], ...children: DecisionNode[]): Decision => ({
    version: 1,
    status,
    summary: "",
    tree: node("all", status, children),
    approvals: [],
    policy: { sha256: "", name: "" },
  });
  const good = decision("approved", node("a", "approved"));
  const bad = decision(
    "pending",
    node("a", "approved"),
    node("b", "pending", [node("c", "pending"), node("d", "skipped")]),
  );
  expect(whyOtherwise(good, bad)).toEqual(["now: c: because c"]);
  expect(whyOtherwise(bad, good)).toEqual(["before: c: because c"]);
  expect(whyOtherwise(good, good)).toEqual([]);
});

test("settings are compared line by line", () => {
  expect(diffSettings(["a", "b"], ["b", "c"])).toEqual(["  b", "- a", "+ c"]);
  expect(changesAnything(diffSettings(["a"], ["a"]))).toBe(false);
  expect(changesAnything(diffSettings([], ["a"]))).toBe(true);
});
