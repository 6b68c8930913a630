import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest, Check } from "../../../src/domain/change.ts";
import type { Account } from "../../../src/domain/identity.ts";
import type { PolicySource } from "../../../src/domain/policy.ts";
import {
  account,
  ada,
  approval,
  ben,
  cleo,
  commit,
  dan,
  eve,
  file,
  files,
  formerHead,
  head,
  jobRequest,
  nodeOf,
  person,
  policy,
  robot,
} from "./facts.ts";

function decideOn(more: Partial<ChangeRequest>, source: PolicySource) {
  return decide({ ...jobRequest, ...more }, { policy: source, node: null });
}

function statusOf(more: Partial<ChangeRequest>, source: PolicySource): string {
  return decideOn(more, source).status;
}

const approvedBy = (...people: readonly Account[]) => ({
  reviews: people.map((by, index) => approval({ by, at: `2026-11-20T12:0${index}:00Z` })),
});

describe("distinct: organisation", () => {
  const organisations = policy(`
    people:
      everybody: { teams: acme/data-controllers }
      acme: { organisation: acme, users: [{ login: ben, id: 2 }, { login: cleo, id: 3 }] }
      bolt: { organisation: bolt, users: [{ login: cleo, id: 3 }] }
      bolt-too: { organisation: bolt, users: [{ login: cleo, id: 3 }] }
      none: { users: { login: dan, id: 4 } }
    otherwise: { require: { count: 2, from: everybody, distinct: organisation } }
  `);

  test("two people of one organisation fill one seat", () => {
    const one = policy(`
      people: { data-controllers: { organisation: acme, teams: acme/data-controllers } }
      otherwise: { require: { count: 2, from: data-controllers, distinct: organisation } }
    `);
    expect(decideOn(approvedBy(ben, cleo), one)).toMatchObject({
      status: "pending",
      tree: { waitingFor: [{ count: 1, from: "data-controllers" }] },
      approvals: [{ counted: true }, { counted: false, why: "every seat that it could fill is taken" }],
    });
    expect(decideOn(approvedBy(ben, cleo), one).tree.children[0]?.reason).toBe(
      "approved by ben (acme); it needs 1 more approval from data-controllers of another organisation than acme; the approval of cleo does not count: for acme ben approved already",
    );
  });

  test("who is in no group with an organisation fills none, and is told so", () => {
    expect(decideOn(approvedBy(ben, dan), organisations).approvals).toMatchObject([
      { counted: true },
      { counted: false, why: "they are in no group of `people` that has an `organisation`" },
    ]);
    expect(decideOn(approvedBy(ben, cleo, dan), organisations).approvals[2]).toMatchObject({
      counted: false,
      why: "every seat that it could fill is taken",
    });
  });

  test("who belongs to two takes the seat that is free, whoever came first", () => {
    expect(statusOf(approvedBy(ben, cleo), organisations)).toBe("approved");
    expect(statusOf(approvedBy(cleo, ben), organisations)).toBe("approved");
  });

  test("one person of two organisations fills one seat", () => {
    expect(statusOf(approvedBy(cleo), organisations)).toBe("pending");
  });

  test("who belongs to no organisation fills none", () => {
    expect(decideOn(approvedBy(dan, ben), organisations)).toMatchObject({
      status: "pending",
      approvals: [{ counted: false }, { counted: true }],
    });
  });

  test("a third organisation is found where the first two must move", () => {
    const people = [account(10, "x"), account(11, "y"), account(12, "z")];
    const three = policy(`
      people:
        a: { organisation: a, users: [{ login: x, id: 10 }, { login: y, id: 11 }] }
        b: { organisation: b, users: [{ login: y, id: 11 }, { login: z, id: 12 }, { login: x, id: 10 }] }
        c: { organisation: c, users: [{ login: x, id: 10 }] }
      otherwise: { require: { count: 3, from: [a, b, c], distinct: organisation } }
    `);
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      expect(statusOf(approvedBy(...order.map((index) => people[index] as Account)), three)).toBe("approved");
    }
  });

  test("of more organisations than are asked for, the first approvals sit", () => {
    const one = policy(`
      people:
        acme: { organisation: acme, users: { login: ben, id: 2 } }
        bolt: { organisation: bolt, users: { login: dan, id: 4 } }
      otherwise: { require: { count: 1, from: [acme, bolt], distinct: organisation } }
    `);
    expect(decideOn(approvedBy(ben, dan), one).approvals).toMatchObject([
      { counted: true },
      { counted: false, why: "every seat that it could fill is taken" },
    ]);
  });

  test("an approval that would count says that its seat is taken, also of somebody who contributed", () => {
    const allowed = policy(`
      people: { acme: { organisation: acme, users: [{ login: ben, id: 2 }, { login: cleo, id: 3 }] } }
      otherwise: { require: { count: 2, from: acme, distinct: organisation } }
      counting: { contributors: allow }
    `);
    const decision = decideOn({ ...approvedBy(ben, cleo), pushers: [person(cleo)] }, allowed);
    expect(decision.tree.children[0]?.reason).toContain(
      "the approval of cleo does not count: for acme ben approved already",
    );
  });

  test("where organisations do not matter, an unreadable group of one does not either", () => {
    const two = policy(`
      people: { acme: { users: { login: ben, id: 2 } }, gone: { organisation: gone, teams: acme/gone } }
      otherwise: { require: { count: 2, from: acme } }
    `);
    expect(statusOf(approvedBy(ben), two)).toBe("pending");
    const apart = policy(`
      people: { acme: { organisation: acme, users: { login: ben, id: 2 } }, gone: { teams: acme/gone } }
      otherwise: { require: { count: 2, from: acme, distinct: organisation } }
    `);
    expect(statusOf(approvedBy(ben), apart)).toBe("pending");
  });

  test("an organisation's group that cannot be read fails only where it could matter", () => {
    const unread = policy(`
      people:
        acme: { organisation: acme, users: [{ login: ben, id: 2 }, { login: cleo, id: 3 }] }
        bolt: { organisation: bolt, users: [{ login: dan, id: 4 }] }
        gone: { organisation: gone, teams: acme/gone }
      otherwise: { require: { count: 2, from: [acme, bolt], distinct: organisation } }
    `);
    expect(statusOf(approvedBy(ben, dan), unread)).toBe("approved");
    expect(statusOf(approvedBy(ben, cleo), unread)).toBe("failed");
  });
});

