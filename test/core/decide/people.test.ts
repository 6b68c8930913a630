import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest } from "../../../src/domain/change.ts";
import type { Account } from "../../../src/domain/identity.ts";
import type { PolicySource } from "../../../src/domain/policy.ts";
import {
  account,
  ada,
  approval,
  ben,
  comment,
  commit,
  eve,
  head,
  jobRequest,
  nodeOf,
  oneController,
  person,
  policy,
  robot,
} from "./facts.ts";

function statusOf(more: Partial<ChangeRequest>, source: PolicySource = oneController): string {
  return decide({ ...jobRequest, ...more }, { policy: source, node: null }).status;
}

function whyOf(more: Partial<ChangeRequest>, source: PolicySource = oneController): string | undefined {
  return decide({ ...jobRequest, ...more }, { policy: source, node: null }).approvals[0]?.why;
}

const counting = (line: string) =>
  policy(`
    people: { data-controllers: { teams: acme/data-controllers } }
    otherwise: { require: { count: 1, from: data-controllers } }
    counting: { ${line} }
  `);

const byBen = { reviews: [approval({ by: ben })] };
const commits = (...items: readonly Parameters<typeof commit>[0][]) => ({
  commits: { complete: true, items: [...items.map((item, index) => commit({ sha: `${index}`, ...item })), commit({})] },
});

describe("whoever contributed does not count", () => {
  const ways: readonly (readonly [string, Partial<ChangeRequest>])[] = [
    ["wrote a commit", commits({ author: person(ben) })],
    ["committed one", commits({ committer: person(ben) })],
    ["co-authored one", commits({ coAuthors: [person(ben)] })],
    ["pushed", { pushers: [person(ada), person(ben)] }],
  ];

  test.each(ways)("who %s", (_, way) => {
    expect(statusOf({ ...byBen, ...way })).toBe("pending");
    expect(whyOf({ ...byBen, ...way })).toBe("they contributed to the change");
    expect(statusOf({ ...byBen, ...way }, counting("contributors: allow"))).toBe("approved");
  });

  test("a login that is the same proves nothing, an id does", () => {
    const renamed = account(ben.id, "benjamin");
    expect(statusOf({ reviews: [approval({ by: renamed })] })).toBe("approved");
    expect(statusOf({ reviews: [approval({ by: account(66, "ben") })] })).toBe("pending");
    expect(statusOf({ reviews: [approval({ by: renamed })], pushers: [person(ben)] })).toBe("pending");
  });

  test("who opened it is the author, and stays it in spite of `contributors: allow`", () => {
    const opened = { ...byBen, author: ben };
    expect(whyOf(opened)).toBe("they opened the change");
    expect(statusOf(opened, counting("contributors: allow"))).toBe("pending");
    expect(statusOf(opened, counting("author: allow"))).toBe("approved");
    expect(statusOf({ ...opened, pushers: [person(ben)] }, counting("author: allow"))).toBe("approved");
  });

  test("who asked for the run never counts", () => {
    const asked = { ...byBen, requester: person(ben) };
    const all = counting("author: allow, contributors: allow");
    expect(whyOf(asked, all)).toBe("they asked for the run whose results these are");
    expect(statusOf({ ...asked, author: ben }, all)).toBe("pending");
  });

  test("a clean update merge makes nobody a contributor, and needs no account", () => {
    expect(
      statusOf({ ...byBen, ...commits({ author: person(ben), committer: person(ben), isCleanUpdateMerge: true }) }),
    ).toBe("approved");
    expect(statusOf({ ...byBen, ...commits({ author: null, committer: null, isCleanUpdateMerge: true }) })).toBe(
      "approved",
    );
  });
});

describe("bots", () => {
  const byRobot = {
    reviews: [approval({ by: robot })],
    permissions: { "99": "admin" as const },
    groups: { "team:acme/data-controllers": [person(robot)] },
  };

  test("do not count by team or permission", () => {
    expect(statusOf(byRobot)).toBe("pending");
    expect(statusOf(byRobot, policy("otherwise: { require: { count: 1, permissions: read } }"))).toBe("pending");
  });

  test("count where they are named", () => {
    const named = policy(`
      people: { robots: { users: { login: robot, id: 99 } } }
      otherwise: { require: { count: 1, from: robots } }
    `);
    expect(statusOf(byRobot, named)).toBe("approved");
  });
});

