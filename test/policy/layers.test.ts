import { describe, expect, test } from "vitest";
import { decide } from "../../src/core/decide.ts";
import { isHeldBack, modeOf } from "../../src/core/held-back.ts";
import type { ChangeRequest } from "../../src/domain/change.ts";
import type { DecisionNode, DecisionStatus } from "../../src/domain/decision.ts";
import type { Policy, PolicySource } from "../../src/domain/policy.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { ada, approval, ben, cleo, comment, dan, eve, files, head, jobRequest, person } from "../core/decide/facts.ts";

const organisationName = "acme/.github:countersign.yml";

/** The organisation's: ben and cleo are its data controllers, and two of them take what nothing else covers. */
const organisation = `version: 1
people:
  data-controllers: { teams: [acme/data-controllers] }
requirements:
  - name: a data controller countersigns jobs
    enforced: true
    when: { changes: job }
    require: { count: 1, from: data-controllers }
  - name: documentation needs a writer
    when: { only-paths: ["docs/**"] }
    require: { count: 1, permissions: write }
`;

const whole = `version: 1
enforced: true
people:
  data-controllers: { teams: [acme/data-controllers] }
  writers: { permissions: [write] }
kinds: { job: ["jobs/**"], docs: ["docs/**"] }
rules: { SEC-001: { severity: warning, pattern: x }, SEC-002: off }
requirements:
  - name: jobs
    when: { changes: job }
    require: { count: 1, from: data-controllers }
  - name: docs
    when: { only-changes: docs }
    require: { count: 1, from: writers }
otherwise: { require: { count: 2, from: data-controllers } }
commands: { merge: data-controllers }
after-landing: { on-withdrawal: rollback }
`;

const groups = `version: 1
enforced: true
rules: { ALL: { existing: block }, SEC: { severity: warning, suppress: forbid }, S608: { existing: block } }
`;

interface Texts {
  readonly above?: string;
  readonly own?: string | null;
  readonly presets?: Readonly<Record<string, string>>;
}

function read({ above = organisation, own = null, presets = {} }: Texts) {
  const layer = { name: organisationName, text: above };
  return readPolicy(own === null ? null : `version: 1\n${own}\n`, {
    path: ".countersign.yml",
    presets,
    organisation: layer,
  });
}

function good(texts: Texts): Policy {
  const reading = read(texts);
  if ("problems" in reading) throw new Error(JSON.stringify(reading.problems, null, 2));
  return reading.policy;
}

/** Each problem as `path:line:column message`. */
function problems(texts: Texts): readonly string[] {
  const reading = read(texts);
  return "problems" in reading
    ? reading.problems.map(({ path, line, column, message }) => `${path}:${line}:${column} ${message}`)
    : [];
}

const facts: ChangeRequest = {
  ...jobRequest,
  groups: { "team:acme/data-controllers": [person(ben), person(cleo)], "team:acme/interns": [person(eve)] },
  permissions: { "1": "write", "2": "write", "3": "write", "4": "write", "5": "write" },
};

function source(policy: Policy): PolicySource {
  return { state: "valid", policy, sha256: "0".repeat(64), name: "test" };
}

function decideOn(policy: Policy, change: Partial<ChangeRequest> = {}) {
  return decide({ ...facts, ...change }, { policy: source(policy), node: null });
}

function find(node: DecisionNode, name: string): DecisionNode | undefined {
  return node.name === name
    ? node
    : node.children.map((child) => find(child, name)).find((found) => found !== undefined);
}