describe("each: dataset", () => {
  const owners = policy(`
    people: { data-controllers: { teams: acme/data-controllers } }
    requirements:
      - { name: owners, when: { changes: job }, require: { count: 1, from: dataset-owners, each: dataset } }
    otherwise: { require: { count: 1, from: data-controllers } }
  `);
  const groups = {
    ...jobRequest.groups,
    "team:acme/patients": [person(ben), person(eve)],
    "team:acme/births": [person(cleo), person(eve)],
  };
  const datasets = [
    { name: "patients", owners: ["team:acme/patients"], paths: ["jobs/a.yml"] },
    { name: "births", owners: ["team:acme/births"], paths: ["jobs/a.yml"] },
  ];

  test("an owner of every dataset", () => {
    expect(statusOf({ groups, datasets, ...approvedBy(ben) }, owners)).toBe("pending");
    expect(statusOf({ groups, datasets, ...approvedBy(ben, cleo) }, owners)).toBe("approved");
  });

  test("one person may stand for several", () => {
    expect(decideOn({ groups, datasets, ...approvedBy(eve) }, owners)).toMatchObject({
      status: "approved",
      approvals: [{ counted: true }],
    });
  });

  test("each dataset has its own line, in the order of their names", () => {
    const [owned] = decideOn({ groups, datasets, ...approvedBy(ben) }, owners).tree.children;
    expect(owned?.children.map(({ name, status }) => [name, status])).toEqual([
      ["dataset `births`", "pending"],
      ["dataset `patients`", "approved"],
    ]);
  });

  test("without a dataset it is skipped, covers nothing and approves nothing", () => {
    expect(statusOf({}, owners)).toBe("pending");
    expect(statusOf(approvedBy(ben), owners)).toBe("approved");
    const alone = policy(
      "requirements: [{ name: owners, require: { count: 1, from: dataset-owners, each: dataset } }]",
    );
    expect(decideOn(approvedBy(ben), alone)).toMatchObject({
      status: "pending",
      tree: {
        children: [
          { name: "owners", status: "skipped" },
          { name: "otherwise", status: "pending" },
        ],
      },
    });
    const otherwise = policy("otherwise: { require: { count: 1, from: dataset-owners, each: dataset } }");
    expect(decideOn(approvedBy(ben), otherwise).tree.children).toMatchObject([
      { name: "otherwise", status: "pending" },
    ]);
  });

  test("owners that cannot be read fail", () => {
    expect(statusOf({ groups: jobRequest.groups, datasets, ...approvedBy(eve) }, owners)).toBe("failed");
  });

  test("without `each`, an owner of any dataset", () => {
    const any = policy("otherwise: { require: { count: 1, from: dataset-owners } }");
    expect(statusOf({ groups, datasets, ...approvedBy(ben) }, any)).toBe("approved");
    expect(statusOf({ groups, datasets, ...approvedBy(dan) }, any)).toBe("pending");
  });
});

