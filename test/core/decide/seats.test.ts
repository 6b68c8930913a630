import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest } from "../../../src/domain/change.ts";
import type { Account } from "../../../src/domain/identity.ts";
import { account, approval, ben, cleo, dan, eve, jobRequest, label, person, policy } from "./facts.ts";

const gil = account(6, "gil");
const people = `
people:
  all: { users: [{ login: ben, id: 2 }, { login: cleo, id: 3 }, { login: dan, id: 4 }, { login: eve, id: 5 }, { login: gil, id: 6 }] }
  acme: { organisation: acme, users: [{ login: ben, id: 2 }, { login: cleo, id: 3 }, { login: gil, id: 6 }] }
  bolt: { organisation: bolt, users: [{ login: cleo, id: 3 }, { login: dan, id: 4 }] }
  core: { organisation: core, users: { login: eve, id: 5 } }`;

function judge(require: string, given: readonly Account[], more: Partial<ChangeRequest> = {}) {
  const reviews = given.map((by, index) => approval({ by, at: `2026-11-20T12:0${index}:00Z` }));
  const source = policy(`${people}\notherwise: { require: ${require} }`);
  return decide({ ...jobRequest, reviews, ...more }, { policy: source, node: null });
}

const reasonOf = (...given: Parameters<typeof judge>) => judge(...given).tree.children[0]?.reason;

const distinct = (count: number) => `{ count: ${count}, from: all, distinct: organisation }`;

describe("of whose organisations approvals are awaited", () => {
  test.each<readonly [number, readonly Account[], string]>([
    [1, [], "it needs 1 approval from all of any organisation"],
    [2, [], "it needs 2 approvals from all of 2 organisations"],
    [2, [ben], "approved by ben (acme); it needs 1 more approval from all of another organisation than acme"],
    [3, [ben], "approved by ben (acme); it needs 2 more approvals from all of 2 organisations other than acme"],
    [
      3,
      [ben, dan],
      "approved by ben (acme) and dan (bolt); it needs 1 more approval from all of another organisation than acme and bolt",
    ],
  ])("%i, of which some are there (%#)", (count, given, reason) => {
    expect(reasonOf(distinct(count), given)).toBe(reason);
  });

  test.each<readonly [number, readonly Account[], string]>([
    [2, [ben, gil], "the approval of gil does not count: for acme ben approved already"],
    [3, [dan, ben, gil], "the approval of gil does not count: for acme ben approved already"],
    [3, [dan, ben, cleo], "the approval of cleo does not count: for acme and bolt dan and ben approved already"],
    [4, [eve, dan, ben, cleo], "the approval of cleo does not count: for acme and bolt dan and ben approved already"],
  ])("who took the seat is told to who could have, and nobody else is named (%#)", (count, given, reason) => {
    expect(reasonOf(distinct(count), given)).toMatch(new RegExp(`; ${reason}$`));
  });
});

describe("who belongs to two organisations and approved first", () => {
  test("leaves a seat to who has no other, takes one alone, and is told first", () => {
    const decided = judge(distinct(2), [cleo, ben]);
    expect(decided).toMatchObject({
      status: "approved",
      approvals: [
        { account: person(cleo), counted: true },
        { account: person(ben), counted: true },
      ],
    });
    expect(decided.tree.children[0]?.reason).toBe("approved by cleo (bolt) and ben (acme)");
  });

  test("takes no two seats though a third person is missing", () => {
    expect(judge(distinct(3), [cleo, ben])).toMatchObject({
      status: "pending",
      tree: { waitingFor: [{ count: 1, from: "all" }] },
    });
  });
});

test("who stands for several of the groups is told with each", () => {
  expect(reasonOf("{ count: 1, from: [acme, bolt, core] }", [cleo])).toBe("approved by cleo (acme, bolt)");
});

test("while a job request cannot be read, it is told that nobody knows whose dataset it touches, and what to mend", () => {
  const unread = { jobs: [{ path: "jobs/a.yml", asks: null }], labels: [label({ by: ben })] };
  expect(judge("{ labels: urgent, from: dataset-owners }", [], unread)).toMatchObject({
    status: "failed",
    summary:
      "No decision is possible: it is not known which datasets it touches, and so not who owns them: add `datasets` to facts that leave them out, and mend job requests that cannot be read.",
  });
});
