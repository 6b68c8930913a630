import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest } from "../../../src/domain/change.ts";
import type { Decision } from "../../../src/domain/decision.ts";
import type { PolicySource } from "../../../src/domain/policy.ts";
import {
  ada,
  approval,
  ben,
  comment,
  commit,
  eve,
  formerHead,
  head,
  jobRequest,
  oneController,
  person,
  policy,
} from "./facts.ts";

function decideOn(more: Partial<ChangeRequest>, source = oneController): Decision {
  return decide({ ...jobRequest, ...more }, { policy: source, node: null });
}

describe("an approval counts for the commit it was given on", () => {
  const approvedByBen: ChangeRequest = { ...jobRequest, reviews: [approval({ by: ben })] };

  test("nobody has approved", () => {
    expect(decideOn({})).toMatchObject({
      status: "pending",
      summary: "Waiting for 1 approval from data-controllers.",
      tree: { waitingFor: [{ count: 1, from: "data-controllers" }] },
      approvals: [],
    });
  });

  test("approved at the head", () => {
    expect(decideOn(approvedByBen)).toMatchObject({
      status: "approved",
      summary: "Approved by ben.",
      tree: { status: "approved", waitingFor: [] },
      approvals: [{ account: { id: 2, login: "ben" }, sha: head, counted: true, source: "review" }],
      policy: { sha256: "0".repeat(64), name: "test" },
    });
  });

  test.each([
    ["1", "`1` is not a full sha"],
    ["1".repeat(41), "is not a full sha"],
    [`x${"1".repeat(40)}`, "is not a full sha"],
    [`${"1".repeat(40)}x`, "is not a full sha"],
    ["A".repeat(40), "is not a full sha"],
    ["2".repeat(64), "given on 2222222"],
  ])("a review of %s says what is wrong with it", (sha, why) => {
    const decision = decideOn({ reviews: [approval({ by: ben, sha })] });
    expect(decision).toMatchObject({ status: "pending", approvals: [{ why: expect.stringContaining(why) }] });
  });

  test("the policy's layers are told where there are some", () => {
    const layers = [{ name: "acme/.github:countersign.yml", sha256: "1".repeat(64) }];
    expect(
      decideOn({}, { ...(oneController as PolicySource & { readonly state: "valid" }), layers }).policy.layers,
    ).toEqual(layers);
    expect(decideOn({}).policy).toEqual({ name: "test", sha256: "0".repeat(64) });
  });

  test("pending after a push, and says why", () => {
    const pushed = {
      ...approvedByBen,
      head: { ...approvedByBen.head, sha: formerHead },
      commits: { complete: true, items: [commit({ sha: formerHead })] },
    };
    expect(decideOn(pushed)).toMatchObject({
      status: "pending",
      approvals: [{ counted: false, why: "given on 1111111, which is not the head" }],
    });
  });

  test.each([
    ["before the head became it", { at: "2026-11-20T09:59:59.999Z" }],
    ["in the same instant", { at: "2026-11-20T10:00:00.000Z" }],
    ["in the same instant, told with another offset", { at: "2026-11-20T11:00:00+01:00" }],
    ["on an unknown commit", { sha: null }],
    ["for an unknown base branch", { baseRef: null }],
    ["on an unknown merge base", { mergeBase: null }],
  ])("a review given %s is pending, and asks for the command", (_, more) => {
    const decision = decideOn({ reviews: [approval({ by: ben, ...more })] });
    expect(decision).toMatchObject({ status: "pending", approvals: [{ counted: false }] });
    expect(decision.tree.children[0]?.reason).toContain(`/countersign approve ${head}`);
    expect(decision.approvals[0]?.why).toContain(`/countersign approve ${head}`);
  });

  test("a fraction of a millisecond later is later", () => {
    const since = "2026-11-20T10:00:00.0001Z";
    expect(
      decideOn({
        head: { ...jobRequest.head, since },
        reviews: [approval({ by: ben, at: "2026-11-20T10:00:00.0002Z" })],
      }),
    ).toMatchObject({ status: "approved" });
    expect(
      decideOn({
        head: { ...jobRequest.head, since },
        reviews: [approval({ by: ben, at: "2026-11-20T10:00:00.0001Z" })],
      }),
    ).toMatchObject({ status: "pending" });
  });

  test("nothing is known of when the head became it: a review is pending, the command counts", () => {
    const unknown = { head: { ...jobRequest.head, since: null } };
    expect(decideOn({ ...unknown, reviews: [approval({ by: ben })] })).toMatchObject({ status: "pending" });
    const said = comment({ by: ben, body: `/countersign approve ${head}` });
    expect(decideOn({ ...unknown, comments: [said] })).toMatchObject({
      status: "approved",
      approvals: [{ source: "command" }],
    });
  });

  test.each([
    ["for another base branch", { baseRef: "refs/heads/release" }, "given when the base was `refs/heads/release`"],
    ["for a tag of the branch's name", { baseRef: "refs/tags/main" }, "given when the base was `refs/tags/main`"],
    ["before the merge base moved", { mergeBase: "n".repeat(40) }, "given on the merge base nnnnnnn, before it moved"],
    ["and dismissed", { dismissed: { by: person(ada), at: "2026-11-20T13:00:00Z" } }, "it was dismissed"],
    ["and edited", { edited: true }, "the review was edited"],
  ])("a review given %s does not count", (_, more, why) => {
    expect(decideOn({ reviews: [approval({ by: ben, ...more })] })).toMatchObject({
      status: "pending",
      approvals: [{ counted: false, why }],
    });
  });

  test("a review that only comments is no approval", () => {
    expect(decideOn({ reviews: [approval({ by: ben, state: "commented" })] })).toMatchObject({
      status: "pending",
      approvals: [],
    });
  });

  test("an approval by a stranger does not count, and says so", () => {
    expect(decideOn({ reviews: [approval({ by: eve })] })).toMatchObject({
      status: "pending",
      approvals: [{ counted: false, why: "eve belongs to none of those whose approval is needed (data-controllers)" }],
    });
  });

  test("where the team cannot be read, nobody is called a stranger", () => {
    const unread = { groups: { "team:acme/data-controllers": null } };
    expect(decideOn({ reviews: [approval({ by: eve })], ...unread })).toMatchObject({
      status: "failed",
      approvals: [
        {
          counted: false,
          why: "whether eve may give it is not known: the members of `team:acme/data-controllers` could not be read",
        },
      ],
    });
  });
});

