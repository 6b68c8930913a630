import { describe, expect, test } from "vitest";
import { listActs, listLabelActs } from "../../../src/core/decide/acts.ts";
import { judgeCondition } from "../../../src/core/decide/judge-condition.ts";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest } from "../../../src/domain/change.ts";
import type { DecisionNode } from "../../../src/domain/decision.ts";
import type { PolicySource } from "../../../src/domain/policy.ts";
import {
  account,
  ada,
  approval,
  ben,
  cleo,
  comment,
  commit,
  dan,
  eve,
  files,
  formerHead,
  head,
  jobRequest,
  label,
  nodeOf,
  oneController,
  person,
  policy,
} from "./facts.ts";

function decideOn(
  more: Partial<ChangeRequest>,
  source: PolicySource = oneController,
  node: ReturnType<typeof nodeOf> | null = null,
) {
  return decide({ ...jobRequest, ...more }, { policy: source, node });
}

/** The tree as lines of `status name: reason`, indented. */
function lines(node: DecisionNode, depth = 0): readonly string[] {
  return [
    `${"  ".repeat(depth)}${node.status} ${node.name}: ${node.reason}`,
    ...node.children.flatMap((child) => lines(child, depth + 1)),
  ];
}

const at = (hour: number) => `2026-11-20T${hour}:00:00Z`;
const people =
  "people: { a: { users: { login: ben, id: 2 } }, b: { users: [{ login: cleo, id: 3 }, { login: dan, id: 4 }] } }";
const require = (text: string) => policy(`${people}\notherwise: { require: ${text} }`.replaceAll(/^/gm, "  "));

