import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest, Review } from "../../../src/domain/change.ts";
import type { Account } from "../../../src/domain/identity.ts";
import type { PolicySource } from "../../../src/domain/policy.ts";
import {
  ada,
  approval,
  ben,
  cleo,
  comment,
  commit,
  eve,
  formerHead,
  head,
  jobRequest,
  nodeOf,
  oneController,
  person,
  policy,
  robot,
} from "./facts.ts";

const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, "0")}:00:00Z`;
const approves = (by: Account, hour: number, more: Partial<Review> = {}) =>
  approval({ by, at: at(hour), id: hour, ...more });
const objects = (by: Account, hour: number, more: Partial<Review> = {}) =>
  approval({ by, at: at(hour), id: 100 + hour, state: "changes_requested", ...more });
const says = (by: Account, command: string, hour: number, more = {}) =>
  comment({ by, body: `/countersign ${command}`, at: at(hour), id: 200 + hour, ...more });

function decideOn(more: Partial<ChangeRequest>, source: PolicySource = oneController) {
  return decide({ ...jobRequest, ...more }, { policy: source, node: null });
}

function statusOf(more: Partial<ChangeRequest>, source?: PolicySource): string {
  return decideOn(more, source).status;
}

describe("an objection rejects", () => {
  test.each<readonly [string, Partial<ChangeRequest>, string]>([
    ["changes are requested", { reviews: [objects(cleo, 12), approves(ben, 13)] }, "rejected"],
    ["`reject` is said", { reviews: [approves(ben, 13)], comments: [says(cleo, "reject", 12)] }, "rejected"],
    ["by a stranger it is nothing", { reviews: [objects(eve, 12), approves(ben, 13)] }, "approved"],
    [
      "by somebody who contributed it stands",
      { reviews: [objects(cleo, 12), approves(ben, 13)], pushers: [person(cleo)] },
      "rejected",
    ],
    [
      "dismissal does not end it",
      { reviews: [objects(cleo, 12, { dismissed: { by: person(ada), at: at(13) } }), approves(ben, 13)] },
      "rejected",
    ],
    ["an edit does not end it", { reviews: [objects(cleo, 12, { edited: true }), approves(ben, 13)] }, "rejected"],
    [
      "an edited comment that was first an objection stands",
      { reviews: [approves(ben, 13)], comments: [says(cleo, "reject", 12, { edited: true })] },
      "rejected",
    ],
    [
      "their own approval of what is here now ends it",
      { reviews: [objects(cleo, 12), approves(cleo, 13)] },
      "approved",
    ],
    [
      "an approval of an old sha does not",
      { reviews: [objects(cleo, 12), approves(cleo, 13, { sha: formerHead }), approves(ben, 14)] },
      "rejected",
    ],
    [
      "an approval that does not count does not",
      { reviews: [objects(cleo, 12), approves(cleo, 13), approves(ben, 14)], pushers: [person(cleo)] },
      "rejected",
    ],
    [
      "an earlier approval does not",
      { reviews: [approves(cleo, 11), objects(cleo, 12), approves(ben, 13)] },
      "rejected",
    ],
    ["at equal times the objection wins", { reviews: [objects(cleo, 12), approves(cleo, 12)] }, "rejected"],
    ["nobody else's approval ends it", { reviews: [objects(cleo, 12), approves(ben, 13)] }, "rejected"],
    [
      "their own `withdraw` ends it",
      { reviews: [objects(cleo, 12), approves(ben, 13)], comments: [says(cleo, "withdraw", 14)] },
      "approved",
    ],
    [
      "`withdraw` of somebody else does not",
      { reviews: [objects(cleo, 12), approves(ben, 13)], comments: [says(ada, "withdraw", 14)] },
      "rejected",
    ],
    [
      "`withdraw` at the same time does not",
      { reviews: [objects(cleo, 12), approves(ben, 13)], comments: [says(cleo, "withdraw", 12)] },
      "rejected",
    ],
    [
      "an edited `withdraw` does not",
      { reviews: [objects(cleo, 12), approves(ben, 13)], comments: [says(cleo, "withdraw", 14, { edited: true })] },
      "rejected",
    ],
    [
      "a second objection after the withdrawal stands",
      { reviews: [objects(cleo, 12), objects(cleo, 15), approves(ben, 13)], comments: [says(cleo, "withdraw", 14)] },
      "rejected",
    ],
    [
      "who left the group objects no more",
      { reviews: [objects(cleo, 12), approves(ben, 13)], groups: { "team:acme/data-controllers": [person(ben)] } },
      "approved",
    ],
    [
      "a bot of the team cannot object",
      {
        reviews: [objects(robot, 12), approves(ben, 13)],
        groups: { "team:acme/data-controllers": [person(ben), person(robot)] },
      },
      "approved",
    ],
    [
      "a comment whose first words are not known is nothing",
      { reviews: [approves(ben, 13)], comments: [says(cleo, "reject", 12, { body: null })] },
      "approved",
    ],
  ])("%s", (_, more, status) => {
    expect(statusOf(more)).toBe(status);
  });

  test("and the sentence says who, and how it ends", () => {
    expect(decideOn({ reviews: [objects(cleo, 12)] })).toMatchObject({
      status: "rejected",
      summary:
        "Rejected: cleo objects; the objection ends when cleo approves what is here now, or comments `/countersign withdraw`.",
    });
  });

  test("of several, the first one's sentence is the summary", () => {
    const two = { reviews: [objects(cleo, 11), objects(ben, 12)] };
    const { summary, tree } = decideOn(two);
    expect(tree.children.slice(1).map(({ name }) => name)).toEqual(["objection of ben", "objection of cleo"]);
    expect(summary).toMatch(/^Rejected: ben objects; [^;]*\.$/);
  });

  test("only by those of whom members with a permission are asked, not by everybody with it", () => {
    const both = policy(`
      people: { data-controllers: { teams: acme/data-controllers } }
      otherwise: { require: { count: 1, from: data-controllers, permissions: write } }
    `);
    const permissions = { "2": "write", "5": "write" } as const;
    expect(statusOf({ permissions, reviews: [objects(eve, 12), approves(ben, 13)] }, both)).toBe("approved");
    expect(statusOf({ permissions, reviews: [objects(cleo, 12), approves(ben, 13)] }, both)).toBe("rejected");
    const granted = policy(`
      people: { leads: { users: { login: dan, id: 4 } } }
      otherwise: { require: { count: 1, permissions: write } }
      commands: { reject: leads }
    `);
    expect(statusOf({ permissions, reviews: [objects(eve, 12), approves(ben, 13)] }, granted)).toBe("rejected");
  });

  test("each objector is named once, in the order of their ids", () => {
    const decision = decideOn({ reviews: [objects(cleo, 13), objects(ben, 12), objects(cleo, 14)] });
    const named = decision.tree.children.filter(({ status }) => status === "rejected").map(({ name }) => name);
    expect(named).toEqual(["objection of ben", "objection of cleo"]);
  });
});

describe("one's own approval ends", () => {
  test.each<readonly [string, Partial<ChangeRequest>, string]>([
    [
      "by a later objection, entitled or not",
      { reviews: [approves(ben, 12), objects(ben, 13)] },
      "they objected afterwards",
    ],
    [
      "by an objection at the same time",
      { reviews: [approves(ben, 12), objects(ben, 12)] },
      "they objected afterwards",
    ],
    [
      "by a dismissed objection as well",
      { reviews: [approves(ben, 12), objects(ben, 13, { dismissed: { by: person(ada), at: at(14) } })] },
      "they objected afterwards",
    ],
    ["by `withdraw`", { reviews: [approves(ben, 12)], comments: [says(ben, "withdraw", 13)] }, "they withdrew it"],
    [
      "by an edited `withdraw` too",
      { reviews: [approves(ben, 12)], comments: [says(ben, "withdraw", 13, { edited: true })] },
      "they withdrew it",
    ],
    [
      "by `withdraw` at the same time",
      { reviews: [approves(ben, 12)], comments: [says(ben, "withdraw", 12)] },
      "they withdrew it",
    ],
  ])("%s", (_, more, why) => {
    const nobodyObjects = policy(`
      people: { data-controllers: { teams: acme/data-controllers }, others: { users: { login: x, id: 70 } } }
      otherwise: { require: { count: 1, from: data-controllers } }
      objections: { from: others }
    `);
    expect(decideOn(more, nobodyObjects)).toMatchObject({ status: "pending", approvals: [{ counted: false, why }] });
  });

  test("what was said before does not end it", () => {
    expect(statusOf({ reviews: [approves(ben, 13)], comments: [says(ben, "withdraw", 12)] })).toBe("approved");
    expect(statusOf({ reviews: [approves(ben, 13), approves(ben, 14, { state: "commented" })] })).toBe("approved");
  });

  test("nor what somebody else said", () => {
    expect(statusOf({ reviews: [approves(ben, 12)], comments: [says(cleo, "withdraw", 13)] })).toBe("approved");
  });
});

describe("who may object", () => {
  const twoGroups = (objections: string) =>
    policy(`
      people:
        data-controllers: { teams: acme/data-controllers }
        owners: { users: { login: eve, id: 5 } }
      requirements:
        - { when: { changes: result }, require: { any: [{ count: 1, from: owners }, { checks: a/b }] } }
        - { when: { changes: job }, require: { count: 1, from: data-controllers } }
      ${objections}
    `);

  test("those whom an applicable requirement names", () => {
    expect(statusOf({ reviews: [approves(ben, 12), objects(eve, 13)] }, twoGroups(""))).toBe("approved");
    expect(statusOf({ reviews: [approves(ben, 12), objects(cleo, 13)] }, twoGroups(""))).toBe("rejected");
  });

  test("those whom `otherwise` names, even where it is not needed", () => {
    expect(
      statusOf(
        { reviews: [approves(ben, 12), objects(eve, 13)] },
        twoGroups("otherwise: { require: { count: 1, from: owners } }"),
      ),
    ).toBe("rejected");
  });

  test("those whom a nested part or a label names, and who have the permission that is asked for", () => {
    const nested = policy(`
      people: { a: { users: { login: ben, id: 2 } }, b: { users: { login: eve, id: 5 } } }
      requirements:
        - require: { any: [{ count: 1, from: a }, { all: [{ labels: x, from: b }, { count: 1, permissions: maintain }] }] }
    `);
    const permissions = { "3": "maintain", "4": "write" } as const;
    expect(statusOf({ reviews: [approves(ben, 12), objects(eve, 13)] }, nested)).toBe("rejected");
    expect(statusOf({ reviews: [approves(ben, 12), objects(cleo, 13)], permissions }, nested)).toBe("rejected");
    expect(
      statusOf(
        { reviews: [approves(ben, 12), objects({ id: 4, login: "dan", kind: "user" }, 13)], permissions },
        nested,
      ),
    ).toBe("approved");
  });

  test("or only those whom `objections` names", () => {
    const only = twoGroups("objections: { from: owners }");
    expect(statusOf({ reviews: [approves(ben, 12), objects(eve, 13)] }, only)).toBe("rejected");
    expect(statusOf({ reviews: [approves(ben, 12), objects(cleo, 13)] }, only)).toBe("approved");
    expect(statusOf({ reviews: [approves(ben, 12)], comments: [says(eve, "reject", 13)] }, only)).toBe("rejected");
  });

  test("and, with the command alone, those to whom `commands` gives it", () => {
    const given = twoGroups(
      "objections: { from: data-controllers }\n      commands: { reject: owners, withdraw: data-controllers }",
    );
    expect(statusOf({ reviews: [approves(ben, 12)], comments: [says(eve, "reject", 13)] }, given)).toBe("rejected");
    expect(statusOf({ reviews: [approves(ben, 12)], comments: [says(cleo, "reject", 13)] }, given)).toBe("rejected");
    expect(
      statusOf({ reviews: [approves(ben, 12)], comments: [says(eve, "reject", 13), says(eve, "withdraw", 14)] }, given),
      "their own objection, whoever else may use the command",
    ).toBe("approved");
    expect(
      statusOf(
        { reviews: [approves(ben, 12)], comments: [says(cleo, "reject", 13), says(cleo, "withdraw", 14)] },
        given,
      ),
    ).toBe("approved");
  });

  test("controllers of the node, unless `objections` names others", () => {
    const node = nodeOf(ben, eve);
    const change = { ...jobRequest, reviews: [approves(ben, 12), objects(eve, 13)] };
    expect(decide(change, { policy: oneController, node }).status).toBe("rejected");
    expect(decide(change, { policy: twoGroups("objections: { from: data-controllers }"), node }).status).toBe(
      "approved",
    );
  });

  test("an objector of a group that cannot be read fails; without an objection it does not matter", () => {
    const gone = policy(`
      people: { data-controllers: { teams: acme/data-controllers }, gone: { teams: acme/gone } }
      otherwise: { require: { count: 1, from: data-controllers } }
      objections: { from: gone }
    `);
    expect(statusOf({ reviews: [approves(ben, 12), objects(eve, 13)] }, gone)).toBe("failed");
    expect(statusOf({ reviews: [approves(ben, 12)], comments: [says(eve, "hold", 13)] }, gone)).toBe("failed");
    expect(statusOf({ reviews: [approves(ben, 12)] }, gone)).toBe("approved");
  });
});

describe("a hold", () => {
  const approved = { reviews: [approves(ben, 12)] };

  test.each<readonly [string, Partial<ChangeRequest>, string]>([
    ["keeps it pending", { comments: [says(cleo, "hold", 13)] }, "pending"],
    ["also one said before the approval", { comments: [says(cleo, "hold", 11)] }, "pending"],
    ["also on an edited comment", { comments: [says(cleo, "hold", 13, { edited: true })] }, "pending"],
    ["is lifted by who put it", { comments: [says(cleo, "hold", 13), says(cleo, "unhold", 14)] }, "approved"],
    ["is not lifted by somebody else", { comments: [says(cleo, "hold", 13), says(ben, "unhold", 14)] }, "pending"],
    ["is not lifted at the same time", { comments: [says(cleo, "hold", 13), says(cleo, "unhold", 13)] }, "pending"],
    [
      "is not lifted by an edited comment",
      { comments: [says(cleo, "hold", 13), says(cleo, "unhold", 14, { edited: true })] },
      "pending",
    ],
    [
      "is not lifted by `withdraw` or an approval",
      { comments: [says(cleo, "hold", 13), says(cleo, "withdraw", 14), says(cleo, `approve ${head}`, 15)] },
      "pending",
    ],
    [
      "can be put again",
      { comments: [says(cleo, "hold", 13), says(cleo, "unhold", 14), says(cleo, "hold", 15)] },
      "pending",
    ],
    ["of a stranger is nothing", { comments: [says(eve, "hold", 13)] }, "approved"],
    [
      "lapses when its holder leaves the group",
      { comments: [says(cleo, "hold", 13)], groups: { "team:acme/data-controllers": [person(ben)] } },
      "approved",
    ],
    [
      "of somebody who contributed stands",
      {
        comments: [says(cleo, "hold", 13)],
        commits: { complete: true, items: [commit({ coAuthors: [person(cleo)] })] },
      },
      "pending",
    ],
  ])("%s", (_, more, status) => {
    expect(statusOf({ ...approved, ...more })).toBe(status);
  });

  test("says who holds it", () => {
    expect(decideOn({ ...approved, comments: [says(cleo, "hold", 13)] })).toMatchObject({
      summary: "Waiting for cleo to unhold.",
    });
  });

  test("is for those who may object as well as those whom the requirements name", () => {
    const apart = policy(`
      people: { data-controllers: { teams: acme/data-controllers }, owners: { users: { login: eve, id: 5 } } }
      otherwise: { require: { count: 1, from: data-controllers } }
      objections: { from: owners }
    `);
    expect(statusOf({ ...approved, comments: [says(eve, "hold", 13)] }, apart)).toBe("pending");
    expect(statusOf({ ...approved, comments: [says(cleo, "hold", 13)] }, apart)).toBe("pending");
    expect(statusOf({ ...approved, comments: [says(ada, "hold", 13)] }, apart)).toBe("approved");
  });

  test("is for those to whom `commands` gives it", () => {
    const given = policy(`
      people: { data-controllers: { teams: acme/data-controllers }, owners: { users: { login: eve, id: 5 } } }
      otherwise: { require: { count: 1, from: data-controllers } }
      commands: { hold: owners, approve: owners, unhold: data-controllers }
    `);
    expect(statusOf({ ...approved, comments: [says(eve, "hold", 13)] }, given)).toBe("pending");
    expect(statusOf({ ...approved, comments: [says(eve, "hold", 13), says(eve, "unhold", 14)] }, given)).toBe(
      "pending",
    );
    expect(statusOf({ ...approved, comments: [says(cleo, "hold", 13)] }, given)).toBe("approved");
    expect(decideOn({ comments: [says(cleo, `approve ${head}`, 13)] }, given).approvals).toMatchObject([
      { counted: false, why: "the policy lets others use `/countersign approve`" },
    ]);
  });

  test("is for the controllers of the node, to whomever `commands` gives it", () => {
    const given = policy(`
      people: { data-controllers: { teams: acme/data-controllers }, owners: { users: { login: eve, id: 5 } } }
      otherwise: { require: { count: 1, from: data-controllers } }
      objections: { from: owners }
      commands: { hold: owners }
    `);
    const node = nodeOf(ben, cleo);
    const held = { ...jobRequest, ...approved, comments: [says(cleo, "hold", 13)] };
    expect(decide(held, { policy: given, node }).status).toBe("pending");
    expect(decide(held, { policy: given, node: nodeOf(ben) }).status).toBe("approved");
    expect(decide(held, { policy: oneController, node }).status).toBe("pending");
  });

  test("of somebody whose group cannot be read fails", () => {
    const gone = policy(`
      people: { data-controllers: { teams: acme/data-controllers }, gone: { teams: acme/gone } }
      otherwise: { require: { count: 1, from: data-controllers } }
      commands: { hold: gone }
    `);
    expect(statusOf({ ...approved, comments: [says(eve, "hold", 13)] }, gone)).toBe("failed");
  });
});