describe("checks", () => {
  const ci = policy("otherwise: { require: { checks: [github-actions/ci/unit] } }");
  const check = (more: Partial<Check> = {}): Check => ({
    app: "github-actions",
    name: "ci/unit",
    state: "success",
    sha: head,
    ...more,
  });

  test.each<readonly [string, readonly Check[], string]>([
    ["green on the head", [check()], "approved"],
    ["green twice", [check(), check()], "approved"],
    ["none", [], "pending"],
    ["green on an older head", [check({ sha: formerHead })], "pending"],
    ["by another app", [check({ app: "somebody" })], "pending"],
    ["of another name", [check({ name: "ci" })], "pending"],
    ["red", [check({ state: "failure" })], "pending"],
    ["still running", [check({ state: "pending" })], "pending"],
    ["skipped", [check({ state: "skipped" })], "pending"],
    ["green once and red once", [check(), check({ state: "failure" })], "pending"],
    ["green, and red on an older head", [check(), check({ state: "failure", sha: formerHead })], "approved"],
  ])("%s", (_, checks, status) => {
    expect(statusOf({ checks }, ci)).toBe(status);
  });

  test("a single one has its own sentence, several have a line each", () => {
    expect(decideOn({ checks: [check()] }, ci).tree.children[0]).toMatchObject({
      reason: "`github-actions/ci/unit` is green on this head",
      children: [],
    });
    const two = policy("otherwise: { require: { checks: [github-actions/ci/unit, github-actions/lint] } }");
    expect(decideOn({ checks: [check()] }, two).tree.children[0]?.children).toHaveLength(2);
  });

  test("what is missing is awaited by its name", () => {
    expect(decideOn({}, ci)).toMatchObject({
      summary: "Waiting for check github-actions/ci/unit.",
      tree: { waitingFor: [{ count: 1, from: "check github-actions/ci/unit" }] },
    });
    expect(decideOn({}, ci).tree.children[0]?.reason).toBe("`github-actions/ci/unit` has not reported on this head");
    expect(decideOn({ number: 0 }, ci).tree.children[0]?.reason).toBe(
      "`github-actions/ci/unit` is looked at on changes alone, and this is a commit",
    );
  });

  test("several must all be green", () => {
    const two = policy("otherwise: { require: { checks: [github-actions/ci/unit, github-actions/lint] } }");
    expect(statusOf({ checks: [check()] }, two)).toBe("pending");
    expect(statusOf({ checks: [check(), check({ name: "lint" })] }, two)).toBe("approved");
  });

  test.each([".github/workflows/ci.yml", ".github/actions/x/action.yml", ".gitlab-ci.yml"])(
    "do not count when %s is edited, until a controller of the node who contributed nothing agrees",
    (path) => {
      const node = nodeOf(ben);
      const policyWithBen = policy(`
        people: { b: { users: { login: cleo, id: 3 } } }
        otherwise: { require: { any: [{ checks: github-actions/ci/unit }, { count: 1, from: b }] } }
      `);
      const edited = { ...jobRequest, ...files("jobs/a.yml", path), checks: [check()] };
      const reason = (change: ChangeRequest) => decide(change, { policy: policyWithBen, node }).tree.children[0];
      expect(reason(edited)).toMatchObject({
        status: "pending",
        reason: expect.stringContaining("the change edits CI files"),
      });
      expect(reason({ ...edited, ...approvedBy(ben) })).toMatchObject({ status: "approved" });
      expect(reason({ ...edited, ...approvedBy(cleo) })).toMatchObject({ status: "approved" });
      expect(reason({ ...edited, ...approvedBy(ben), pushers: [person(ben)] })).toMatchObject({ status: "pending" });
      expect(
        decide({ ...edited, ...approvedBy(ben) }, { policy: policyWithBen, node: null }).tree.children[0],
      ).toMatchObject({ status: "pending" });
    },
  );
});