describe("what is not known is failed, and no approval masks it", () => {
  const unknowns: readonly (readonly [string, Partial<ChangeRequest>, string])[] = [
    ["files cut short", { files: { ...jobRequest.files, complete: false } }, "changed files"],
    ["commits cut short", { commits: { ...jobRequest.commits, complete: false } }, "list of commits"],
    [
      "a head that is not among the commits",
      { commits: { complete: true, items: [commit({ sha: "x" })] } },
      "is not among the commits",
    ],
    ["no commits", { commits: { complete: true, items: [] } }, "is not among the commits"],
    ["a commit whose author has no account", commits({ author: null }), "belongs to no account"],
    ["a commit whose committer has no account", commits({ committer: null }), "belongs to no account"],
    ["unknown pushers", { pushers: null }, "who pushed"],
    ["a group that is missing", { groups: {} }, "team:acme/data-controllers"],
    [
      "a group that could not be read",
      { groups: { "team:acme/data-controllers": null } },
      "team:acme/data-controllers",
    ],
  ];

  test.each(unknowns)("%s", (_, way, sentence) => {
    const decision = decide({ ...jobRequest, ...byBen, ...way }, { policy: oneController, node: nodeOf(ben) });
    expect(decision.status).toBe("failed");
    expect(decision.summary).toContain("No decision is possible");
    expect(decision.summary).toContain(sentence);
  });

  test("unknown pushers do not matter where contributors count, and a commit of no account always does", () => {
    const allow = counting("contributors: allow");
    expect(statusOf({ ...byBen, pushers: null }, allow)).toBe("approved");
    expect(statusOf({ ...byBen, ...commits({ author: null }) }, allow)).toBe("failed");
  });

  test("an empty group is nobody", () => {
    expect(statusOf({ ...byBen, groups: { "team:acme/data-controllers": [] } })).toBe("pending");
  });

  test("a group that no applicable part names need not be readable", () => {
    const other = policy(`
      people:
        data-controllers: { teams: acme/data-controllers }
        others: { teams: acme/others }
      requirements: [{ when: { changes: result }, require: { count: 1, from: others } }]
      otherwise: { require: { count: 1, from: data-controllers } }
    `);
    expect(statusOf(byBen, other)).toBe("approved");
    expect(
      statusOf(
        {
          ...byBen,
          files: {
            complete: true,
            items: [...jobRequest.files.items, { ...jobRequest.files.items[0], path: "results/a.dvc" } as never],
          },
        },
        other,
      ),
    ).toBe("failed");
  });
});

test("where nobody knows who may use the command, the approval says so", () => {
  const granted = policy(`
    people: { data-controllers: { teams: acme/data-controllers }, gone: { teams: [acme/gone, acme/lost] } }
    otherwise: { require: { count: 1, from: data-controllers } }
    commands: { approve: gone }
  `);
  const comments = [comment({ by: ben, body: `/countersign approve ${head}` })];
  expect(whyOf({ comments }, granted)).toBe(
    "it is not known who may use `/countersign approve`: the members of `team:acme/gone` and `team:acme/lost` could not be read",
  );
  expect(statusOf({ comments }, granted)).toBe("pending");
  const groups = { ...jobRequest.groups, "team:acme/gone": [person(ben)] };
  expect(statusOf({ comments, groups }, granted)).toBe("approved");
});