describe("every part of the tree has its own sentence", () => {
  test("counts of each form", () => {
    const all = require("{ all: [{ count: 1, from: a }, { count: 2, from: [a, b], permissions: write }, { count: 1, permissions: admin }, { count: 2, from: b, distinct: organisation }, { count: 1, from: dataset-owners, each: dataset }, none] }");
    const decision = decideOn({ reviews: [approval({ by: ben })], permissions: { "2": "write" } }, all);
    expect(lines(decision.tree)).toEqual([
      "pending decision: approved by ben (a); it needs 1 more approval from a or b with write permission; it needs 1 approval from people with admin permission; it needs 2 approvals from b of 2 organisations",
      "  pending otherwise: approved by ben (a); it needs 1 more approval from a or b with write permission; it needs 1 approval from people with admin permission; it needs 2 approvals from b of 2 organisations",
      "    approved 1 approval from a: approved by ben",
      "    pending 2 approvals from a or b with write permission: approved by ben (a); it needs 1 more approval from a or b with write permission",
      "    pending 1 approval from people with admin permission: it needs 1 approval from people with admin permission",
      "    pending 2 approvals from b, each of another organisation: it needs 2 approvals from b of 2 organisations",
      "    skipped 1 approval from dataset-owners, for each dataset: it touches no dataset",
      "    approved nothing: the policy requires nothing here",
    ]);
    expect(decision.summary).toBe(
      "Waiting for 1 approval from a or b with write permission, 1 approval from people with admin permission and 2 approvals from b.",
    );
    expect(decision.approvals.map(({ why }) => why)).toEqual(["given on 1111111"]);
  });

  test("any and all within each other", () => {
    const any = require("{ any: [{ count: 1, from: a }, { all: [{ signed: true }, { checks: [x/y, x/z] }] }] }");
    expect(lines(decideOn({}, any).tree)).toEqual([
      "pending decision: none of it is met yet: it needs 1 approval from a; or not validly signed by their own committer: 1111111; `x/y` has not reported on this head; `x/z` has not reported on this head",
      "  pending otherwise: none of it is met yet: it needs 1 approval from a; or not validly signed by their own committer: 1111111; `x/y` has not reported on this head; `x/z` has not reported on this head",
      "    pending 1 approval from a: it needs 1 approval from a",
      "    pending all of: not validly signed by their own committer: 1111111; `x/y` has not reported on this head; `x/z` has not reported on this head",
      "      pending signed commits: not validly signed by their own committer: 1111111",
      "      pending green checks: `x/y` has not reported on this head; `x/z` has not reported on this head",
      "        pending check x/y: `x/y` has not reported on this head",
      "        pending check x/z: `x/z` has not reported on this head",
    ]);
    expect(lines(decideOn({ reviews: [approval({ by: ben })] }, any).tree).slice(0, 2)).toEqual([
      "approved decision: all of it is met",
      "  approved otherwise: `1 approval from a` is met",
    ]);
    const nested = require("{ all: [{ any: [none, { count: 1, from: a }] }, { any: [{ count: 1, from: dataset-owners, each: dataset }] }] }");
    expect(lines(decideOn({}, nested).tree).slice(2)).toEqual([
      "    approved any of: `nothing` is met",
      "      approved nothing: the policy requires nothing here",
      "      pending 1 approval from a: it needs 1 approval from a",
      "    skipped any of: nothing of it applies",
      "      skipped 1 approval from dataset-owners, for each dataset: it touches no dataset",
    ]);
  });

  test("who approved, as people list them", () => {
    const three = require("{ count: 3, from: [a, b] }");
    const reviews = [ben, cleo, dan].map((by, index) => approval({ by, at: `2026-11-20T12:0${index}:00Z` }));
    const reason = (count: number) => decideOn({ reviews: reviews.slice(0, count) }, three).tree.children[0]?.reason;
    expect(reason(2)).toBe("approved by ben (a) and cleo (b); it needs 1 more approval from a or b");
    expect(reason(3)).toBe("approved by ben (a), cleo (b) and dan (b)");
  });

  test("an `any` says that none is met only while something is awaited", () => {
    const gone = policy(`
      people: { a: { users: { login: ben, id: 2 } }, gone: { teams: acme/gone } }
      otherwise: { require: { any: [{ count: 1, from: a }, { count: 1, from: gone }] } }
    `);
    expect(decideOn({}, gone).tree.children[0]?.reason).toBe(
      "the members of `team:acme/gone` could not be read: see that it exists and that Countersign may read it",
    );
  });

  test("of very many parts the first ten are told", () => {
    const datasets = Array.from({ length: 12 }, (_, index) => ({ name: `d${10 + index}`, owners: [] }));
    const each = require("{ count: 1, from: dataset-owners, each: dataset }");
    const reasonOf = ({ name }: { readonly name: string }) =>
      `it needs 1 approval from the owners of ${name} (nobody is named)`;
    const of = (count: number) => decideOn({ datasets: datasets.slice(0, count) }, each).tree.children[0]?.reason;
    expect(of(10)).toBe(datasets.slice(0, 10).map(reasonOf).join("; "));
    expect(of(12)).toBe([...datasets.slice(0, 10).map(reasonOf), "and 2 more"].join("; "));
  });

  test("checks, labels and signatures", () => {
    const all = require("{ all: [{ checks: [x/y, x/z] }, { labels: [l, m, n], from: [a, b] }, { signed: true }] }");
    const decision = decideOn(
      {
        checks: [
          { app: "x", name: "y", state: "failure", sha: head },
          { app: "x", name: "z", state: "success", sha: head },
        ],
        labels: [
          label({ name: "l", by: ben, at: at(12) }),
          label({ name: "m", by: eve, at: at(12) }),
          label({ name: "m", by: cleo, at: "2026-11-20T09:00:00Z" }),
          label({ name: "m", by: ada, at: at(12) }),
        ],
        commits: { complete: true, items: [commit({ signature: { state: "valid", by: person(ada) } })] },
      },
      all,
    );
    expect(lines(decision.tree).slice(2)).toEqual([
      "    pending green checks: `x/y` is not green on this head but failure",
      "      pending check x/y: `x/y` is not green on this head but failure",
      "      approved check x/z: `x/z` is green on this head",
      "    pending labels: the label `m` does not count: ada does not belong to a or b; eve does not belong to a or b; of cleo, set no later than the latest push; remove it and set it again; the label `n` is not set",
      "      approved label l: approved by the label `l` set by ben (2)",
      "      pending label m: the label `m` does not count: ada does not belong to a or b; eve does not belong to a or b; of cleo, set no later than the latest push; remove it and set it again",
      "      pending label n: the label `n` is not set",
      "    approved signed commits: every commit is signed by its committer",
    ]);
    expect(decision.summary).toBe("Waiting for check x/y, label m from a or b and label n from a or b.");
    const pushedByBen = decideOn(
      { labels: [label({ name: "l", by: ben, at: at(12) })], pushers: [person(ben)] },
      require("{ labels: l, from: a }"),
    );
    expect(pushedByBen.tree.children[0]?.reason).toBe(
      "the label `l` does not count: of ben, they contributed to the change",
    );
  });

  test("facts that are missing", () => {
    const orphans = Array.from({ length: 7 }, (_, index) => commit({ sha: `${index}`.repeat(40), author: null }));
    const decision = decideOn({
      files: { ...jobRequest.files, complete: false },
      commits: { complete: false, items: orphans.slice(0, 5) },
      head: { ...jobRequest.head, sha: "9".repeat(40) },
      pushers: null,
      groups: {},
    });
    expect(lines(decision.tree).slice(1)).toEqual([
      "  failed complete facts: the list of changed files is not complete",
      "  failed complete facts: the list of commits is not complete",
      "  failed complete facts: the head 9999999 is not among the commits",
      "  failed complete facts: the author or committer of 0000000, 1111111, 2222222, 3333333, 4444444 belongs to no account: add the commit's e-mail address to the account, or commit anew with one that the forge knows",
      "  failed complete facts: it is not known who pushed to the change",
      "  failed otherwise: the members of `team:acme/data-controllers` could not be read: see that it exists and that Countersign may read it",
    ]);
    expect(decision.summary).toBe("No decision is possible: the list of changed files is not complete.");
    expect(decideOn({ commits: { complete: true, items: [...orphans, commit({})] } }).summary).toContain(
      "of 0000000, 1111111, 2222222, 3333333, 4444444 and 2 more belongs",
    );
  });

  test("objections, holds and the node", () => {
    const decision = decideOn(
      {
        ...files("x", ".gitmodules", ".gitattributes"),
        reviews: [
          approval({ by: cleo, state: "changes_requested" }),
          approval({ by: eve }),
          approval({ by: ben, at: at(13) }),
        ],
        comments: [comment({ by: dan, body: "/countersign hold" })],
        pushers: [person(eve)],
      },
      policy(
        "people: { data-controllers: { teams: acme/data-controllers } }\n    otherwise: { require: { count: 1, from: data-controllers } }\n    counting: { contributors: allow }".replace(
          "people",
          "    people",
        ),
      ),
      nodeOf(eve),
    );
    expect(lines(decision.tree)).toEqual([
      "rejected decision: cleo objects; the objection ends when cleo approves what is here now, or comments `/countersign withdraw`",
      "  approved otherwise: approved by ben",
      "  rejected objection of cleo: cleo objects; the objection ends when cleo approves what is here now, or comments `/countersign withdraw`",
      "  pending hold of dan: dan holds it, until they comment `/countersign unhold`",
      "  pending protected files: it changes `.gitattributes` and `.gitmodules`: it needs 1 approval from node controllers; the approval of eve does not count: they contributed to the change",
      "  approved a controller of the node agrees: approved by eve",
    ]);
    expect(decision.tree.waitingFor).toEqual([]);
    const unread = policy(
      "people: { data-controllers: { teams: acme/data-controllers }, gone: { teams: acme/gone } }\n    otherwise: { require: { count: 1, from: data-controllers } }\n    objections: { from: gone }".replace(
        "people",
        "    people",
      ),
    );
    const failed = decideOn(
      {
        reviews: [approval({ by: eve, state: "changes_requested" })],
        comments: [comment({ by: ada, body: "/countersign hold" })],
      },
      unread,
    );
    const cannot =
      "the members of `team:acme/gone` could not be read: see that it exists and that Countersign may read it";
    expect(lines(failed.tree).slice(2)).toEqual([
      `  failed objection of eve: eve objects, and ${cannot}`,
      `  failed hold of ada: ada holds it, and ${cannot}`,
    ]);
  });

  test("what no node's file was given for", () => {
    expect(decideOn(files(".gitattributes")).tree.children[1]?.reason).toBe(
      "it changes `.gitattributes`, which needs a controller of the node, and no node's file was given",
    );
    expect(
      decideOn(
        { ...files(".gitattributes"), pushers: null },
        policy(
          "otherwise: { require: none }\n    counting: { contributors: allow }".replace("otherwise", "    otherwise"),
        ),
        nodeOf(ben),
      ).summary,
    ).toBe(
      "No decision is possible: it changes `.gitattributes`: it is not known who pushed, and so not who contributed nothing.",
    );
  });

  test("datasets, each with its owners", () => {
    const datasets = ["c", "a", "b"].map((name) => ({ name, owners: [`team:acme/${name}`] }));
    const groups = { "team:acme/a": [person(ben)], "team:acme/b": [person(cleo)], "team:acme/c": [person(ben)] };
    const decision = decideOn(
      { datasets, groups, reviews: [approval({ by: ben })] },
      require("{ count: 1, from: dataset-owners, each: dataset }"),
    );
    expect(lines(decision.tree).slice(2)).toEqual([
      "    approved dataset `a`: approved by ben",
      "    pending dataset `b`: it needs 1 approval from the owners of b (team:acme/b)",
      "    approved dataset `c`: approved by ben",
    ]);
  });

  test("conditions that all hold, and that do not", () => {
    const source = policy(`
      ${people}
      requirements:
        - { name: one, when: { changes: dag, base: release }, require: none }
        - { name: two, when: { any: [{ changes: dag }, { base: release }] }, require: none }
    `);
    expect(lines(decideOn({}, source).tree).slice(1)).toEqual([
      "  skipped one: it does not apply: it changes nothing of kind `dag`",
      "  skipped two: it does not apply: it changes nothing of kind `dag` and its base is `refs/heads/main`, not `release`",
      "  pending otherwise: no requirement covers `jobs/a.yml`, and the policy has no `otherwise`",
    ]);
    const datasets = policy("otherwise: { require: { count: 1, from: dataset-owners, each: dataset } }");
    expect(decideOn({}, datasets).summary).toBe(
      "Not approved: no requirement covers `jobs/a.yml`, and `otherwise` does not apply: it touches no dataset.",
    );
  });
});