describe("the organisation's layer", () => {
  test("applies where the repository has no policy", () => {
    const policy = good({});
    expect(policy.requirements.map(({ name, enforced }) => [name, enforced])).toEqual([
      ["a data controller countersigns jobs", true],
      ["documentation needs a writer", undefined],
    ]);
    expect(decideOn(policy, { reviews: [approval({ by: ben })] }).status).toBe("approved");
    expect(decideOn(policy).status).toBe("pending");
  });

  test("applies where the repository does not extend it, and only once where it does, in whatever case", () => {
    const own = "requirements: [{ name: own, require: { count: 1, permissions: write } }]";
    const expected = ["a data controller countersigns jobs", "documentation needs a writer", "own"];
    for (const begin of ["", "extends: acme/.github:countersign.yml\n", "extends: Acme/.GitHub:countersign.yml\n"]) {
      expect(good({ own: `${begin}${own}` }).requirements.map(({ name }) => name)).toEqual(expected);
    }
  });

  test("comes after the presets, so that their placeholders for people give way to it", () => {
    const preset = `version: 1
people: { data-controllers: { permissions: [read] } }
requirements: [{ name: of the preset, when: { changes: dag }, require: { count: 1, from: data-controllers } }]
otherwise: { require: none }
`;
    const reading = read({ own: "extends: base", presets: { base: preset } });
    expect(reading).toMatchObject({
      layers: ["base", organisationName, ".countersign.yml"],
      policy: { people: [{ name: "data-controllers", keys: ["team:acme/data-controllers"], permission: null }] },
    });
  });

  test("a preset that both extend is there once, with the organisation's weight", () => {
    const presets = { base: "version: 1\nrequirements: [{ name: x, require: { count: 1, permissions: admin } }]" };
    const reading = read({ above: "version: 1\nextends: base\nenforced: true", own: "extends: base", presets });
    expect(reading).toMatchObject({
      layers: ["base", organisationName, ".countersign.yml"],
      policy: { requirements: [{ name: "x", enforced: true, origin: { layer: "base", line: 2 } }] },
    });
  });

  test("its settings are replaced by the repository's, as far as it enforces nothing", () => {
    const above = "version: 1\nmode: observe\ncounting: { author: allow }\notherwise: { require: none }";
    expect(good({ above, own: "mode: enforce\ncounting: { expire-after: 1d }" })).toMatchObject({
      mode: "enforce",
      counting: { author: "allow", expireAfterMs: 86_400_000 },
      otherwise: { form: "none" },
      otherwiseFrom: { origin: { layer: organisationName, line: 4 } },
    });
  });

  test.each<readonly [string, Texts, readonly string[]]>([
    [
      "its mistakes stand in its own lines",
      { above: "version: 1\nmode: x" },
      [expect.stringContaining(`${organisationName}:2:7`)],
    ],
    [
      "the repository's mistakes are told beside them, and no name is called unknown that it may define",
      { above: "version: 1\nmode: x", own: "modus: y" },
      [
        expect.stringContaining(".countersign.yml:2:1 Unknown key `modus`"),
        expect.stringContaining(`${organisationName}:2:7`),
      ],
    ],
    [
      "one that cannot be read at all leaves names unjudged",
      { above: "[", own: "objections: { from: nobody }" },
      [expect.stringContaining(organisationName)],
    ],
    [
      "it cannot extend itself",
      { above: "version: 1\nextends: ACME/.github:countersign.yml" },
      [expect.stringContaining("2:10 `ACME/.github:countersign.yml` extends itself")],
    ],
    [
      "nor a preset that extends it",
      {
        above: "version: 1\nextends: a",
        presets: { a: `version: 1\nextends: ${organisationName}` },
      },
      [expect.stringContaining("a:2:10")],
    ],
    [
      "no other organisation's file can be extended",
      { own: "extends: other/.github:countersign.yml" },
      [
        ".countersign.yml:2:10 Besides presets, only the organisation's own file can be extended, `acme/.github:countersign.yml`, and that applies anyhow.",
      ],
    ],
    [
      "`enforced` is true or left out",
      { own: "enforced: false" },
      [".countersign.yml:2:11 `enforced` must be `true`."],
    ],
    [
      "also at a requirement and at `otherwise`",
      { own: "requirements: [{ enforced: no, require: none }]\notherwise: { require: none, enforced: 1 }" },
      [expect.stringContaining(":2:28"), expect.stringContaining(":3:39")],
    ],
    [
      "it may leave it to the repositories who somebody is, who must say it then",
      { above: "version: 1\nrequirements: [{ require: { count: 1, from: owners } }]" },
      [expect.stringContaining(`${organisationName}:2:45 Unknown group \`owners\``)],
    ],
    [
      "but not for what it enforces",
      {
        above: "version: 1\nrequirements: [{ enforced: true, require: { count: 1, from: owners } }]",
        own: "people: { owners: { permissions: read } }",
      },
      [expect.stringContaining(`${organisationName}:2:61 What is enforced names the group \`owners\``)],
    ],
  ])("%s", (_, texts, expected) => {
    expect(problems(texts)).toEqual(expected);
  });
});

