import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest } from "../../../src/domain/change.ts";
import {
  ada,
  approval,
  ben,
  cleo,
  comment,
  commit,
  dan,
  eve,
  formerHead,
  head,
  jobRequest,
  label,
  nodeOf,
  person,
  policy,
  robot,
} from "./facts.ts";

const people = "people: { data-controllers: { teams: acme/data-controllers } }";
const labelled = policy(`
  ${people}
  otherwise: { require: { labels: urgent, from: data-controllers } }
`);
const byBen = { labels: [label({ by: ben })] };

function decideOn(more: Partial<ChangeRequest>, source = labelled, node: ReturnType<typeof nodeOf> | null = null) {
  return decide({ ...jobRequest, ...more }, { policy: source, node });
}

function statusOf(more: Partial<ChangeRequest>, source = labelled): string {
  return decideOn(more, source).status;
}

function reasonOf(more: Partial<ChangeRequest>, source = labelled): string | undefined {
  return decideOn(more, source).tree.children[0]?.reason;
}

/** What ben says after he set the label. */
function says(command: string, at = "2026-11-20T13:00:00Z", id = 1) {
  return comment({ by: ben, body: `/countersign ${command}`, at, id });
}

describe("a label that somebody of a group has to set", () => {
  test.each<readonly [string, Partial<ChangeRequest>, string]>([
    ["set by a member after the push", byBen, "approved"],
    ["not set", { labels: [] }, "pending"],
    ["another one", { labels: [label({ by: ben, name: "Urgent" })] }, "pending"],
    ["set by a stranger", { labels: [label({ by: eve })] }, "pending"],
    [
      "set by a bot of the team",
      { labels: [label({ by: robot })], groups: { "team:acme/data-controllers": [person(robot)] } },
      "pending",
    ],
    ["set by who left the team afterwards", { ...byBen, groups: { "team:acme/data-controllers": [] } }, "pending"],
    ["set before the push", { labels: [label({ by: ben, at: "2026-11-20T09:00:00Z" })] }, "pending"],
    ["set in the instant of the push", { labels: [label({ by: ben, at: jobRequest.head.since })] }, "pending"],
    [
      "set, nobody knows since when the head is the head",
      { ...byBen, head: { ...jobRequest.head, since: null } },
      "pending",
    ],
    ["set by a member who pushed afterwards", { ...byBen, pushers: [person(ada), person(ben)] }, "pending"],
    ["set by the author", { ...byBen, author: ben }, "pending"],
    ["set by who asked for the run", { ...byBen, requester: person(ben) }, "pending"],
    ["set by a stranger, and then by a member", { labels: [label({ by: eve }), ...byBen.labels] }, "approved"],
    ["set, by a group that cannot be read", { ...byBen, groups: {} }, "failed"],
    ["set, nobody knows by whom", { labels: [label({ by: null })] }, "failed"],
    ["set, nobody knows when", { labels: [label({ by: ben, at: null })] }, "failed"],
    ["set by a member, and nobody knows by whom", { labels: [...byBen.labels, label({ by: null })] }, "failed"],
    [
      "of another name set by nobody knows whom",
      { labels: [...byBen.labels, label({ by: null, name: "x" })] },
      "approved",
    ],
  ])("%s", (_, more, status) => {
    expect(statusOf(more)).toBe(status);
  });

  test("several must all be set", () => {
    const both = policy(`
      ${people}
      otherwise: { require: { labels: [urgent, safe], from: data-controllers } }
    `);
    expect(statusOf(byBen, both)).toBe("pending");
    const decision = decideOn({ labels: [...byBen.labels, label({ by: cleo, name: "safe" })] }, both);
    expect(decision).toMatchObject({
      status: "approved",
      summary: "Approved by the label `urgent` set by ben (2) and the label `safe` set by cleo (3).",
    });
  });
});