describe("why an approval does not count", () => {
  const body = (sha: string) => `/countersign approve ${sha}`;

  test.each<readonly [string, Partial<ChangeRequest>, string]>([
    [
      "a former head, below commits that came since",
      {
        reviews: [approval({ by: ben, sha: formerHead })],
        commits: {
          complete: true,
          items: [
            commit({ sha: formerHead, parents: ["0".repeat(40)] }),
            commit({ sha: "3".repeat(40), parents: [formerHead] }),
            commit({ parents: ["3".repeat(40)] }),
          ],
        },
      },
      "given on 2222222, 2 commits ago",
    ],
    [
      "the commit before the head, in capitals",
      {
        comments: [comment({ by: ben, body: body("A".repeat(40)) })],
        commits: {
          complete: true,
          items: [commit({ sha: "a".repeat(40), parents: [] }), commit({ parents: ["a".repeat(40)] })],
        },
      },
      "given on aaaaaaa, 1 commit ago",
    ],
    [
      "a former head that was pushed away",
      {
        reviews: [approval({ by: ben, sha: formerHead })],
        earlierHeads: [{ sha: formerHead, since: "2026-11-20T09:00:00Z", mergeBase: null }],
      },
      "given on 2222222, which is no part of the change any more",
    ],
    [
      "a commit of which nothing is known",
      { reviews: [approval({ by: ben, sha: formerHead })] },
      "given on 2222222, which is not the head",
    ],
    [
      "another commit than the one that landed",
      { number: 0, comments: [comment({ by: ben, body: body(formerHead) })] },
      "given on 2222222, which is not what landed",
    ],
    [
      "a shortened sha",
      { comments: [comment({ by: ben, body: body(head.slice(0, 4)) })] },
      `\`1111\` is not a full sha; the head is \`${head}\``,
    ],
    [
      "a sha that is too short to be one",
      { comments: [comment({ by: ben, body: body("111") })] },
      `\`111\` is not a full sha; the head is \`${head}\``,
    ],
    [
      "a word",
      { comments: [comment({ by: ben, body: body("this") })] },
      `\`this\` is not a full sha; the head is \`${head}\``,
    ],
    [
      "a review of a part of the sha",
      { reviews: [approval({ by: ben, sha: head.slice(0, 12) })] },
      `\`${head.slice(0, 12)}\` is not a full sha; the head is \`${head}\``,
    ],
    [
      "unknown sha",
      { reviews: [approval({ by: ben, sha: null })] },
      `it is not known for which commit it was given; to approve what is here now, comment \`/countersign approve ${head}\``,
    ],
    [
      "unknown base",
      { reviews: [approval({ by: ben, baseRef: null })] },
      `it is not known for which base branch it was given; to approve what is here now, comment \`/countersign approve ${head}\``,
    ],
    [
      "unknown merge base",
      { reviews: [approval({ by: ben, mergeBase: null })] },
      `it is not known on which merge base it was given; to approve what is here now, comment \`/countersign approve ${head}\``,
    ],
    [
      "unknown time of the head",
      { reviews: [approval({ by: ben })], head: { ...jobRequest.head, since: null } },
      `it is not known since when 1111111 is the head; to approve what is here now, comment \`/countersign approve ${head}\``,
    ],
    [
      "too early",
      { reviews: [approval({ by: ben, at: "2026-11-20T09:00:00Z" })] },
      `given no later than 1111111 became the head; to approve what is here now, comment \`/countersign approve ${head}\``,
    ],
  ])("%s", (_, more, why) => {
    expect(decideOn(more).approvals).toMatchObject([{ counted: false, why }]);
  });

  test("the sha of a command may have capitals, the one that a forge recorded is as it is", () => {
    const mixed = "aBc".padEnd(40, "0");
    const own = {
      head: { ...jobRequest.head, sha: mixed },
      commits: { complete: true, items: [commit({ sha: mixed })] },
    };
    expect(decideOn({ ...own, comments: [comment({ by: ben, body: body(mixed.toUpperCase()) })] }).status).toBe(
      "approved",
    );
    expect(decideOn({ ...own, reviews: [approval({ by: ben, sha: mixed.toLowerCase() })] }).status).toBe("pending");
    expect(decideOn({ ...own, reviews: [approval({ by: ben, sha: mixed })] }).status).toBe("approved");
  });

  test("methods that the policy does not count", () => {
    const only = (method: string) =>
      policy(
        `people: { data-controllers: { teams: acme/data-controllers } }\n    otherwise: { require: { count: 1, from: data-controllers } }\n    counting: { methods: ${method} }`.replace(
          "people",
          "    people",
        ),
      );
    expect(decideOn({ reviews: [approval({ by: ben })] }, only("command")).approvals[0]?.why).toBe(
      "the policy counts no reviews, only `/countersign approve`",
    );
    expect(decideOn({ comments: [comment({ by: ben, body: body(head) })] }, only("review")).approvals[0]?.why).toBe(
      "the policy counts reviews only",
    );
    expect(
      decideOn(
        { reviews: [approval({ by: ben })], now: "2027-01-01T00:00:00Z" },
        policy(
          "people: { data-controllers: { teams: acme/data-controllers } }\n    otherwise: { require: { count: 1, from: data-controllers } }\n    counting: { expire-after: 1d }".replace(
            "people",
            "    people",
          ),
        ),
      ).approvals[0]?.why,
    ).toBe("it has expired");
  });
});