describe("the command", () => {
  test("that gives the head's first characters, in any case, is told that they are not enough", () => {
    const sha = "abcdef0123456789abcdef0123456789abcd9999";
    const changed = { head: { ...jobRequest.head, sha }, commits: { complete: true, items: [commit({ sha })] } };
    const why = (said: string) =>
      decideOn({ ...changed, comments: [comment({ by: ben, body: `/countersign approve ${said}` })] }).approvals[0]
        ?.why;
    expect(why("ABCDEF01")).toBe(`\`ABCDEF01\` is not a full sha; the head is \`${sha}\``);
    expect(why("abcd9999")).toBe(`\`abcd9999\` is not a full sha; the head is \`${sha}\``);
  });

  test("said twice in one comment is two approvals of one person", () => {
    const body = `/countersign approve ${head}\n/countersign approve ${head}`;
    expect(decideOn({ comments: [comment({ by: ben, body })] })).toMatchObject({
      status: "approved",
      approvals: [{ counted: false, why: "another approval of theirs counts" }, { counted: true }],
    });
  });

  test.each([
    ["the full sha", `/countersign approve ${head}`, "approved"],
    ["the full sha in capitals", `/countersign approve ${head.toUpperCase()}`, "approved"],
    ["a shortened sha", `/countersign approve ${head.slice(0, 12)}`, "pending"],
    ["the sha of an earlier head", `/countersign approve ${formerHead}`, "pending"],
    ["no sha", "/countersign approve", "pending"],
    ["it in a quote", `> /countersign approve ${head}`, "pending"],
  ])("that gives %s", (_, body, status) => {
    expect(decideOn({ comments: [comment({ by: ben, body })] })).toMatchObject({ status });
  });

  test("in a comment that was edited does not count", () => {
    const edited = comment({ by: ben, body: `/countersign approve ${head}`, edited: true });
    expect(decideOn({ comments: [edited] })).toMatchObject({
      status: "pending",
      approvals: [{ why: "the comment was edited" }],
    });
  });

  test("in a review's body does not count", () => {
    const review = approval({ by: ben, state: "commented", body: `/countersign approve ${head}` });
    expect(decideOn({ reviews: [review] })).toMatchObject({ status: "pending", approvals: [] });
  });

  test("on a commit that landed is a countersignature", () => {
    const landed = { number: 0, comments: [comment({ by: ben, body: `/countersign approve ${head}` })] };
    expect(decideOn(landed)).toMatchObject({
      status: "approved",
      approvals: [{ source: "countersignature", counted: true }],
    });
  });
});

describe("what the policy counts", () => {
  const counting = (line: string) =>
    policy(`
    people: { data-controllers: { teams: acme/data-controllers } }
    otherwise: { require: { count: 1, from: data-controllers } }
    counting: { ${line} }
  `);
  const review = { reviews: [approval({ by: ben })] };
  const command = { comments: [comment({ by: ben, body: `/countersign approve ${head}` })] };

  test("only reviews", () => {
    expect(decideOn(review, counting("methods: review"))).toMatchObject({ status: "approved" });
    expect(decideOn(command, counting("methods: review"))).toMatchObject({ status: "pending" });
  });

  test("only commands; on a commit that landed, the countersignature counts all the same", () => {
    expect(decideOn(review, counting("methods: [command]"))).toMatchObject({ status: "pending" });
    expect(decideOn(command, counting("methods: [command]"))).toMatchObject({ status: "approved" });
    expect(decideOn({ ...command, number: 0 }, counting("methods: [review]"))).toMatchObject({ status: "approved" });
  });

  test.each([
    ["exactly as old as that", "2026-11-21T12:00:00.000Z", "approved"],
    ["older by a millisecond", "2026-11-21T12:00:00.001Z", "pending"],
    ["older by a millionth of a second", "2026-11-21T12:00:00.000001Z", "pending"],
    ["exactly as old, with another offset", "2026-11-21T13:00:00.000000+01:00", "approved"],
    ["younger by a second", "2026-11-21T11:59:59.999999Z", "approved"],
  ])("only approvals of the last day: %s", (_, now, status) => {
    expect(decideOn({ ...review, now }, counting("expire-after: 1d"))).toMatchObject({ status });
  });
});