describe("it lives as long as any approval", () => {
  const prod = { base: { ref: "refs/heads/prod", sha: "c".repeat(40) } };

  test("of a head of which it is known since when it is", () => {
    expect(reasonOf({ ...byBen, head: { ...jobRequest.head, since: null } })).toContain(
      "of ben, it is not known since when 1111111 is the head",
    );
  });

  test("of the base branch for which it was set", () => {
    expect(statusOf({ ...byBen, ...prod })).toBe("pending");
    expect(reasonOf({ ...byBen, ...prod })).toBe(
      "the label `urgent` does not count: of ben, given when the base was `refs/heads/main`; remove it and set it again",
    );
    expect(reasonOf({ labels: [label({ by: ben, baseRef: null })] })).toContain(
      "it is not known for which base branch it was given",
    );
    expect(statusOf({ labels: [label({ by: ben, baseRef: "refs/heads/prod" })], ...prod })).toBe("approved");
  });

  test("of the merge base on which it was set", () => {
    expect(reasonOf({ ...byBen, mergeBase: "c".repeat(40) })).toContain(
      "given on the merge base mmmmmmm, before it moved",
    );
    expect(reasonOf({ labels: [label({ by: ben, mergeBase: null })] })).toContain(
      "it is not known on which merge base",
    );
  });

  test("of one head alone, also when that was pushed away and came back", () => {
    const back = { ...jobRequest.head, since: "2026-11-20T14:00:00Z" };
    expect(statusOf({ ...byBen, head: back })).toBe("pending");
    expect(reasonOf({ ...byBen, head: back })).toBe(
      "the label `urgent` does not count: of ben, set no later than the latest push; remove it and set it again",
    );
    expect(statusOf({ labels: [label({ by: ben, at: "2026-11-20T15:00:00Z" })], head: back })).toBe("approved");
  });

  test("and is not kept where approvals are, as it names no commit", () => {
    const kept = policy(`
      ${people}
      counting: { update-merges: keep }
      otherwise: { require: { any: [{ labels: urgent, from: data-controllers }, { count: 1, from: data-controllers }] } }
    `);
    const merged = {
      head: { ...jobRequest.head, since: "2026-11-20T14:00:00Z" },
      earlierHeads: [{ sha: formerHead, since: "2026-11-20T10:00:00Z", mergeBase: jobRequest.mergeBase }],
      commits: {
        complete: true,
        items: [
          commit({ sha: formerHead }),
          commit({ parents: [formerHead, "m".repeat(40)], isCleanUpdateMerge: true }),
        ],
      },
    };
    expect(statusOf({ ...merged, reviews: [approval({ by: ben, sha: formerHead })] }, kept)).toBe("approved");
    expect(statusOf({ ...merged, ...byBen }, kept)).toBe("pending");
  });

  test("until it expires", () => {
    const brief = policy(`
      ${people}
      counting: { expire-after: 6h }
      otherwise: { require: { labels: urgent, from: data-controllers } }
    `);
    expect(statusOf({ ...byBen, now: "2026-11-20T18:00:00Z" }, brief)).toBe("approved");
    expect(reasonOf({ ...byBen, now: "2026-11-20T18:00:01Z" }, brief)).toBe(
      "the label `urgent` does not count: of ben, it has expired; remove it and set it again",
    );
  });

  test("until who set it withdraws, and nobody else", () => {
    expect(reasonOf({ ...byBen, comments: [says("withdraw")] })).toBe(
      "the label `urgent` does not count: of ben, they withdrew it; remove it and set it again",
    );
    expect(statusOf({ ...byBen, comments: [says("withdraw", "2026-11-20T11:00:00Z")] })).toBe("approved");
    expect(statusOf({ ...byBen, comments: [comment({ by: cleo, body: "/countersign withdraw" })] })).toBe("approved");
    const again = { labels: [label({ by: ben, at: "2026-11-20T14:00:00Z" })], comments: [says("withdraw")] };
    expect(statusOf(again)).toBe("approved");
  });

  test("until who set it objects; that the objection ends revives nothing, nor does a label end an objection", () => {
    const objects = { ...byBen, comments: [says("reject")] };
    expect(statusOf(objects)).toBe("rejected");
    const ended = [says("reject"), says("withdraw", "2026-11-20T14:00:00Z", 2)];
    expect(statusOf({ ...byBen, comments: ended })).toBe("pending");
    expect(statusOf({ ...objects, labels: [label({ by: ben, at: "2026-11-20T14:00:00Z" })] })).toBe("rejected");
  });

  test("whichever methods count, as the policy asks for this one by its name", () => {
    const commands = policy(`
      ${people}
      counting: { methods: command }
      otherwise: { require: { labels: urgent, from: data-controllers } }
    `);
    expect(statusOf(byBen, commands)).toBe("approved");
  });
});