describe("signed", () => {
  const signed = policy("otherwise: { require: { signed: true } }");
  const valid = { state: "valid" as const, by: person(ada) };

  test.each<readonly [string, Parameters<typeof commit>[0], string]>([
    ["by the committer", { signature: valid }, "approved"],
    ["not at all", {}, "pending"],
    ["wrongly", { signature: { ...valid, state: "invalid" } }, "pending"],
    ["by somebody else", { signature: { ...valid, by: person(ben) } }, "pending"],
    ["by the author, who is not the committer", { signature: valid, committer: person(ben) }, "pending"],
    ["by the forge", { signature: { state: "valid", by: null } }, "pending"],
    [
      "by the forge, a clean update merge",
      { signature: { state: "valid", by: null }, isCleanUpdateMerge: true },
      "approved",
    ],
    ["not at all, a clean update merge", { isCleanUpdateMerge: true }, "pending"],
  ])("%s", (_, more, status) => {
    expect(statusOf({ commits: { complete: true, items: [commit(more)] } }, signed)).toBe(status);
  });

  test("a commit whose committer is nobody's account is by none of its signers", () => {
    const orphan = commit({ committer: null, signature: valid });
    expect(decideOn({ commits: { complete: true, items: [orphan] } }, signed).tree.children[1]).toMatchObject({
      status: "pending",
    });
  });

  test("every commit, and those that are not are named", () => {
    const unsigned = Array.from({ length: 6 }, (_, index) => commit({ sha: `${index}`.repeat(40) }));
    const decision = decideOn(
      { commits: { complete: true, items: [...unsigned, commit({ signature: valid })] } },
      signed,
    );
    expect(decision.tree.children[0]).toMatchObject({
      status: "pending",
      reason: "not validly signed by their own committer: 0000000, 1111111, 2222222, 3333333, 4444444 and 1 more",
    });
    expect(decision.summary).toBe("Waiting for signed commits.");
  });
});

describe("signed by members of groups", () => {
  const signed = policy(`
    people: { a: { users: { login: ada, id: 1 } }, b: { teams: acme/b } }
    otherwise: { require: { signed: { by: [a, b] } } }
  `);
  const groups = { "team:acme/b": [person(ben)] };
  const by = (who: Account, more: Parameters<typeof commit>[0] = {}) =>
    commit({ committer: person(who), signature: { state: "valid", by: person(who) }, ...more });

  test.each<readonly [string, ReturnType<typeof commit>, string]>([
    ["who is named", by(ada), "approved"],
    ["who is in the team", by(ben), "approved"],
    ["who is in none of them", by(eve), "pending"],
    ["who is in the team, for somebody else", by(ben, { committer: person(eve) }), "pending"],
    ["who is in the team, wrongly", by(ben, { signature: { state: "invalid", by: person(ben) } }), "pending"],
    ["the forge", by(ben, { signature: { state: "valid", by: null } }), "pending"],
    [
      "the forge, a clean update merge",
      by(eve, { signature: { state: "valid", by: null }, isCleanUpdateMerge: true }),
      "approved",
    ],
  ])("%s", (_, one, status) => {
    expect(statusOf({ groups, commits: { complete: true, items: [one] } }, signed)).toBe(status);
  });

  test("every commit, and the group must be readable", () => {
    const commits = { complete: true, items: [by(ada), by(eve, { sha: formerHead })] };
    expect(decideOn({ groups, commits }, signed)).toMatchObject({
      summary: "Waiting for commits signed by a or b.",
      tree: {
        children: [{ reason: "not validly signed by their own committer, a member of `a` or `b`: 2222222" }],
      },
    });
    const good = { complete: true, items: [by(ada)] };
    expect(decideOn({ groups, commits: good }, signed).tree.children[0]?.reason).toBe(
      "every commit is signed by its committer, a member of `a` or `b`",
    );
    expect(decideOn({ groups: {}, commits: good }, signed).summary).toBe(
      "No decision is possible: the members of `team:acme/b` could not be read: see that it exists and that Countersign may read it.",
    );
  });

  test("a permission makes nobody a signer who is known to be a bot", () => {
    const writers = policy(`
      people: { writers: { permissions: [write] } }
      otherwise: { require: { signed: { by: writers } } }
    `);
    const statusBy = (who: Account, more: Partial<ChangeRequest> = {}) => {
      const permissions = { [who.id]: "write" as const };
      return statusOf({ permissions, commits: { complete: true, items: [by(who)] }, ...more }, writers);
    };
    expect(statusBy(ada)).toBe("approved");
    expect(statusBy(account(7, "renovate[bot]"))).toBe("pending");
    expect(statusBy(robot, { author: robot })).toBe("pending");
  });

  test("its members may object", () => {
    const objected = { reviews: [approval({ by: ben, state: "changes_requested" })] };
    expect(statusOf({ groups, commits: { complete: true, items: [by(ada)] }, ...objected }, signed)).toBe("rejected");
  });
});