describe("where a lower layer would weaken what is enforced, its line says who enforces it", () => {
  const by = `\`${organisationName}\` enforces`;

  test.each<readonly [string, string, string, string]>([
    [
      "another group of that name",
      organisation,
      "people: { data-controllers: { teams: acme/interns } }",
      `2:11 The group \`data-controllers\` cannot be defined anew: it is named by what ${by} (line 5). Leave it out, or give yours another name.`,
    ],
    [
      "the same group in other words",
      organisation,
      "people:\n  x: { permissions: read }\n  data-controllers: { permissions: read }",
      `4:3 The group \`data-controllers\``,
    ],
    [
      "`author: allow`",
      organisation,
      "counting: { author: allow }",
      `2:13 This \`author\` would count approvals that do not count for what ${by} (line 5). Leave it out.`,
    ],
    ["`contributors: allow`", organisation, "counting: { contributors: allow }", "2:13 This `contributors`"],
    ["`update-merges: keep`", organisation, "counting: { update-merges: keep }", "2:13 This `update-merges`"],
    [
      "approvals that live longer",
      `${organisation}counting: { expire-after: 7d }\n`,
      "counting: { expire-after: 8d }",
      "2:13 This `expire-after`",
    ],
    [
      "approvals that live for ever",
      `${organisation}counting: { expire-after: 7d }\n`,
      "counting: { expire-after: null }",
      "2:13 This `expire-after`",
    ],
    [
      "another way to approve",
      `${organisation}counting: { methods: command }\n`,
      "counting: { methods: [review, command] }",
      "2:13 This `methods`",
    ],
    [
      "objections of others",
      organisation,
      "objections: { from: dataset-owners }",
      "2:1 `objections` would take their say",
    ],
    ["holds of others", organisation, "commands: { hold: dataset-owners }", "2:13 Who may use `hold`"],
    [
      "approvals by command of others",
      `${organisation}commands: { approve: data-controllers }\n`,
      "commands: { approve: dataset-owners }",
      "2:13 Who may use `approve`",
    ],
    [
      "a group that may approve by command",
      `${organisation.replace("people:", "people:\n  seniors: { teams: acme/seniors }")}commands: { approve: seniors }\n`,
      "people: { seniors: { permissions: read } }",
      "2:11 The group `seniors`",
    ],
    [
      "a group whose signatures are good",
      organisation.replace("count: 1, from: data-controllers", "signed: { by: data-controllers }"),
      "people: { data-controllers: { permissions: read } }",
      "2:11 The group `data-controllers`",
    ],
    [
      "a group of a condition",
      `${organisation.replace("people:", "people:\n  interns: { teams: acme/interns }").replace("changes: job", "author: interns")}`,
      "people: { interns: { permissions: admin } }",
      "2:11 The group `interns`",
    ],
    [
      "a rule, when something enforced asks what the rules found",
      organisation.replace("changes: job", "findings: error"),
      "rules: { SEC-001: info }",
      "2:10 The rule `SEC-001` cannot be set: it matters what the rules find",
    ],
    [
      "observing a layer that enforces all of itself",
      whole,
      "mode: observe",
      `2:7 Only to observe would lift what ${by} (line 2).`,
    ],
    [
      "another `otherwise`",
      whole,
      "otherwise: { require: none }",
      `2:1 \`otherwise\` cannot be said anew: it is what \`${organisationName}\` enforces (line 15). Leave it out; requirements of your own add to it.`,
    ],
    ["a command of others", whole, "commands: { merge: writers }", "2:13 Who may use `merge`"],
    ["a rule turned off", whole, "rules: { SEC-001: off }", "2:10 The rule `SEC-001` cannot be turned off"],
    ["a rule lowered", whole, "rules: { SEC-001: info }", "2:10 The rule `SEC-001` cannot be lowered"],
    ["a rule with other options", whole, "rules: { SEC-001: { severity: error, pattern: y } }", "2:10 The rule"],
    ["a rule without its severity", whole, "rules: { SEC-001: { pattern: x } }", "2:10 The rule `SEC-001`"],
    ["a rule for some paths", whole, "rules: { SEC-001: { severity: error, paths: dags/** } }", "2:10 The rule"],
    ["a rule's group for some paths", whole, "rules: { SEC: { paths: dags/** } }", "2:10 The rule `SEC`"],
    ["all rules for some paths", whole, "rules: { ALL: { paths: dags/** } }", "2:10 The rule `ALL`"],
    ["a rule of a group", groups, "rules: { SEC-001: off }", "2:10 The rule `SEC-001` cannot be turned off"],
    ["a rule of a group, lowered", groups, "rules: { SEC-001: info }", "2:10 The rule `SEC-001` cannot be lowered"],
    ["of a group, where it speaks", groups, "rules: { SEC-001: { paths: a } }", "2:10 The rule `SEC-001`"],
    ["a silence", groups, "rules: { SEC-001: { severity: error, suppress: allow } }", "2:10 The rule `SEC-001`"],
    ["what was there before", groups, "rules: { JOB: { existing: ignore } }", "2:10 The rule `JOB` cannot be lowered"],
    ["any rule, when all are kept", groups, "rules: { DAG-004: off }", "2:10 The rule `DAG-004` cannot be turned off"],
    ["what a rule leaves to its group", groups, "rules: { S: info }", "2:10 The rule `S` cannot be lowered"],
    [
      "less after the landing",
      whole,
      "after-landing: { on-withdrawal: alert }",
      "2:18 This `on-withdrawal` asks for less",
    ],
    [
      "an `otherwise` that alone is enforced",
      "version: 1\notherwise: { enforced: true, require: { count: 1, permissions: admin } }",
      "otherwise: { require: { count: 1, permissions: read } }",
      `2:1 \`otherwise\` cannot be said anew: it is what ${by} (line 2).`,
    ],
  ])("%s", (_, above, own, expected) => {
    const [problem, ...rest] = problems({ above, own });
    expect(problem).toContain(`.countersign.yml:${expected}`);
    expect(rest).toEqual([]);
    expect(problems({ above: above.replaceAll(/enforced: true,?/g, ""), own })).toEqual([]);
  });

  test("several at once, in the order of their lines", () => {
    const own =
      "mode: observe\npeople: { writers: { permissions: read } }\ncounting: { author: allow }\notherwise: { require: none }";
    expect(problems({ above: whole, own }).map((one) => one.split(" ")[0])).toEqual([
      ".countersign.yml:2:7",
      ".countersign.yml:3:11",
      ".countersign.yml:4:13",
      ".countersign.yml:5:1",
    ]);
  });

  test.each([
    [
      "stricter counting",
      whole,
      "counting: { methods: review, author: ignore, expire-after: 1d, update-merges: reset }",
    ],
    ["a rule made stricter", whole, "rules: { SEC-001: error, SEC-002: error, SEC-003: off }"],
    ["a rule whose group is kept", groups, "rules: { SEC-001: { severity: error, suppress: forbid }, DAG-004: info }"],
    ["a group beside rules that are kept", whole, "rules: { SEC: { suppress: forbid }, JOB: off }"],
    ["more after the landing", whole, "after-landing: { on-withdrawal: rollback, on-expiry: alert }"],
    ["`mode: enforce`", whole, "mode: enforce"],
    [
      "groups, kinds and requirements of its own",
      whole,
      "people: { mine: { permissions: admin } }\nkinds: { mine: x/** }\nrequirements: [{ when: { changes: mine }, require: { count: 1, from: [mine, data-controllers] } }]",
    ],
    ["who may use other commands", whole, "commands: { rollback: writers, reject: writers }"],
    ["observing beside single requirements that are enforced", organisation, "mode: observe"],
    ["an `otherwise`, where none is enforced", organisation, "otherwise: { require: { count: 1, permissions: read } }"],
    ["a group whose name differs by case", organisation, "people: { Data-Controllers: { permissions: read } }"],
  ])("but %s is good", (_, above, own) => {
    expect(problems({ above, own })).toEqual([]);
  });
});

