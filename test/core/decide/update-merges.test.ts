import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest, Commit } from "../../../src/domain/change.ts";
import { approval, ben, comment, commit, formerHead, head, jobRequest, policy } from "./facts.ts";

const counting = (keep: "keep" | "reset") =>
  policy(`
    people: { data-controllers: { teams: acme/data-controllers } }
    otherwise: { require: { count: 1, from: data-controllers } }
    counting: { update-merges: ${keep} }
  `);

const oldBase = "o".repeat(40);
const update = (more: Partial<Commit> = {}) =>
  commit({ sha: head, parents: [formerHead, "m".repeat(40)], isCleanUpdateMerge: true, ...more });

/** ada's commit, approved by ben, then brought up to date by the forge. */
const updated: ChangeRequest = {
  ...jobRequest,
  earlierHeads: [{ sha: formerHead, since: "2026-11-20T08:00:00Z", mergeBase: oldBase }],
  commits: { complete: true, items: [commit({ sha: formerHead }), update()] },
  reviews: [approval({ by: ben, sha: formerHead, mergeBase: oldBase, at: "2026-11-20T09:00:00Z" })],
};

function statusOf(more: Partial<ChangeRequest>, keep: "keep" | "reset" = "keep"): string {
  return decide({ ...updated, ...more }, { policy: counting(keep), node: null }).status;
}

