import { describe, expect, test } from "vitest";
import { judgeAfterLanding } from "../../src/core/after-landing.ts";
import { type DecideOptions, decide } from "../../src/core/decide.ts";
import type { ChangeRequest } from "../../src/domain/change.ts";
import type { TakingBack } from "../../src/domain/recall.ts";
import {
  ada,
  approval,
  ben,
  cleo,
  comment,
  eve,
  jobRequest,
  label,
  oneController,
  person,
  policy,
} from "./decide/facts.ts";

const at = "2026-11-20T13:00:00Z";
const later = "2026-11-20T15:00:00Z";
const options = { policy: oneController, node: null };
const landedFacts: ChangeRequest = { ...jobRequest, reviews: [approval({ by: ben })] };

function judge(more: Partial<ChangeRequest>, chosen: DecideOptions = options, takenBackBy: readonly TakingBack[] = []) {
  const landed = { decision: decide({ ...landedFacts, now: at }, chosen), at, takenBackBy };
  const { status, ...rest } = judgeAfterLanding({ ...landedFacts, ...more }, chosen, landed);
  return [
    status,
    "acts" in rest ? rest.acts.map((act) => ("by" in act ? `${act.kind} ${act.by.login}` : act.kind)) : [],
  ];
}

const say = (by: typeof ben, body: string, more = {}) =>
  comment({ by, body: `/countersign ${body}`, at: later, ...more });

describe("what landed is taken back", () => {
  test.each([
    ["by its approver's withdrawal", [say(ben, "withdraw")], ["withdrawal ben"]],
    ["by its approver's objection", [say(ben, "reject")], ["objection ben"]],
    ["by somebody else's objection who may object", [say(cleo, "reject")], ["objection cleo"]],
    ["by a hold", [say(cleo, "hold")], ["hold cleo"]],
  ])("%s", (_, comments, acts) => {
    expect(judge({ comments })).toEqual(["taken-back", acts]);
  });

  test("when its approver dismisses their own review", () => {
    const dismissed = { by: person(ben), at: later };
    expect(judge({ reviews: [approval({ by: ben, dismissed })] })).toEqual(["taken-back", ["withdrawal ben"]]);
  });

  test("when who set the label withdraws, until they set it again", () => {
    const labelled = {
      policy: policy(`
        people: { data-controllers: { teams: acme/data-controllers } }
        otherwise: { require: { labels: urgent, from: data-controllers } }
      `),
      node: null,
    };
    const decision = decide({ ...jobRequest, labels: [label({ by: ben })], now: at }, labelled);
    const landed = { decision, at, takenBackBy: [] };
    const now = (at: string, ...comments: ChangeRequest["comments"]) =>
      judgeAfterLanding({ ...jobRequest, labels: [label({ by: ben, at })], comments }, labelled, landed);
    const noon = "2026-11-20T12:00:00Z";
    expect(now(noon)).toMatchObject({ status: "good" });
    expect(now(noon, say(ben, "withdraw"))).toMatchObject({ status: "taken-back", acts: [{ by: { login: "ben" } }] });
    expect(now("2026-11-20T16:00:00Z", say(ben, "withdraw"))).toMatchObject({ status: "good" });
    expect(now(noon, say(cleo, "withdraw"))).toMatchObject({ status: "good" });
  });

  test("by a withdrawal, also when it is not known who belongs to the group today", () => {
    expect(judge({ comments: [say(ben, "withdraw")], groups: {} })).toEqual(["taken-back", ["withdrawal ben"]]);
  });

  test("by its expiry, where the policy says so", () => {
    const text = (more: string) =>
      policy(`
      people: { data-controllers: { teams: acme/data-controllers } }
      otherwise: { require: { count: 1, from: data-controllers } }
      counting: { expire-after: 3h }
      ${more}
    `);
    const alerts = { policy: text("after-landing: { on-expiry: alert }"), node: null };
    expect(judge({}, alerts)).toEqual(["taken-back", ["expiry"]]);
    expect(judge({ reviews: [approval({ by: ben, at: later })] }, alerts)).toEqual(["good", []]);
    expect(judge({}, { policy: text("after-landing: { on-withdrawal: rollback }"), node: null })).toEqual(["good", []]);
  });
});