describe("what holds in the end", () => {
  test("stricter counting, stricter rules and more after the landing", () => {
    const own =
      "counting: { methods: review, expire-after: 1d }\nrules: { SEC-001: error, SEC-002: error }\nafter-landing: { on-expiry: alert }";
    expect(good({ above: whole, own })).toMatchObject({
      counting: { methods: ["review"], author: "ignore", expireAfterMs: 86_400_000 },
      rules: { "SEC-001": { severity: "error", options: { pattern: "x" } }, "SEC-002": { severity: "error" } },
      afterLanding: { onWithdrawal: "rollback", onExpiry: "alert" },
    });
  });

  test("a preset of the repository yields without a word, and may be stricter", () => {
    const preset = `version: 1
mode: observe
people: { data-controllers: { permissions: [read] }, writers: { permissions: [read] }, more: { permissions: [read] } }
counting: { author: allow, expire-after: 1h }
rules: { SEC-001: off, SEC: { paths: nowhere }, JOB: off }
otherwise: { require: none }
objections: { from: more }
commands: { merge: more, hold: more, deploy: more }
requirements: [{ name: everything, require: { count: 1, from: more } }]
`;
    const policy = good({ above: whole, own: "extends: lax", presets: { lax: preset } });
    expect(policy).toMatchObject({
      mode: "enforce",
      counting: { author: "ignore", expireAfterMs: 3_600_000 },
      rules: { "SEC-001": { severity: "warning" } },
      otherwise: { form: "count", count: 2 },
      objectors: null,
      commands: { merge: ["data-controllers"], deploy: ["more"] },
    });
    expect(policy.commands.hold).toBeUndefined();
    expect(policy.rules).toHaveProperty("JOB");
    expect(policy.rules).not.toHaveProperty("SEC");
    const writers = policy.people.find(({ name }) => name === "writers");
    expect(writers?.permission).toBe("write");
  });

  test("kinds of the repository match after the enforced ones, and cannot steal their paths", () => {
    const own = 'kinds: { stolen: ["jobs/**"], job: ["requests/**"], policy: [".countersign.yml"] }';
    const policy = good({ own });
    const approvedByEve = { reviews: [approval({ by: eve })] };
    expect(decideOn(policy, { ...files("jobs/a.yml"), ...approvedByEve }).status).toBe("pending");
    const further = decideOn(policy, { ...files("requests/a.yml"), ...approvedByEve });
    expect(find(further.tree, "a data controller countersigns jobs")?.status).toBe("pending");
  });

  test("and cannot be made `other` paths' kind to escape a condition, nor claim a policy", () => {
    const above = organisation.replace("changes: job", "changes: [other, policy]");
    const own = 'kinds: { junk: ["**"] }\nrequirements: [{ when: { changes: junk }, require: none }]';
    for (const path of ["README.md", ".countersign.yml"]) {
      const { tree } = decideOn(good({ above, own }), files(path));
      expect(find(tree, "a data controller countersigns jobs")?.status).toBe("pending");
    }
  });

  test("nor by a condition that excludes a kind", () => {
    const above = organisation.replace("changes: job", "not: { only-changes: dag }");
    const own = 'kinds: { dag: ["**"] }';
    const { tree } = decideOn(good({ above, own }), files("README.md"));
    expect(find(tree, "a data controller countersigns jobs")?.status).toBe("pending");
  });

  test("the default kinds are kept like named ones", () => {
    const policy = good({ own: 'kinds: { mine: ["jobs/**"] }' });
    expect(decideOn(policy, files("jobs/a.yml")).tree.children[0]?.status).toBe("pending");
  });

  test("nobody gets one more organisation for an enforced count", () => {
    const above = `version: 1
people:
  one: { organisation: acme, teams: [acme/data-controllers] }
  two: { organisation: beta, teams: [acme/interns] }
  three: { organisation: gamma, users: [{ login: ada, id: 1 }] }
requirements: [{ name: two of them, enforced: true, require: { count: 2, from: [one, two], distinct: organisation } }]
`;
    const own = "people: { fake: { organisation: gamma, users: [{ login: cleo, id: 3 }] } }";
    const reviews = [approval({ by: ben }), approval({ by: cleo })];
    const policy = good({ above, own });
    expect(decideOn(policy, { reviews }).status).toBe("pending");
    expect(decideOn(policy, { reviews: [...reviews, approval({ by: eve })] }).status).toBe("approved");
    for (const name of ["two", "three"])
      expect(problems({ above, own: `people: { ${name}: { organisation: x, permissions: read } }` })).toHaveLength(1);
    const free = good({ above: above.replace("enforced: true, ", ""), own });
    expect(decideOn(free, { reviews }).status).toBe("approved");
  });

  describe("an enforced `otherwise`", () => {
    const cover = 'requirements: [{ name: cover, when: { paths: "**" }, require: { count: 1, permissions: read } }]';

    test.each([
      ["a requirement for every path", cover],
      ["one without a condition", "requirements: [{ name: cover, require: { count: 1, permissions: read } }]"],
      ["one that says that it is enforced itself", cover.replace("when:", "enforced: true, when:")],
      ["a file that says so", `enforced: true\n${cover}`],
      ["one that asks for nothing", cover.replace("{ count: 1, permissions: read }", "none")],
      [
        "one by a kind that it adds",
        'kinds: { junk: ["**"] }\nrequirements: [{ when: { changes: junk }, require: none }]',
      ],
      ["further globs of a kind that asks for less", 'kinds: { docs: ["**"] }'],
    ])("loses no path to %s", (_, own) => {
      const reviews = [approval({ by: dan }), approval({ by: ben })];
      const policy = good({ above: whole, own });
      const decision = decideOn(policy, { ...files("dags/a.py"), reviews });
      expect(decision.status).toBe("pending");
      expect(find(decision.tree, "otherwise")).toMatchObject({ status: "pending", enforced: true });
      const both = { reviews: [...reviews, approval({ by: cleo })] };
      expect(decideOn(policy, { ...files("dags/a.py"), ...both }).status).toBe("approved");
    });

    test("asks for two organisations that the layer itself names", () => {
      const above = `version: 1
people: { one: { organisation: acme, teams: [acme/data-controllers] } }
otherwise: { enforced: true, require: { count: 2, from: one, distinct: organisation } }
`;
      const own = "people: { fake: { organisation: gamma, users: [{ login: cleo, id: 3 }] } }";
      const reviews = [approval({ by: ben }), approval({ by: cleo })];
      expect(decideOn(good({ above, own }), { reviews }).status).toBe("pending");
      expect(decideOn(good({ above: above.replace("enforced: true, ", ""), own }), { reviews }).status).toBe(
        "approved",
      );
    });

    test("is not asked for paths that an enforced requirement covers", () => {
      const policy = good({ above: whole, own: cover });
      const decision = decideOn(policy, { ...files("jobs/a.yml"), reviews: [approval({ by: ben })] });
      expect(decision.status).toBe("approved");
      expect(find(decision.tree, "otherwise")).toBeUndefined();
    });

    test.each([
      [
        "beside paths that an enforced requirement covers by the layer's own kinds",
        whole,
        files("jobs/a.yml", "dags/a.py"),
      ],
      [
        "by a condition of several parts, too",
        whole.replace("when: { changes: job }", "when: { changes: job, base: main }"),
        files("dags/a.py"),
      ],
    ])("loses no path to further globs %s", (_, above, change) => {
      const policy = good({ above, own: 'kinds: { job: ["dags/**"] }' });
      const decision = decideOn(policy, { ...change, reviews: [approval({ by: ben })] });
      expect(find(decision.tree, "jobs")?.status).toBe("approved");
      expect(find(decision.tree, "otherwise")?.status).toBe("pending");
    });

    test("is asked for what only a requirement beside it covers that is not enforced", () => {
      const above = organisation.replace(
        "requirements:",
        "otherwise: { enforced: true, require: { count: 2, from: data-controllers } }\nrequirements:",
      );
      const decision = decideOn(good({ above }), { ...files("docs/a.md"), reviews: [approval({ by: dan })] });
      expect(find(decision.tree, "documentation needs a writer")?.status).toBe("approved");
      expect(find(decision.tree, "otherwise")?.status).toBe("pending");
    });
  });

  describe("`mode: observe` of a lower layer", () => {
    const policy = good({ own: "mode: observe\notherwise: { require: { count: 1, from: data-controllers } }" });

    test.each<readonly [string, Partial<ChangeRequest>, DecisionStatus, boolean]>([
      ["what is not enforced is observed", files("README.md"), "pending", false],
      ["what is enforced still blocks", files("jobs/a.yml"), "pending", true],
      ["until it is met", { ...files("jobs/a.yml", "README.md"), reviews: [approval({ by: ben })] }, "approved", false],
      [
        "an objection blocks beside it",
        {
          reviews: [approval({ by: ben })],
          comments: [comment({ by: cleo, body: "/countersign reject" })],
        },
        "rejected",
        true,
      ],
      [
        "but not beside what is observed",
        {
          ...files("README.md"),
          reviews: [approval({ by: ben })],
          comments: [comment({ by: cleo, body: "/countersign reject" })],
        },
        "rejected",
        false,
      ],
      ["facts that are not known block beside it", { pushers: null, reviews: [approval({ by: ben })] }, "failed", true],
    ])("%s", (_, change, status, held) => {
      const decision = decideOn(policy, change);
      expect(decision.status).toBe(status);
      expect(isHeldBack(decision, modeOf(source(policy)))).toBe(held);
    });

    test("an organisation that observes itself enforces nothing yet, but keeps what it will", () => {
      const above = `${organisation}mode: observe\n`;
      const observing = good({ above });
      const decision = decideOn(observing);
      expect(find(decision.tree, "a data controller countersigns jobs")).toMatchObject({
        enforced: true,
        isObserved: true,
      });
      expect(isHeldBack(decision, modeOf(source(observing)))).toBe(false);
      expect(problems({ above, own: "people: { data-controllers: { permissions: read } }" })).toHaveLength(1);
      const enforcing = good({ above, own: "mode: enforce" });
      expect(isHeldBack(decideOn(enforcing), modeOf(source(enforcing)))).toBe(true);
    });
  });

  test("those whom an enforced requirement names may object and hold, whatever else is required", () => {
    const policy = good({ own: "requirements: [{ name: own, require: { count: 1, permissions: read } }]" });
    const reviews = [approval({ by: ben }), approval({ by: dan })];
    const held = decideOn(policy, { reviews, comments: [comment({ by: cleo, body: "/countersign hold" })] });
    expect(held.status).toBe("pending");
    const rejected = decideOn(policy, { reviews, comments: [comment({ by: cleo, body: "/countersign reject" })] });
    expect(rejected.status).toBe("rejected");
  });

  test("a requirement of the same name adds to the enforced one", () => {
    const own = "requirements: [{ name: a data controller countersigns jobs, when: { changes: job }, require: none }]";
    const { tree } = decideOn(good({ own }));
    expect(tree.children.map(({ name, status, origin }) => [name, status, origin?.layer])).toEqual([
      ["a data controller countersigns jobs", "pending", organisationName],
      ["documentation needs a writer", "skipped", organisationName],
      ["a data controller countersigns jobs", "approved", ".countersign.yml"],
    ]);
  });

  test("the author counts nowhere when the organisation does not let them, though a preset would", () => {
    const preset = "version: 1\ncounting: { author: allow, contributors: allow, update-merges: keep }";
    const policy = good({ own: "extends: lax", presets: { lax: preset } });
    const change = { author: ben, reviews: [approval({ by: ben, sha: head })], pushers: [person(ben)] };
    expect(decideOn(policy, change).status).toBe("pending");
    expect(decideOn(policy, { ...change, author: ada, pushers: [person(ada)] }).status).toBe("approved");
  });

  test("every part of the tree says from which line of which layer it comes", () => {
    const own =
      "requirements:\n  - name: own\n    require: { count: 1, permissions: read }\notherwise: { require: none }";
    const { tree } = decideOn(good({ own }), files("x"));
    expect(tree.children.map(({ name, origin, enforced }) => [name, origin, enforced])).toEqual([
      ["a data controller countersigns jobs", { layer: organisationName, line: 5 }, true],
      ["documentation needs a writer", { layer: organisationName, line: 9 }, undefined],
      ["own", { layer: ".countersign.yml", line: 3 }, undefined],
    ]);
    const alone = decideOn(good({ own: "otherwise: { require: none }" }), files("x")).tree;
    expect(find(alone, "otherwise")?.origin).toEqual({ layer: ".countersign.yml", line: 2 });
  });
});