describe("seats that only some groups give", () => {
  test("an organisation that a lower layer invents fills none", () => {
    const { policy: merged, ...source } = policy(`
      people:
        acme: { organisation: acme, users: [{ login: ben, id: 2 }, { login: cleo, id: 3 }] }
        bolt: { organisation: bolt, users: { login: dan, id: 4 } }
        made-up: { organisation: other, users: { login: cleo, id: 3 } }
        gone: { organisation: gone, teams: acme/gone }
      otherwise: { require: { count: 2, from: [acme, bolt], distinct: organisation } }
    `) as PolicySource & { state: "valid" };
    const { otherwise } = merged;
    if (otherwise?.form !== "count") throw new Error("it is a count");
    const seats = (...groups: readonly string[]): PolicySource => ({
      ...source,
      policy: { ...merged, otherwise: { ...otherwise, seats: groups } },
    });
    expect(statusOf(approvedBy(ben, cleo), seats("acme", "bolt", "made-up"))).toBe("approved");
    expect(statusOf(approvedBy(ben, cleo), seats("acme", "bolt"))).toBe("pending");
    expect(statusOf(approvedBy(ben, dan), seats("acme", "bolt"))).toBe("approved");
    expect(statusOf(approvedBy(ben, dan), seats("acme"))).toBe("pending");
    expect(statusOf(approvedBy(ben, cleo), seats("acme", "gone"))).toBe("failed");
  });
});

describe("all and any", () => {
  const people =
    "people: { a: { users: { login: ben, id: 2 } }, b: { users: { login: cleo, id: 3 } }, gone: { teams: acme/gone } }";
  const require = (text: string) =>
    policy(`${people}\notherwise: { require: ${text} }\nobjections: { from: [a, b] }`.replaceAll(/^/gm, "  "));
  const [a, b, gone, skipped] = [
    "{ count: 1, from: a }",
    "{ count: 1, from: b }",
    "{ count: 1, from: gone }",
    "{ count: 1, from: a, each: dataset }",
  ];

  test.each([
    [`{ all: [${a}, ${b}] }`, "approved, pending: pending", "pending"],
    [`{ all: [${a}, ${gone}] }`, "approved, failed: failed", "failed"],
    [`{ all: [${b}, ${gone}] }`, "pending, failed: failed", "failed"],
    [`{ all: [${a}, ${skipped}] }`, "approved, skipped: approved", "approved"],
    [`{ all: [${skipped}, ${skipped}] }`, "all skipped: nothing is approved", "pending"],
    [`{ any: [${a}, ${b}] }`, "approved, pending: approved", "approved"],
    [`{ any: [${b}, ${a}] }`, "pending, approved: approved", "approved"],
    [`{ any: [${a}, ${gone}] }`, "approved, failed: failed", "failed"],
    [`{ any: [${b}, ${skipped}] }`, "pending, skipped: pending", "pending"],
    [`{ any: [${skipped}, ${skipped}] }`, "all skipped: nothing is approved", "pending"],
    [`{ any: [${b}, { all: [${a}, { any: [${b}, none] }] }] }`, "nested", "approved"],
    ["none", "nothing, in so many words", "approved"],
  ])("%s (%s)", (text, _, status) => {
    expect(statusOf(approvedBy(ben), require(text))).toBe(status);
  });

  test("of what is awaited, each is told once with the highest count", () => {
    const twice = policy(`
      people: { data-controllers: { teams: acme/data-controllers } }
      requirements:
        - { name: one, require: { count: 1, from: data-controllers } }
        - { name: two, require: { all: [{ count: 2, from: data-controllers }, { checks: x/y }] } }
    `);
    expect(decideOn({}, twice).tree).toMatchObject({
      status: "pending",
      waitingFor: [
        { count: 2, from: "data-controllers" },
        { count: 1, from: "check x/y" },
      ],
    });
  });

  test("what is approved awaits nobody, though a part of it does", () => {
    expect(decideOn(approvedBy(ben), require(`{ any: [${a}, ${b}] }`)).tree).toMatchObject({
      waitingFor: [],
      children: [{ waitingFor: [], reason: expect.stringContaining("is met") }],
    });
  });

  test("nothing required is said in so many words", () => {
    expect(decideOn({}, require("none"))).toMatchObject({
      status: "approved",
      summary: "Approved: the policy requires nothing here.",
      approvals: [],
    });
  });
});

describe("files", () => {
  test("the helper of the tests makes what it says", () => {
    expect(files("a").files.items).toEqual([file("a")]);
  });
});