describe("while it is not known who wrote what landed", () => {
  const unknown = { pushers: null };

  test.each([
    ["an objection takes it back", [say(cleo, "reject")], ["objection cleo"]],
    ["a hold takes it back", [say(cleo, "hold")], ["hold cleo"]],
    ["a withdrawal takes it back", [say(ben, "withdraw")], ["withdrawal ben"]],
  ])("%s", (_, comments, acts) => {
    expect(judge({ ...unknown, comments })).toEqual(["taken-back", acts]);
  });

  test("nothing takes it back of itself", () => {
    expect(judge(unknown)).toEqual(["good", []]);
  });
});

describe("what was taken back stays so", () => {
  const objection: TakingBack = { kind: "objection", by: person(cleo) };
  const withdrawal: TakingBack = { kind: "withdrawal", by: person(ben) };
  const comments = [say(cleo, "reject")];

  test("while the objector's group cannot be read", () => {
    expect(judge({ comments, groups: {} }, options, [objection])).toEqual(["taken-back", ["objection cleo"]]);
  });

  test.each([
    ["absent", { policy: { state: "absent" }, node: null }],
    ["not to be read", { policy: { state: "invalid", problems: [], sha256: "", name: "policy" }, node: null }],
  ] satisfies readonly (readonly [string, DecideOptions])[])("while the policy is %s", (_, chosen) => {
    expect(judge({}, chosen, [withdrawal])).toEqual(["taken-back", ["withdrawal ben"]]);
    expect(judge({}, chosen)).toEqual(["good", []]);
  });

  test.each([
    ["who objects no longer does", objection],
    ["who withdrew no longer does", withdrawal],
  ])("not when %s, whatever else is not known", (_, act) => {
    expect(judge({ pushers: null }, options, [act])).toEqual(["good", []]);
  });

  test("after its expiry, whoever left the group since and whatever is not known", () => {
    const expiring = {
      policy: policy(`
        people: { data-controllers: { teams: acme/data-controllers } }
        otherwise: { require: { count: 1, from: data-controllers } }
        counting: { expire-after: 3h }
        after-landing: { on-expiry: alert }
      `),
      node: null,
    };
    const now = "2026-11-20T16:00:01Z";
    const left = { "team:acme/data-controllers": [person(cleo)] };
    expect(judge({ now, groups: left }, expiring)).toEqual(["taken-back", ["expiry"]]);
    expect(judge({ now, pushers: null }, expiring)).toEqual(["taken-back", ["expiry"]]);
    expect(judge({ now: "2026-11-20T15:59:59Z", groups: left }, expiring)).toEqual(["good", []]);
    expect(judge({ now: "2026-11-20T15:59:59Z", pushers: null }, expiring, [{ kind: "expiry" }])).toEqual([
      "taken-back",
      ["expiry"],
    ]);
  });
});

describe("what landed stays approved", () => {
  test.each([
    ["when its approver leaves the group", { groups: { "team:acme/data-controllers": [person(cleo)] } }],
    ["when the group cannot be read", { groups: {} }],
    ["when somebody without a say objects or withdraws", { comments: [say(eve, "reject"), say(eve, "withdraw")] }],
    ["when its author objects and has no say", { comments: [say(ada, "reject")] }],
    ["when somebody whose approval was not needed withdraws", { comments: [say(cleo, "withdraw")] }],
    [
      "when another's approval is enough",
      { comments: [say(ben, "withdraw"), say(cleo, `approve ${jobRequest.head.sha}`)] },
    ],
    [
      "when its approver approves it again",
      {
        comments: [
          say(ben, "withdraw"),
          say(ben, `approve ${jobRequest.head.sha}`, { id: 9_000, at: "2026-11-20T16:00:00Z" }),
        ],
      },
    ],
    [
      "when the hold is lifted",
      { comments: [say(cleo, "hold"), say(cleo, "unhold", { id: 9_001, at: "2026-11-20T16:00:00Z" })] },
    ],
    [
      "when somebody else dismisses the review",
      { reviews: [approval({ by: ben, dismissed: { by: person(eve), at: later } })] },
    ],
  ])("%s", (_, more) => {
    expect(judge(more)).toEqual(["good", []]);
  });

  test("under a policy that only observes", () => {
    const observing = policy(`
      mode: observe
      people: { data-controllers: { teams: acme/data-controllers } }
      otherwise: { require: { count: 1, from: data-controllers } }
    `);
    expect(judge({ comments: [say(ben, "withdraw")] }, { policy: observing, node: null })).toEqual(["good", []]);
  });
});