describe("it approves what asks for it, and nothing else", () => {
  test("no count, and no controller of the node", () => {
    const counted = policy(`
      ${people}
      otherwise: { require: { all: [{ labels: urgent, from: data-controllers }, { count: 1, from: data-controllers }] } }
    `);
    expect(statusOf(byBen, counted)).toBe("pending");
    expect(decideOn(byBen, labelled, nodeOf(ben)).status).toBe("pending");
  });

  test("nor is it told among the approvals where nobody asks for it", () => {
    const other = policy(`
      ${people}
      otherwise: { require: { count: 1, from: data-controllers } }
    `);
    expect(decideOn({ ...byBen, reviews: [approval({ by: cleo })] }, other).approvals).toHaveLength(1);
    expect(decideOn({ labels: [label({ by: eve })] }).approvals).toEqual([]);
  });
});

describe("who set it is told", () => {
  test("where it counts, with the id", () => {
    expect(decideOn(byBen)).toMatchObject({
      summary: "Approved by the label `urgent` set by ben (2).",
      tree: { children: [{ reason: "approved by the label `urgent` set by ben (2)", children: [] }] },
      approvals: [
        {
          account: { id: 2, login: "ben" },
          sha: head,
          counted: true,
          why: "set the label `urgent` when 1111111 was the head",
          source: "label",
          label: "urgent",
        },
      ],
    });
  });

  test("beside people who approved otherwise", () => {
    const both = policy(`
      ${people}
      otherwise: { require: { all: [{ count: 1, from: data-controllers }, { labels: urgent, from: data-controllers }] } }
    `);
    expect(decideOn({ ...byBen, reviews: [approval({ by: dan })] }, both).summary).toBe(
      "Approved by dan and the label `urgent` set by ben (2).",
    );
  });

  test("and where it does not count", () => {
    expect(decideOn({ ...byBen, comments: [says("withdraw")] }).approvals).toMatchObject([
      { account: { id: 2 }, counted: false, why: "the label `urgent`: they withdrew it", source: "label" },
    ]);
  });

  test("who may set it is awaited", () => {
    expect(decideOn({}).summary).toBe("Waiting for label urgent from data-controllers.");
    expect(reasonOf({ labels: [label({ by: eve })] })).toBe(
      "the label `urgent` does not count: eve does not belong to data-controllers",
    );
    expect(reasonOf({ labels: [label({ by: null })] })).toBe(
      "it is not known who set the label `urgent`, or when: remove it and set it again",
    );
  });
});

describe("the summary of what needs nobody's approval", () => {
  const ci = { app: "ci", name: "unit", state: "success" as const, sha: head };

  test.each([
    ["none", "Approved: the policy requires nothing here."],
    ["{ checks: ci/unit }", "Approved: `ci/unit` is green on this head."],
    ["{ any: [{ checks: ci/unit }, { checks: ci/other }] }", "Approved: `ci/unit` is green on this head."],
    ["{ all: [none, { checks: ci/unit }] }", "Approved: `ci/unit` is green on this head."],
  ])("%s", (demand, summary) => {
    expect(decideOn({ checks: [ci] }, policy(`otherwise: { require: ${demand} }`)).summary).toBe(summary);
  });
});
