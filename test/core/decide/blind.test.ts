import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest } from "../../../src/domain/change.ts";
import type { Account } from "../../../src/domain/identity.ts";
import type { NodeFile } from "../../../src/domain/node.ts";
import {
  approval,
  ben,
  cleo,
  comment,
  dan,
  eve,
  formerHead,
  head,
  jobRequest,
  nodeOf,
  person,
  policy,
  robot,
} from "./facts.ts";

const blind = policy(`
  people: { data-controllers: { teams: acme/data-controllers } }
  otherwise: { require: { count: 2, from: data-controllers, blind: true } }
`);

function decideOn(more: Partial<ChangeRequest>, source = blind, node: NodeFile | null = null) {
  return decide({ ...jobRequest, ...more }, { policy: source, node });
}

function approvedBy(...people: readonly Account[]): Partial<ChangeRequest> {
  return { reviews: people.map((by, index) => approval({ by, at: `2026-11-20T12:0${index}:00Z` })) };
}

const nobody = decideOn({});

describe("a blind count", () => {
  test("says what it waits for, and why nobody is named", () => {
    expect(nobody).toMatchObject({
      status: "pending",
      summary: "Waiting for 2 approvals from data-controllers.",
      tree: {
        children: [{ reason: "it needs 2 approvals from data-controllers; who approves is told once all have" }],
      },
      approvals: [],
    });
  });

  test.each<readonly [string, Partial<ChangeRequest>]>([
    ["one has approved", approvedBy(ben)],
    ["another one has", approvedBy(dan)],
    ["one has with the command", { comments: [comment({ by: ben, body: `/countersign approve ${head}` })] }],
    ["one has twice", { reviews: [...(approvedBy(ben, ben).reviews ?? [])].map((one, id) => ({ ...one, id })) }],
    ["one has, of an older head", { reviews: [approval({ by: ben, sha: formerHead })] }],
    ["one has, on an unknown commit", { reviews: [approval({ by: ben, sha: null })] }],
    [
      "one has, and was dismissed",
      { reviews: [approval({ by: ben, dismissed: { by: person(eve), at: "2026-11-20T13:00:00Z" } })] },
    ],
  ])("tells the same bytes as without any approval when %s", (_, more) => {
    expect(JSON.stringify(decideOn(more))).toBe(JSON.stringify(nobody));
  });

  test("tells of those who could not fill its seats as ever", () => {
    expect(decideOn(approvedBy(ben, eve)).approvals).toEqual(decideOn(approvedBy(eve)).approvals);
    expect(decideOn(approvedBy(eve)).approvals).toMatchObject([{ account: { login: "eve" } }]);
  });

  test("tells everything once all approvals are in", () => {
    expect(decideOn(approvedBy(ben, cleo))).toMatchObject({
      status: "approved",
      summary: "Approved by ben and cleo.",
      approvals: [{ counted: true }, { counted: true }],
    });
  });

  test("is said to be one", () => {
    const both = policy(`
      people: { data-controllers: { teams: acme/data-controllers } }
      otherwise: { require: { all: [{ count: 2, from: data-controllers, blind: true }, { count: 1, from: data-controllers, blind: false }] } }
    `);
    expect(decideOn({}, both).tree.children[0]?.children.map(({ name }) => name)).toEqual([
      "2 approvals from data-controllers, blind",
      "1 approval from data-controllers",
    ]);
  });

  test("objections and holds are told, since they have to be answered", () => {
    const objected = { reviews: [approval({ by: ben, state: "changes_requested" }), approval({ by: cleo })] };
    expect(decideOn(objected)).toMatchObject({ status: "rejected", approvals: [] });
    const held = { ...approvedBy(cleo), comments: [comment({ by: ben, body: "/countersign hold" })] };
    expect(decideOn(held).tree.children[1]?.name).toBe("hold of ben");
  });
});

describe("an open blind count keeps quiet in every other part", () => {
  test("the node's own requirement", () => {
    const node = nodeOf(ben);
    expect(decideOn(approvedBy(ben), blind, node)).toEqual(decideOn({}, blind, node));
    expect(decideOn(approvedBy(ben, cleo), blind, node).status).toBe("approved");
  });

  test("other counts, also one that is blind and filled", () => {
    const two = policy(`
      people: { a: { users: [{ login: ben, id: 2 }, { login: cleo, id: 3 }] }, b: { users: [{ login: cleo, id: 3 }, { login: dan, id: 4 }] } }
      requirements:
        - { name: a, require: { count: 1, from: a, blind: true } }
        - { name: b, require: { count: 2, from: b, blind: true } }
    `);
    const none = decideOn({}, two);
    expect(decideOn(approvedBy(ben), two)).toEqual(none);
    expect(decideOn(approvedBy(cleo), two)).toEqual(none);
    expect(decideOn(approvedBy(ben, dan), two)).toEqual(none);
    expect(decideOn(approvedBy(cleo, dan), two).status).toBe("approved");
  });

  test("an objection that its own approval would end", () => {
    const objected = approval({ by: ben, id: 1, state: "changes_requested", at: "2026-11-20T11:00:00Z" });
    const withdrawn = { reviews: [objected, approval({ by: ben })] };
    expect(decideOn(withdrawn)).toEqual(decideOn({ reviews: [objected] }));
    expect(decideOn({ reviews: [...withdrawn.reviews, approval({ by: cleo })] }).status).toBe("approved");
  });

  test("also where its group cannot be read", () => {
    const node = nodeOf(ben);
    const unread = { groups: {} };
    expect(decideOn({ ...approvedBy(ben), ...unread }, blind, node)).toEqual(decideOn(unread, blind, node));
    expect(decideOn(unread, blind, node).status).toBe("failed");
  });

  test("until it is approved, also where something else sufficed in its place", () => {
    const either = policy(`
      people: { data-controllers: { teams: acme/data-controllers }, owners: { users: { login: eve, id: 5 } } }
      otherwise: { require: { any: [{ count: 2, from: data-controllers, blind: true }, { count: 1, from: owners }] } }
    `);
    expect(decideOn(approvedBy(eve, ben), either)).toMatchObject({
      status: "approved",
      approvals: [{ counted: true }, { account: { login: "ben" } }],
    });
    const waits = decideOn(approvedBy(eve, ben), either, nodeOf(cleo));
    expect(waits).toEqual(decideOn(approvedBy(eve), either, nodeOf(cleo)));
    expect(waits).toMatchObject({ status: "pending", approvals: [{ account: person(eve) }] });
  });
});

test("a count that is not blind tells who approved", () => {
  const open = policy(`
    people: { data-controllers: { teams: acme/data-controllers } }
    otherwise: { require: { count: 2, from: data-controllers } }
  `);
  expect(decideOn(approvedBy(ben), open)).toMatchObject({
    summary: "Waiting for 1 approval from data-controllers.",
    approvals: [{ account: person(ben) }],
  });
  expect(decideOn(approvedBy(robot), open).approvals).toHaveLength(1);
});
