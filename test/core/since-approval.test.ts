import { describe, expect, test } from "vitest";
import { sinceApproval } from "../../src/core/since-approval.ts";
import type { ChangeRequest } from "../../src/domain/change.ts";
import { commit, jobRequest } from "./decide/facts.ts";

const sha = (digit: string) => digit.repeat(40);
const earlier = (one: string) => ({ sha: one, since: null, mergeBase: null });

/** A change whose commits are these, each with its parents. */
function change(
  items: Readonly<Record<string, readonly string[]>>,
  earlierHeads: readonly string[] = [],
): ChangeRequest {
  const commits = Object.entries(items).map(([one, parents]) => commit({ sha: sha(one), parents: parents.map(sha) }));
  const head = { ...jobRequest.head, sha: sha(Object.keys(items).at(-1) ?? "") };
  return {
    ...jobRequest,
    head,
    commits: { complete: true, items: commits },
    earlierHeads: earlierHeads.map(sha).map(earlier),
  };
}

describe("what came since an approval", () => {
  test("counts the commits on top of it", () => {
    expect(sinceApproval(sha("1"), change({ 1: ["0"], 2: ["1"], 3: ["2"] }))).toEqual({ kind: "commits", count: 2 });
  });

  test("counts those of a branch that was merged in, too", () => {
    const merged = change({ 1: ["0"], 2: ["0"], 3: ["1", "2"] });
    expect(sinceApproval(sha("1"), merged)).toEqual({ kind: "commits", count: 2 });
  });

  test("is a force push where the sha was the head and is gone", () => {
    expect(sinceApproval(sha("9"), change({ 1: ["0"] }, ["9"]))).toEqual({ kind: "force-push" });
  });

  test("is not known for the head, for what never was a head, and for what somebody wrote by hand", () => {
    for (const one of [sha("1"), sha("8"), "this", ""])
      expect(sinceApproval(one, change({ 1: ["0"] }, ["9"]))).toEqual({ kind: "unknown" });
  });

  test("is not known where the list of commits is cut short", () => {
    const whole = change({ 1: ["0"], 2: ["1"] });
    const cut = { ...whole, commits: { ...whole.commits, complete: false } };
    expect(sinceApproval(sha("1"), cut)).toEqual({ kind: "unknown" });
  });
});