describe("who belongs to a group", () => {
  const group = (line: string) =>
    policy(`people: { g: { ${line} } }\notherwise: { require: { count: 1, from: g } }`.replaceAll(/^/gm, "  "));

  test.each<readonly [string, string, Partial<ChangeRequest>, string]>([
    [
      "a member of an organisation",
      "organizations: acme",
      { groups: { "organization:acme": [person(ben)] } },
      "approved",
    ],
    ["a member of a GitLab group", "groups: acme/data", { groups: { "group:acme/data": [person(ben)] } }, "approved"],
    ["a named user", "users: { login: ben, id: 2 }", {}, "approved"],
    ["a namesake of a named user", "users: { login: ben, id: 3 }", {}, "pending"],
    ["with exactly the permission", "permissions: maintain", { permissions: { "2": "maintain" } }, "approved"],
    ["with more than the permission", "permissions: triage", { permissions: { "2": "admin" } }, "approved"],
    ["with less than the permission", "permissions: maintain", { permissions: { "2": "write" } }, "pending"],
    [
      "with the weakest of the permissions",
      "permissions: [admin, write]",
      { permissions: { "2": "write" } },
      "approved",
    ],
    ["without any permission", "permissions: read", {}, "pending"],
    ["named, though a team cannot be read", "users: { login: ben, id: 2 }, teams: acme/gone", {}, "failed"],
  ])("%s", (_, line, more, status) => {
    expect(statusOf({ ...byBen, groups: {}, ...more }, group(line))).toBe(status);
  });

  test("a requirement may ask for members with a permission", () => {
    const both = policy(`
      people: { data-controllers: { teams: acme/data-controllers } }
      otherwise: { require: { count: 1, from: data-controllers, permissions: write } }
    `);
    expect(statusOf({ ...byBen, permissions: { "2": "write" } }, both)).toBe("approved");
    expect(statusOf({ ...byBen, permissions: { "2": "triage" } }, both)).toBe("pending");
    expect(statusOf({ reviews: [approval({ by: eve })], permissions: { "5": "admin" } }, both)).toBe("pending");
  });

  test("a requirement may ask for a permission alone", () => {
    const writers = policy("otherwise: { require: { count: 1, permissions: write } }");
    expect(statusOf({ ...byBen, permissions: { "2": "write" } }, writers)).toBe("approved");
    expect(statusOf({ ...byBen, permissions: { "2": "read" } }, writers)).toBe("pending");
    expect(statusOf(byBen, writers)).toBe("pending");
  });

  test("several groups are one: any of them will do", () => {
    const either = policy(`
      people: { a: { users: { login: x, id: 70 } }, b: { users: { login: ben, id: 2 } } }
      otherwise: { require: { count: 1, from: [a, b] } }
    `);
    expect(statusOf(byBen, either)).toBe("approved");
  });
});

describe("count", () => {
  const two = policy(`
    people: { data-controllers: { teams: acme/data-controllers } }
    otherwise: { require: { count: 2, from: data-controllers } }
  `);
  const cleo: Account = account(3, "cleo");
  const dan: Account = account(4, "dan");

  test("one person counts once", () => {
    const twice = [approval({ by: ben }), approval({ by: ben, id: 5, at: "2026-11-20T13:00:00Z" })];
    const decision = decide({ ...jobRequest, reviews: twice }, { policy: two, node: null });
    expect(decision).toMatchObject({
      status: "pending",
      tree: { waitingFor: [{ count: 1, from: "data-controllers" }] },
      approvals: [{ counted: false, why: "another approval of theirs counts" }, { counted: true }],
    });
  });

  test("people are told apart though their reviews have one id", () => {
    const reviews = [approval({ by: ben, id: 1 }), approval({ by: account(5, "eve"), id: 1 })];
    const { approvals } = decide({ ...jobRequest, reviews }, { policy: oneController, node: null });
    expect(approvals).toMatchObject([
      { account: { login: "ben" }, counted: true },
      { account: { login: "eve" }, counted: false },
    ]);
  });

  test("two people are two, a third fills no seat", () => {
    const three = [ben, cleo, dan].map((by, index) => approval({ by, at: `2026-11-20T1${index + 1}:00:00Z` }));
    const decision = decide({ ...jobRequest, reviews: three }, { policy: two, node: null });
    expect(decision).toMatchObject({
      status: "approved",
      summary: "Approved by ben and cleo.",
      approvals: [
        { counted: true },
        { counted: true },
        { counted: false, why: "every seat that it could fill is taken" },
      ],
    });
  });
});