describe("any of several groups will do", () => {
  const several = policy(`
    ${people}
    otherwise: { require: { labels: l, from: [a, b] } }
  `);

  test("for a label", () => {
    expect(decideOn({ labels: [label({ name: "l", by: ben, at: at(12) })] }, several).status).toBe("approved");
  });

  test("for a command that the policy gives", () => {
    const given = policy(`
      ${people}
      otherwise: { require: { count: 1, from: [a, b] } }
      commands: { approve: [a, b] }
    `);
    expect(decideOn({ comments: [comment({ by: ben, body: `/countersign approve ${head}` })] }, given).status).toBe(
      "approved",
    );
  });

  test("whose condition cannot be known counts among those who may object", () => {
    const unknown = policy(`
      people: { a: { users: { login: ben, id: 2 } }, gone: { teams: acme/gone } }
      requirements: [{ when: { author: gone }, require: { count: 1, from: a } }]
    `);
    const names = decideOn({ reviews: [approval({ by: ben, state: "changes_requested" })] }, unknown).tree.children.map(
      ({ name }) => name,
    );
    expect(names).toContain("objection of ben");
  });
});

describe("what was done is told oldest first", () => {
  const reviews = [
    approval({ by: cleo, id: 2, at: at(13) }),
    approval({ by: ben, id: 10, at: at(12) }),
    approval({ by: dan, id: 9, at: at(12) }),
    approval({ by: eve, id: 9, at: at(11) }),
  ];
  const comments = [
    comment({ by: ben, id: 3, at: at(12), body: "/countersign nonsense\n/countersign merge\n/countersign hold" }),
  ];

  test("at equal times by their ids, in whatever order they are told", () => {
    const order = (change: Pick<ChangeRequest, "reviews" | "comments">) =>
      listActs(change).map(({ kind, account }) => `${account.login} ${kind}`);
    const expected = ["eve approve", "ben hold", "dan approve", "ben approve", "cleo approve"];
    expect(order({ reviews, comments })).toEqual(expected);
    expect(order({ reviews: reviews.toReversed(), comments })).toEqual(expected);
  });

  test("one that was written down twice, and differently, is told in one order", () => {
    const twice = [approval({ by: ben, edited: true }), approval({ by: ben, edited: false })];
    const inOrder = listActs({ reviews: twice, comments: [] });
    expect(inOrder).toHaveLength(2);
    expect(listActs({ reviews: twice.toReversed(), comments: [] })).toEqual(inOrder);
  });

  test("labels of one moment are told by the ids of those who set them; one of an unknown moment is not", () => {
    const [two, ten] = [account(2, "ben"), account(10, "zoe")];
    const set = [label({ by: ten }), label({ by: two }), label({ by: dan, at: null })];
    const told = listLabelActs({ labels: set, head: jobRequest.head }).map(({ account: by }) => by.login);
    expect(told).toEqual(["ben", "zoe"]);
  });
});

test("a condition that nobody knows is not known to hold", () => {
  const facts = {
    change: jobRequest,
    paths: [],
    opaque: new Set<string>(),
    kindsOf: () => ["other"],
    roster: {
      membershipOf: () => ({ answer: "stranger" as const }),
      unreadableKeys: () => [],
      hasPermission: () => false,
    },
  };
  expect(judgeCondition({ form: "predicate", key: "xyzzy", wanted: null }, facts)).toEqual({
    answer: "unknown",
    reason: "the condition `xyzzy` is not known",
    covers: new Set(),
  });
});