describe("update-merges: keep", () => {
  test("an approval of the earlier head survives a clean update merge", () => {
    expect(statusOf({})).toBe("approved");
    expect(statusOf({}, "reset")).toBe("pending");
  });

  test("so does a command, and an approval given after the merge", () => {
    const said = comment({
      by: ben,
      body: `/countersign approve ${formerHead}`,
      mergeBase: oldBase,
      at: "2026-11-20T09:00:00Z",
    });
    expect(statusOf({ reviews: [], comments: [said] })).toBe("approved");
    expect(statusOf({ reviews: [approval({ by: ben, sha: formerHead, mergeBase: oldBase })] })).toBe("approved");
  });

  test("several merges in a row", () => {
    const middle = "3".repeat(40);
    const items = [commit({ sha: formerHead }), update({ sha: middle }), update({ parents: [middle, "m".repeat(40)] })];
    expect(statusOf({ commits: { complete: true, items } })).toBe("approved");
    expect(
      statusOf({
        commits: {
          complete: true,
          items: [commit({ sha: formerHead }), update({ sha: middle, isCleanUpdateMerge: false }), items[2] as Commit],
        },
      }),
    ).toBe("pending");
  });

  test.each<readonly [string, Partial<ChangeRequest>]>([
    [
      "the merge is not clean",
      { commits: { complete: true, items: [commit({ sha: formerHead }), update({ isCleanUpdateMerge: false })] } },
    ],
    [
      "the branch was merged into something else",
      {
        commits: {
          complete: true,
          items: [commit({ sha: formerHead }), update({ parents: ["m".repeat(40), formerHead] })],
        },
      },
    ],
    [
      "the merge has no parents",
      { commits: { complete: true, items: [commit({ sha: formerHead }), update({ parents: [] })] } },
    ],
    ["the earlier head is not known", { earlierHeads: [] }],
    ["its time is not known", { earlierHeads: [{ sha: formerHead, since: null, mergeBase: oldBase }] }],
    [
      "it became the head again later",
      {
        earlierHeads: [...updated.earlierHeads, { sha: formerHead, since: "2026-11-20T09:30:00Z", mergeBase: oldBase }],
      },
    ],
    [
      "it became the head again, nobody knows when",
      { earlierHeads: [...updated.earlierHeads, { sha: formerHead, since: null, mergeBase: oldBase }] },
    ],
    [
      "it became the head again, nobody knew when first",
      { earlierHeads: [{ sha: formerHead, since: null, mergeBase: oldBase }, ...updated.earlierHeads] },
    ],
    [
      "it is told twice of one moment, with two merge bases",
      {
        earlierHeads: [
          ...updated.earlierHeads,
          { ...updated.earlierHeads[0], sha: formerHead, since: "2026-11-20T08:00:00Z", mergeBase: "x".repeat(40) },
        ],
      },
    ],
    [
      "its merge base is not known",
      { earlierHeads: [{ sha: formerHead, since: "2026-11-20T08:00:00Z", mergeBase: null }] },
    ],
    [
      "the approval is of another merge base",
      { reviews: [approval({ by: ben, sha: formerHead, at: "2026-11-20T09:00:00Z" })] },
    ],
    [
      "the approval is of another base",
      {
        reviews: [
          approval({
            by: ben,
            sha: formerHead,
            mergeBase: oldBase,
            baseRef: "refs/heads/x",
            at: "2026-11-20T09:00:00Z",
          }),
        ],
      },
    ],
    [
      "it is older than the earlier head",
      { reviews: [approval({ by: ben, sha: formerHead, mergeBase: oldBase, at: "2026-11-20T08:00:00Z" })] },
    ],
  ])("not when %s", (_, more) => {
    expect(statusOf(more)).toBe("pending");
  });

  test("the latest time at which it became the head is what counts, in whatever order they are told", () => {
    const heads = [{ sha: formerHead, since: "2026-11-20T08:30:00Z", mergeBase: oldBase }, ...updated.earlierHeads];
    expect(statusOf({ earlierHeads: heads })).toBe("approved");
    expect(statusOf({ earlierHeads: heads.toReversed() })).toBe("approved");
    expect(
      statusOf({
        earlierHeads: heads,
        reviews: [approval({ by: ben, sha: formerHead, mergeBase: oldBase, at: "2026-11-20T08:15:00Z" })],
      }),
    ).toBe("pending");
  });

  test("a merge base of when it was the head before says nothing of the latest time", () => {
    const before = { sha: formerHead, since: "2026-11-20T07:00:00Z", mergeBase: "x".repeat(40) };
    expect(statusOf({ earlierHeads: [before, ...updated.earlierHeads] })).toBe("approved");
  });

  test("an earlier head of another sha says nothing of this one", () => {
    const other = { sha: "9".repeat(40), since: "2026-11-20T09:30:00Z", mergeBase: "x".repeat(40) };
    expect(statusOf({ earlierHeads: [other, ...updated.earlierHeads] })).toBe("approved");
    expect(statusOf({ earlierHeads: [...updated.earlierHeads, other] })).toBe("approved");
    expect(statusOf({ earlierHeads: [other] })).toBe("pending");
  });

  test("told twice for one instant with different merge bases, neither is known", () => {
    const [first] = updated.earlierHeads as [ChangeRequest["earlierHeads"][number]];
    const heads = [first, { ...first, mergeBase: "x".repeat(40) }];
    for (const earlierHeads of [heads, heads.toReversed()]) {
      const { status, approvals } = decide({ ...updated, earlierHeads }, { policy: counting("keep"), node: null });
      expect(status).toBe("pending");
      expect(approvals[0]?.why).toContain("it is not known on which merge base it was given");
    }
    expect(statusOf({ earlierHeads: [first, { ...first }] })).toBe("approved");
  });

  test("a merge without parents says so to a command as to a review", () => {
    const said = comment({ by: ben, body: `/countersign approve ${formerHead}`, mergeBase: oldBase });
    expect(
      statusOf({
        reviews: [],
        comments: [said],
        commits: { complete: true, items: [commit({ sha: formerHead }), update({ parents: [] })] },
      }),
    ).toBe("pending");
  });

  test("a merge base that is not known asks for the command", () => {
    const heads = [{ sha: formerHead, since: "2026-11-20T08:00:00Z", mergeBase: null }];
    const { approvals } = decide({ ...updated, earlierHeads: heads }, { policy: counting("keep"), node: null });
    expect(approvals[0]?.why).toContain("it is not known on which merge base it was given");
  });

  test("commits that go round in a circle end", () => {
    expect(statusOf({ commits: { complete: true, items: [update({ parents: [head] })] } })).toBe("pending");
  });
});
