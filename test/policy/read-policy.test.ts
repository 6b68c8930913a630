import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Policy } from "../../src/domain/policy.ts";
import type { KnownRule } from "../../src/policy/known-rules.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { conditionSample, demandSample, policySamples } from "../../src/policy/samples.ts";

function read(
  text: string,
  presets: Readonly<Record<string, string>> = {},
  knownRules?: readonly (string | KnownRule)[],
) {
  return readPolicy(text, {
    path: "p.yml",
    presets,
    ...(knownRules === undefined
      ? {}
      : { knownRules: knownRules.map((rule) => (typeof rule === "string" ? { id: rule } : rule)) }),
  });
}

function good(text: string, presets: Readonly<Record<string, string>> = {}): Policy {
  const reading = read(text, presets);
  if ("problems" in reading) throw new Error(JSON.stringify(reading.problems, null, 2));
  return reading.policy;
}

/** Each problem as `line:column message`. */
function problems(
  text: string,
  presets: Readonly<Record<string, string>> = {},
  knownRules?: readonly (string | KnownRule)[],
): readonly string[] {
  const reading = read(text, presets, knownRules);
  return "problems" in reading
    ? reading.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
    : [];
}

const begin = "Begin with the line `version: 1`; the line `extends: code-repo` below it takes the rest from a preset.";
const oneApproval = "For example: `{ count: 1, from: data-controllers }`.";
const people = "people: { dc: { teams: acme/dc } }";
const requirement = (text: string) => `version: 1\n${people}\nrequirements:\n  - ${text}\n`;

test("a key that is set twice hides nothing else that is wrong", () => {
  expect(problems("version: 1\nversion: 1\npeeple: {}\nmode: observ\nmode: strict\n")).toEqual([
    "2:1 The key `version` is set twice.",
    "3:1 Unknown key `peeple`. Did you mean `people`?",
    "5:1 The key `mode` is set twice.",
    expect.stringMatching(/^5:7 .*`strict`/),
  ]);
});

describe("a policy is read", () => {
  test("with nothing but its version, everything has its default", () => {
    expect(good("version: 1")).toEqual({
      mode: "enforce",
      people: [],
      kinds: [
        { name: "dag", globs: ["dags/**/*.py", "plugins/**"] },
        { name: "job", globs: ["jobs/**/*.yml"] },
        { name: "result", globs: ["results/**/*.dvc", "results/**/dvc.lock"] },
        { name: "node", globs: ["charts/**", "argocd/**", "countersign.node.yml"] },
      ],
      rules: {},
      counting: {
        methods: ["review", "command"],
        author: "ignore",
        contributors: "ignore",
        updateMerges: "reset",
        expireAfterMs: null,
      },
      requirements: [],
      otherwise: null,
      objectors: null,
      commands: {},
    });
  });

  test("people", () => {
    const text = `version: 1
people:
  a: { organisation: acme, teams: [acme/a, acme/b], organizations: acme, groups: [acme/data/x], users: [{ login: ben, id: 2 }], permissions: [admin, write] }
  b: { users: { login: eve, id: 5 } }
`;
    expect(good(text).people).toEqual([
      {
        name: "a",
        organisation: "acme",
        keys: ["team:acme/a", "team:acme/b", "organization:acme", "group:acme/data/x"],
        users: [{ login: "ben", id: 2 }],
        permission: "write",
      },
      { name: "b", organisation: null, keys: [], users: [{ login: "eve", id: 5 }], permission: null },
    ]);
  });

  test("kinds in their order, a single glob for a list", () => {
    expect(good("version: 1\nkinds: { z: a/**, dag: [b/**, c] }").kinds).toEqual([
      { name: "z", globs: ["a/**"] },
      { name: "dag", globs: ["b/**", "c"] },
    ]);
  });

  test("rules", () => {
    expect(
      good("version: 1\nrules: { A-1: off, B-2: { severity: error, pattern: x }, C-3: warning, D-4: { pattern: y } }")
        .rules,
    ).toEqual({
      "A-1": "off",
      "B-2": { severity: "error", options: { pattern: "x" } },
      "C-3": { severity: "warning", options: {} },
      "D-4": { severity: null, options: { pattern: "y" } },
    });
  });

  test.each([
    ["methods: review", { methods: ["review"] }],
    ["methods: [command]", { methods: ["command"] }],
    ["author: allow", { author: "allow" }],
    ["contributors: allow", { contributors: "allow" }],
    ["update-merges: keep", { updateMerges: "keep" }],
    ["expire-after: 30d", { expireAfterMs: 30 * 86_400_000 }],
    ["expire-after: 90s", { expireAfterMs: 90_000 }],
    ["expire-after: 2m", { expireAfterMs: 120_000 }],
    ["expire-after: 1h", { expireAfterMs: 3_600_000 }],
    ["expire-after: 1w", { expireAfterMs: 604_800_000 }],
    ["expire-after: null", { expireAfterMs: null }],
  ])("counting: %s", (line, expected) => {
    expect(good(`version: 1\ncounting: { ${line} }`).counting).toMatchObject(expected);
  });

  test("requirements, their conditions and what they ask for", () => {
    const text = requirement(`name: x
    when: { changes: job, any: [{ base: main }, { not: { draft: true } }] }
    require: { all: [{ count: 2, from: dc, permissions: write, distinct: organisation }, { any: { count: 1, from: [dataset-owners], each: dataset } }, { checks: [a/b/c] }, { labels: l, from: dc }, { signed: true }, none] }
  - require: none`);
    expect(good(text).requirements).toEqual([
      {
        name: "x",
        origin: { layer: "p.yml", line: 4 },
        when: {
          form: "all",
          of: [
            { form: "predicate", key: "changes", wanted: ["job"] },
            {
              form: "any",
              of: [
                { form: "predicate", key: "base", wanted: ["main"] },
                { form: "not", of: { form: "predicate", key: "draft", wanted: true } },
              ],
            },
          ],
        },
        require: {
          form: "all",
          of: [
            { form: "count", count: 2, from: ["dc"], permission: "write", distinct: "organisation", each: null },
            {
              form: "any",
              of: [
                {
                  form: "count",
                  count: 1,
                  from: ["dataset-owners"],
                  permission: null,
                  distinct: null,
                  each: "dataset",
                },
              ],
            },
            { form: "checks", checks: [{ app: "a", name: "b/c" }] },
            { form: "labels", labels: ["l"], from: ["dc"] },
            { form: "signed" },
            { form: "none" },
          ],
        },
      },
      {
        name: "requirement 2",
        origin: { layer: "p.yml", line: 7 },
        when: null,
        require: { form: "none" },
      },
    ]);
  });

  test("what follows when an approval is taken back after the landing", () => {
    expect(read("version: 1\nafter-landing: { on-withdrawal: rollback }\n")).toMatchObject({
      policy: { afterLanding: { onWithdrawal: "rollback", onExpiry: "ignore" } },
    });
    expect(read("version: 1\nafter-landing: { on-expiry: alert }\n")).toMatchObject({
      policy: { afterLanding: { onWithdrawal: "alert", onExpiry: "alert" } },
    });
    expect(read("version: 1\nmode: enforce\n")).not.toHaveProperty("policy.afterLanding");
    expect(read("version: 1\nafter-landing: {}\n")).toHaveProperty("problems");
  });

  test("otherwise, objections, commands and mode", () => {
    const text = `version: 1\n${people}\nmode: observe\notherwise: { require: { count: 1, permissions: admin } }\nobjections: { from: dc }\ncommands: { merge: dc, rollback: [dc, dataset-owners] }\n`;
    expect(good(text)).toMatchObject({
      mode: "observe",
      otherwise: { form: "count", count: 1, from: [], permission: "admin" },
      objectors: ["dc"],
      commands: { merge: ["dc"], rollback: ["dc", "dataset-owners"] },
    });
  });

  test("a single requirement in the place of the list", () => {
    expect(
      good(`version: 1\n${people}\nrequirements: { name: x, require: { count: 1, from: dc } }`).requirements,
    ).toMatchObject([{ name: "x" }]);
    expect(problems(`version: 1\nrequirements:\n  name: x\n  whn: {}\n  require: { count: 1, from: dc }`)).toEqual([
      "4:3 Unknown key `whn` in `requirements[0]`. Did you mean `when`?",
      "5:30 Unknown group `dc`. Known are `dataset-owners`; groups are defined under `people`.",
    ]);
  });

  test("an alias is good, and comments and a byte order mark are nothing", () => {
    expect(good("\uFEFFversion: 1 # one\nkinds: { a: &x [a/**], b: *x }").kinds[1]).toEqual({
      name: "b",
      globs: ["a/**"],
    });
  });
});

describe("what has the wrong form is told with what it is, what it must be, and a sample", () => {
  const form = (path: string, wanted: string, actual: string, sample: string) =>
    `\`${path}\` must be ${wanted}, not ${actual}. For example: \`${sample}\`.`;
  const samples = {
    people: "people: { data-controllers: { teams: [acme/data-controllers] } }",
    requirement: "{ when: { changes: job }, require: { count: 1, from: data-controllers } }",
  };

  test.each<readonly [string, string]>([
    ["people: [ben]", `2:9 ${form("people", "a map", "a list", samples.people)}`],
    [
      "people: { controllers: [ben] }",
      `2:24 ${form("people.controllers", "a map", "a list", "data-controllers: { teams: [acme/data-controllers] }")}`,
    ],
    [
      "people: { a: { teams: { b: c } } }",
      `2:23 ${form("people.a.teams", "text", "a map", "teams: [acme/data-controllers]")}`,
    ],
    [
      "people: { a: { teams: 7 } }",
      `2:23 ${form("people.a.teams", "text", "a number", "teams: [acme/data-controllers]").replace(" For", " Write it in quotes. For")}`,
    ],
    [
      "people: { a: { users: [ben] } }",
      "2:24 `ben` is a login without an id, and a login can be renamed and taken by somebody else. Write `{ login: ben, id: 123 }` with the account's id: `gh api users/ben --jq .id` tells it on GitHub, the page of the user (or `/api/v4/users?username=ben`) on GitLab.",
    ],
    ['kinds: "x"', `2:8 ${form("kinds", "a map", "text", 'kinds: { job: ["jobs/**/*.yml"] }')}`],
    ["extends: [a]", `2:10 ${form("extends", "text", "a list", "extends: code-repo")}`],
    ["rules: SEC-001", `2:8 ${form("rules", "a map", "text", "rules: { SEC-001: warning }")}`],
    ["counting: 30d", `2:11 ${form("counting", "a map", "text", "counting: { expire-after: 30d }")}`],
    [
      "counting: { expire-after: 30 }",
      "2:27 `expire-after` needs a unit (s, m, h, d or w): write `30d` for 30 days. For example: `expire-after: 30d`.",
    ],
    [
      "counting: { expire-after: 0 }",
      "2:27 `expire-after` is a duration such as `30d`, or `null`. For example: `expire-after: 30d`.",
    ],
    ["counting: { expire-after: '7' }", "2:27 `expire-after` needs a unit (s, m, h, d or w): write `7d` for 7 days."],
    [
      "counting: { expire-after: 1 }",
      "2:27 `expire-after` needs a unit (s, m, h, d or w): write `1d` for 1 day. For example: `expire-after: 30d`.",
    ],
    ["requirements: none", `2:15 ${form("requirements", "a list", "text", `requirements: [${samples.requirement}]`)}`],
    ["requirements: [none]", `2:16 ${form("requirements[0]", "a map", "text", samples.requirement)}`],
    [
      "requirements:\n  -",
      "3:4 `requirements[0]` is empty, and must be a map. For example: `{ when: { changes: job }, require: { count: 1, from: data-controllers } }`.",
    ],
    [
      "otherwise: none",
      `2:12 ${form("otherwise", "a map", "text", "otherwise: { require: { count: 1, from: data-controllers } }")}`,
    ],
    ["otherwise: { require: 1 }", `2:23 \`require\` must be a map, or \`none\`, not a number. ${oneApproval}`],
    ["otherwise: { require: ben }", `2:23 \`require\` is a map, or \`none\`, not \`ben\`. ${oneApproval}`],
    [
      "otherwise: { require: [none] }",
      "2:23 `require` must be a map, or `none`, not a list. Join several with `all` or `any`: `{ all: [{ count: 1, from: data-controllers }, { signed: true }] }`.",
    ],
    [
      "otherwise: { require: { any: [2] } }",
      `2:31 A requirement must be a map, or \`none\`, not a number. ${oneApproval}`,
    ],
    [
      "requirements: { require: none, when: [a] }",
      "2:38 A condition must be a map, not a list. Join several with `all` or `any`: `{ all: [{ changes: job }, { base: main }] }`.",
    ],
    [
      "requirements: { require: none, when: { size: 100 } }",
      `2:46 ${form("size", "a map", "a number", 'size: { files: ">100", lines: ">500" }')}`,
    ],
    [
      "requirements: { require: none, when: { size: { files: [1] } } }",
      `2:55 ${form("size.files", "text", "a list", 'size: { files: ">100", lines: ">500" }')}`,
    ],
    [
      "requirements: { require: none, when: { size: { files: '100' } } }",
      '2:55 A size is compared as in `">100"`, with `>`, `>=`, `<`, `<=` or `=`.',
    ],
    ["objections: [ben]", `2:13 ${form("objections", "a map", "a list", "objections: { from: [data-controllers] }")}`],
    ["commands: ben", `2:11 ${form("commands", "a map", "text", "commands: { merge: [data-controllers] }")}`],
  ])("%s", (text, expected) => {
    expect(problems(`version: 1\n${text}`)).toEqual([expected]);
  });

  test("several at once, each on its line", () => {
    const text = `version: 1
people: [ben]
kinds: "x"
counting:
  expire-after: 30
requirements:
  - when: [job]
    require: 1
`;
    expect(problems(text).map((one) => one.split(" must ")[0]?.split(" needs ")[0])).toEqual([
      "2:9 `people`",
      "3:8 `kinds`",
      "5:17 `expire-after`",
      "7:11 A condition",
      "8:14 `require`",
    ]);
  });
});

describe("samples", () => {
  const names: Readonly<Record<string, string>> = { people: "data-controllers", kinds: "job", rules: "SEC-001" };

  /** A policy that has a sample at its place. */
  function place(path: string, sample: string): string {
    const steps = path.split(".");
    const inside = steps.slice(0, -1).reduceRight((text, step, index) => {
      if (step === "requirements") return `requirements: [${text}]`;
      if (step !== "*") return `${step}: { ${text} }`;
      return steps[0] === "requirements"
        ? `{ require: none, ${text} }`
        : `${names[steps[index - 1] ?? ""]}: { ${text} }`;
    }, sample);
    const own = steps[0] === "people" ? "" : `${people.replace("dc", "data-controllers")}\n`;
    return `${path === "version" ? "" : "version: 1\n"}${own}${inside}`;
  }

  test.each(Object.entries(policySamples))("%s: `%s` can be written there", (path, sample) => {
    const only = path === "people.*.organisation" ? `${sample}, teams: [acme/a]` : sample;
    expect(problems(place(path, only), { "code-repo": "version: 1" })).toEqual([]);
  });

  test("what may be required, and when", () => {
    const own = people.replace("dc", "data-controllers");
    expect(
      problems(`version: 1\n${own}\nrequirements: { when: ${conditionSample}, require: ${demandSample} }`),
    ).toEqual([]);
  });
});

describe("what is wrong stands on its line, with what was probably meant", () => {
  test.each<readonly [string, string, readonly string[]]>([
    ["an empty file", "", [`1:1 A policy is empty, and must be a map. ${begin}`]],
    ["a list", "[]", [`1:1 A policy must be a map, not a list. ${begin}`]],
    ["no version", "mode: enforce", ["1:1 `version` is missing. For example: `version: 1`."]],
    ["another version", "version: 2", ["1:10 `version` must be `1`."]],
    ["a version in quotes", 'version: "1"', ["1:10 `version` must be `1`, without quotes."]],
    [
      "a severity that is none",
      "version: 1\nrules: { SEC-001: { severity: critical } }",
      ["2:31 `rules.SEC-001.severity` must be one of `error`, `warning` and `info`, not `critical`."],
    ],
    [
      "rules by what is done to them",
      "version: 1\nrules: { off: [SEC-001] }",
      [
        "2:15 `rules.off` must be one of `off`, `error`, `warning` and `info`. Or: `rules.off` must be a map, not a list. For example: `SEC-001: warning`.",
      ],
    ],
    ["an unknown key", "version: 1\nrequirments: []", ["2:1 Unknown key `requirments`. Did you mean `requirements`?"]],
    ["a duplicate key", "version: 1\nmode: enforce\nmode: observe", ["3:1 The key `mode` is set twice."]],
    [
      "a tab",
      "version: 1\npeople:\n\tdc: {}",
      ["3:1 The file is not YAML: a tab is used for indentation; use spaces."],
    ],
    ["an unknown mode", "version: 1\nmode: watch", ["2:7 `mode` must be one of `enforce` and `observe`, not `watch`."]],
    ["an empty map of people", "version: 1\npeople: {}", ["2:9 `people`: An empty map says nothing; leave it out."]],
    [
      "a key without a value",
      "version: 1\npeople:",
      [
        "2:8 `people` is empty, and must be a map. For example: `people: { data-controllers: { teams: [acme/data-controllers] } }`.",
      ],
    ],
    [
      "a group without members",
      "version: 1\npeople: { a: { organisation: acme } }",
      [
        "2:14 A group needs at least one of `teams`, `organizations`, `groups`, `users` and `permissions`: who belongs to it?",
      ],
    ],
    [
      "an empty list",
      "version: 1\npeople: { a: { teams: [] } }",
      ["2:23 `people.a.teams` must not be empty. For example: `teams: [acme/data-controllers]`."],
    ],
    [
      "an unknown key of a group",
      "version: 1\npeople: { a: { team: x } }",
      ["2:16 Unknown key `team` in `people.a`. Did you mean `teams`?"],
    ],
    [
      "a team without its organisation",
      "version: 1\npeople: { a: { teams: dc } }",
      ["2:23 A team is named with its organisation, such as `acme/data-controllers`."],
    ],
    [
      "a name of Countersign's own",
      "version: 1\npeople: { dataset-owners: { teams: a/b } }",
      ["2:9 `dataset-owners` is a name of Countersign's own: the owners of the datasets touched."],
    ],
    [
      "a bad name of a group",
      "version: 1\npeople: { 1a: { teams: a/b } }",
      ["2:15 `1a`: a group's name has letters, digits, `-` and `_`, and begins with a letter."],
    ],
    [
      "an unknown permission",
      "version: 1\npeople: { a: { permissions: owner } }",
      ["2:29 `people.a.permissions` must be one of `read`, `triage`, `write`, `maintain` and `admin`, not `owner`."],
    ],
    [
      "a bad glob",
      "version: 1\nkinds: { dag: ['dags/[', 'a/'] }",
      [
        "2:16 The glob `dags/[` has no closing ].",
        "2:26 The glob `a/` ends with `/`, and so matches no file; write `/**` for all that is in a folder.",
      ],
    ],
    [
      "a glob without an end",
      `version: 1\nkinds: { dag: ['${"[".repeat(501)}', '${"a".repeat(500)}'] }`,
      ["2:16 `kinds.dag[0]` must have at most 500 characters."],
    ],
    [
      "globs for `other`",
      "version: 1\nkinds: { other: a }",
      ["2:8 `other` is whatever no kind matches, and cannot be given globs."],
    ],
    [
      "a bad name of a kind",
      "version: 1\nkinds: { DAG: a }",
      ["2:15 `DAG`: a kind's name has small letters, digits and `-`, and begins with a letter."],
    ],
    [
      "a bad duration",
      "version: 1\ncounting: { expire-after: 30 days }",
      ["2:27 `expire-after` is a duration such as `30d`, or `null`. Did you mean `30d`?"],
    ],
    ["an empty counting", "version: 1\ncounting: {}", ["2:11 `counting`: An empty map says nothing; leave it out."]],
    [
      "no requirements in the list",
      "version: 1\nrequirements: []",
      [
        "2:15 `requirements` must not be empty. For example: `requirements: [{ when: { changes: job }, require: { count: 1, from: data-controllers } }]`.",
      ],
    ],
    [
      "an `otherwise` without `require`",
      "version: 1\notherwise: {}",
      ["2:12 `otherwise` needs `require`, such as `{ require: { count: 1, from: data-controllers } }`."],
    ],
    [
      "objections of nobody",
      "version: 1\nobjections: {}",
      ["2:1 `objections.from` is missing. For example: `from: [data-controllers]`."],
    ],
    [
      "a command that cannot be given",
      "version: 1\ncommands: { adopt: a }",
      [
        "2:13 Unknown key `adopt` in `commands`. Known are `approve`, `reject`, `withdraw`, `hold`, `unhold`, `merge`, `deploy` and `rollback`.",
        "2:20 Unknown group `a`. Known are `dataset-owners`; groups are defined under `people`.",
      ],
    ],
    [
      "a bad rule setting",
      "version: 1\nrules: { A-1: loud }",
      ["2:15 `rules.A-1` must be one of `off`, `error`, `warning` and `info`, not `loud`."],
    ],
  ])("%s", (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test.each<readonly [string, string, readonly string[]]>([
    [
      "no `require`",
      "{ when: { changes: job } }",
      ["4:5 A requirement needs `require`, such as `{ count: 1, from: data-controllers }`, or `none`."],
    ],
    [
      "an unknown key",
      "{ require: none, whn: {} }",
      ["4:22 Unknown key `whn` in `requirements[0]`. Did you mean `when`?"],
    ],
    [
      "an empty `when`",
      "{ when: {}, require: none }",
      ["4:13 A condition must not be an empty map. For example: `{ changes: job }`."],
    ],
    [
      "a `when` that is no map",
      "{ when: job, require: none }",
      ["4:13 A condition must be a map, not text. For example: `{ changes: job }`."],
    ],
    [
      "an unknown condition",
      "{ when: { change: job }, require: none }",
      ["4:15 Unknown condition `change`. Did you mean `changes`?"],
    ],
    [
      "an unknown condition like no other",
      "{ when: { xyzzyxyzzy: job }, require: none }",
      [
        "4:15 Unknown condition `xyzzyxyzzy`. Known are `author`, `base`, `changes`, `contributor`, `datasets`, `draft`, `files`, `findings`, `from-fork`, `labels`, `only-changes`, `only-paths`, `paths`, `size`, `title`, `any`, `all` and `not`.",
      ],
    ],
    [
      "an unknown kind",
      "{ when: { changes: [job, jop] }, require: none }",
      ["4:30 Unknown kind `jop`. Did you mean `job`?"],
    ],
    [
      "an unknown kind like no other",
      "{ when: { changes: xyzzy }, require: none }",
      [
        "4:24 Unknown kind `xyzzy`. Known are `dag`, `job`, `result`, `node`, `policy` and `other`; kinds are defined under `kinds`.",
      ],
    ],
    [
      "an unknown group in a condition",
      "{ when: { not: { author: dd } }, require: none }",
      ["4:30 Unknown group `dd`. Did you mean `dc`?"],
    ],
    ["an empty `any`", "{ when: { any: [] }, require: none }", ["4:20 `any` must not be an empty list."]],
    [
      "a bad value of a condition",
      "{ when: { draft: maybe, size: { files: 3 } }, require: none }",
      [
        "4:22 `draft` must be true or false, not text. For example: `draft: false`.",
        '4:44 A size is compared as in `">100"`, with `>`, `>=`, `<`, `<=` or `=`. For example: `size: { files: ">100", lines: ">500" }`.',
      ],
    ],
    [
      "an unknown group",
      "{ require: { count: 1, from: [dc, cd] } }",
      ["4:39 Unknown group `cd`. Known are `dc` and `dataset-owners`; groups are defined under `people`."],
    ],
    ["a count of nobody", "{ require: { count: 0, from: dc } }", [`4:25 \`count\` must be at least 1. ${oneApproval}`]],
    [
      "a count that is no number",
      "{ require: { count: one, from: dc } }",
      [`4:25 \`count\` must be a number, not text. ${oneApproval}`],
    ],
    [
      "half a person",
      "{ require: { count: 1.5, from: dc } }",
      [`4:25 \`count\` must be a whole number, not 1.5. ${oneApproval}`],
    ],
    [
      "a count from nobody",
      "{ require: { count: 1 } }",
      ["4:16 `count` needs `from` (groups), `permissions`, or both: who may approve?"],
    ],
    [
      "a count from an empty list",
      "{ require: { count: 1, from: [] } }",
      [`4:34 \`from\` must not be empty. ${oneApproval}`],
    ],
    [
      "an unknown key of a count",
      "{ require: { count: 1, form: dc } }",
      ["4:28 Unknown key `form`. Did you mean `from`?"],
    ],
    [
      "no form",
      "{ require: { from: dc } }",
      ["4:16 A requirement needs one of `count`, `checks`, `labels`, `signed`, `agreement`, `all` and `any`."],
    ],
    [
      "an unknown form",
      "{ require: { cuont: 1 } }",
      ["4:18 Unknown key `cuont` in a requirement. Did you mean `count`?"],
    ],
    [
      "two forms",
      "{ require: { count: 1, from: dc, checks: a/b } }",
      ["4:38 A requirement has one form: `count` and `checks` cannot stand in one map. Join them with `all` or `any`."],
    ],
    ["something beside `all`", "{ require: { all: [none], from: dc } }", ["4:31 `from` cannot stand beside `all`."]],
    ["an empty `all`", "{ require: { all: [] } }", ["4:23 `all` must not be an empty list."]],
    ["an empty `require`", "{ require: {} }", [`4:16 \`require\` must not be an empty map. ${oneApproval}`]],
    [
      "a `require` that is a word",
      "{ require: non }",
      ["4:16 `require` is a map, or `none`, not `non`. Did you mean `none`?"],
    ],
    [
      "a `require` that is empty",
      "{ require: }",
      [`4:16 \`require\` is empty, and must be a map, or \`none\`. ${oneApproval}`],
    ],
    [
      "a check without its app",
      "{ require: { checks: ci } }",
      ["4:26 A check is named with its app, such as `github-actions/ci`."],
    ],
    [
      "labels by nobody",
      "{ require: { labels: x } }",
      ["4:16 `from` is missing. For example: `{ labels: [urgent], from: data-controllers }`."],
    ],
    ["`signed: false`", "{ require: { signed: false } }", ["4:26 `signed` must be `true`."]],
    [
      "another `distinct`",
      "{ require: { count: 1, from: dc, distinct: organization } }",
      ["4:48 `distinct` must be `organisation`, not `organization`."],
    ],
    [
      "another `each`",
      "{ require: { count: 1, from: dc, each: kind } }",
      ["4:44 `each` must be `dataset`, not `kind`."],
    ],
  ])("in a requirement: %s", (_, text, expected) => {
    expect(problems(requirement(text))).toEqual(expected);
  });

  test("two requirements of one name, each after the first", () => {
    const named = (name: string) =>
      `  - ${name === "" ? "" : `{ name: ${name}, `}require: none${name === "" ? "" : " }"}`;
    const list = (...names: readonly string[]) =>
      problems(`version: 1\nrequirements:\n${names.map(named).join("\n")}\n`);
    expect(list("one", "two", "one", "One", "'one'")).toEqual([
      "5:13 Two requirements have the name `one`, the first one on line 3. Give each its own.",
      "7:13 Two requirements have the name `one`, the first one on line 3. Give each its own.",
    ]);
    expect(list("requirement 2", "")).toEqual([
      "4:5 This requirement is given the name `requirement 2`, the first one on line 3. Give each its own.",
    ]);
    expect(list("", "")).toEqual([]);
  });

  test("a name that another layer gives as well is good: its place tells them apart", () => {
    const text = "version: 1\nrequirements: [{ name: one, require: none }]";
    expect(good(`${text}\nextends: base`, { base: text }).requirements.map(({ origin }) => origin?.layer)).toEqual([
      "base",
      "p.yml",
    ]);
  });

  test("several at once, in the order of their lines", () => {
    const text =
      "version: 1\nmode: x\npeople: { a: { users: ben } }\nrequirements:\n  - { require: { count: 1, from: b } }\nobjections: { from: c }\n";
    expect(problems(text).map((one) => one.split(" ")[0])).toEqual(["2:7", "3:23", "5:34", "6:21"]);
  });

  test("a bare login is an error whose message says how to find the id", () => {
    const [problem = ""] = problems(
      "version: 1\npeople: { a: { users: ['@ben', { login: eve }, { login: x, id: 0 }, { login: y, id: 7, name: Y }] } }",
    );
    expect(problem).toContain("2:24 ");
    expect(problem).toContain("Write `{ login: ben, id: 123 }`");
    expect(problem).toContain("`gh api users/ben --jq .id`");
    expect(problem).toContain("/api/v4/users?username=ben");
    expect(
      problems(
        "version: 1\npeople: { a: { users: ['@ben', { login: eve }, { login: x, id: 0 }, { login: y, id: 7, name: Y }, 7] } }",
      ).slice(1),
    ).toEqual([
      expect.stringContaining("2:32 `eve` is a login without an id"),
      "2:64 A user is written as `{ login: ben, id: 123 }`, `id` being the account's number.",
      "2:69 A user has `login` and `id`, not `name`.",
      "2:99 A user is written as `{ login: ben, id: 123 }`, `id` being the account's number.",
    ]);
  });

  test("an unknown rule, where the rules are known; ruff's own may be off", () => {
    const text = "version: 1\nrules: { SYN-001: off, SYN-002: off, S101: off, AIR301: off, ZZ9: off }";
    expect(problems(text, {}, ["SYN-001"])).toEqual([
      "2:24 Unknown rule `SYN-002`. Did you mean `SYN-001`? `countersign rules` lists them.",
      "2:62 Unknown rule `ZZ9`. `countersign rules` lists them.",
    ]);
    expect(problems(text)).toEqual([]);
  });

  test("options of a rule, as the rule types them", () => {
    const convention = {
      id: "A-1",
      options: z.strictObject({ pattern: z.string().default("x"), least: z.int().default(1) }),
    };
    const known = [convention, { id: "B-2" }, "S101"];
    expect(
      problems(
        "version: 1\nrules: { A-1: { severity: error, pattern: y, least: 2, paths: dags/**, suppress: forbid, existing: block } }",
        {},
        known,
      ),
    ).toEqual([]);
    const wrong = `version: 1
rules:
  A-1: { patern: y, least: two, suppress: maybe }
  B-2: { pattern: y }
  S: { paths: "/dags", least: 1 }
  ALL: { suppress: forbid }
  C: off`;
    expect(problems(wrong, {}, known)).toEqual([
      "3:10 Unknown key `patern` in `rules.A-1`. Did you mean `pattern`?",
      "3:28 `rules.A-1.least` must be a number, not text.",
      "3:43 `rules.A-1.suppress` must be one of `allow` and `forbid`, not `maybe`.",
      "4:10 Unknown key `pattern` in `rules.B-2`. Known are `severity`, `paths`, `suppress` and `existing`.",
      "5:15 The glob `/dags` begins with `/`; paths are relative to the repository.",
      "5:24 Unknown key `least` in `rules.S`. Known are `severity`, `paths`, `suppress` and `existing`.",
      "7:3 Unknown rule `C`. `countersign rules` lists them.",
    ]);
    expect(problems("version: 1\nrules: { A-1: { pattern: y } }", {}, ["A-1"])).toEqual([
      "2:17 Unknown key `pattern` in `rules.A-1`. Known are `severity`, `paths`, `suppress` and `existing`.",
    ]);
    expect(problems("version: 1\nrules: { A-1: { pattern: y } }")).toEqual([]);
  });
});

describe("hostile text is a problem, never an exception", () => {
  test.each([
    [
      "an alias bomb",
      `a: &a [x]\n${Array.from({ length: 30 }, (_, index) => `b${index}: &b${index} [${index === 0 ? "*a, *a" : `*b${index - 1}, *b${index - 1}`}]`).join("\n")}`,
    ],
    ["deep nesting", "[".repeat(100_000)],
    ["too many bytes", `version: 1 # ${"x".repeat(256 * 1024)}`],
    ["too many bytes in few characters", `version: 1 # ${"\u{1F600}".repeat(70_000)}`],
    [
      "conditions that are too deep",
      requirement(`{ when: ${"{ not: ".repeat(22)}{ draft: true }${" }".repeat(22)}, require: none }`),
    ],
    ["requirements that are too deep", requirement(`{ require: ${"{ all: ".repeat(22)}none${" }".repeat(22)}x }`)],
    ["names of the language", "version: 1\n__proto__: { mode: observe }\nconstructor: 1"],
    ["a group of that name", "version: 1\npeople: { __proto__: { teams: a/b } }"],
    ["binary", "\u0000\u0001"],
    ["two documents", "version: 1\n---\nversion: 1"],
  ])("%s", (_, text) => {
    expect(problems(text)).not.toEqual([]);
  });

  test("just under the limits is good", () => {
    expect(problems(`version: 1 # ${"x".repeat(255 * 1024)}`)).toEqual([]);
    expect(
      problems(requirement(`{ when: ${"{ not: ".repeat(20)}{ draft: true }${" }".repeat(20)}, require: none }`)),
    ).toEqual([]);
    expect(problems(requirement(`{ require: ${"{ all: ".repeat(20)}none${" }".repeat(20)} }`))).toEqual([]);
  });

  test("what is too deep is said", () => {
    expect(
      problems(requirement(`{ when: ${"{ not: ".repeat(21)}{ draft: true }${" }".repeat(21)}, require: none }`))[0],
    ).toContain("Conditions stand at most 20 deep in each other.");
    expect(
      problems(requirement(`{ require: ${"{ all: ".repeat(21)}{ signed: true }${" }".repeat(21)} }`))[0],
    ).toContain("Requirements stand at most 20 deep in each other.");
  });
});

describe("extends", () => {
  const preset = `version: 1
mode: observe
people: { dc: { permissions: admin }, ops: { permissions: maintain } }
kinds: { dag: a/**, job: b/** }
rules: { A-1: off, B-2: off }
counting: { author: allow, expire-after: 1d }
requirements: [{ name: below, when: { changes: job }, require: { count: 1, from: dc } }]
otherwise: { require: { count: 1, from: dc } }
objections: { from: dc }
commands: { merge: dc, deploy: dc }
`;

  test("a preset alone", () => {
    const extended = read("version: 1\nextends: base", { base: preset });
    const { policy } = z.object({ policy: z.unknown() }).parse(readPolicy(preset, { path: "base", presets: {} }));
    expect(extended).toMatchObject({ policy, layers: ["base", "p.yml"] });
  });

  test("requirements add up; of what has a name, the repository's word holds as a whole", () => {
    const own = `version: 1
extends: base
mode: enforce
people: { dc: { teams: acme/dc } }
kinds: { mine: c/**, job: d/** }
rules: { B-2: error }
counting: { expire-after: null }
requirements: [{ name: above, when: { changes: mine }, require: { count: 1, from: ops } }]
otherwise: { require: { count: 2, from: dc } }
objections: { from: ops }
commands: { merge: ops }
`;
    expect(good(own, { base: preset })).toMatchObject({
      mode: "enforce",
      people: [{ name: "dc", keys: ["team:acme/dc"], permission: null }, { name: "ops" }],
      kinds: [{ name: "mine" }, { name: "job", globs: ["d/**"] }, { name: "dag" }],
      rules: { "A-1": "off", "B-2": { severity: "error" } },
      counting: { author: "allow", expireAfterMs: null },
      requirements: [{ name: "below" }, { name: "above" }],
      otherwise: { count: 2 },
      objectors: ["ops"],
      commands: { merge: ["ops"], deploy: ["dc"] },
    });
  });

  test("layers below layers, and a file of another repository", () => {
    const presets = { base: preset, "acme/.github:countersign.yml": "version: 1\nextends: base\nmode: enforce" };
    expect(good("version: 1\nextends: acme/.github:countersign.yml", presets)).toMatchObject({
      mode: "enforce",
      requirements: [{ name: "below" }],
    });
  });

  test.each<readonly [string, string, Readonly<Record<string, string>>, string]>([
    [
      "an unknown preset",
      "version: 1\nextends: code-rep",
      { "code-repo": preset },
      "2:10 Unknown preset `code-rep`. Did you mean `code-repo`?",
    ],
    [
      "an unknown preset like no other",
      "version: 1\nextends: xyzzy",
      { "code-repo": preset },
      "2:10 Unknown preset `xyzzy`. There are `code-repo`.",
    ],
    [
      "a name of the language",
      "version: 1\nextends: constructor",
      {},
      "2:10 Unknown preset `constructor`. There are none.",
    ],
    [
      "a file that is not there",
      "version: 1\nextends: acme/.github:countersign.yml",
      {},
      "2:10 The file `acme/.github:countersign.yml` that this policy extends could not be read. See that it exists, and that Countersign may read it; on the command line, `--organisation-policy FILE` gives it.",
    ],
    [
      "itself",
      "version: 1\nextends: a",
      { a: "version: 1\nextends: a" },
      "2:10 `a` extends itself, or too many layers extend each other.",
    ],
    [
      "a circle",
      "version: 1\nextends: a",
      { a: "version: 1\nextends: b", b: "version: 1\nextends: a" },
      "2:10 `a` extends itself, or too many layers extend each other.",
    ],
  ])("%s", (_, text, presets, problem) => {
    expect(problems(text, presets)).toEqual([problem]);
  });

  test("a mistake in a layer stands on its own line and names its file", () => {
    expect(read("version: 1\nextends: a", { a: "version: 1\nmode: x" })).toMatchObject({
      problems: [{ path: "a", line: 2, column: 7 }],
    });
    const names = "version: 1\nrequirements: [{ require: { count: 1, from: nobody } }]";
    expect(read("version: 1\nextends: a", { a: names })).toMatchObject({
      problems: [{ path: "a", line: 2, column: 45 }],
    });
    expect(problems("version: 1\nextends: a\npeople: { nobody: { teams: a/b } }", { a: names })).toEqual([]);
  });

  describe("in a layer that is wrong elsewhere", () => {
    const presets = { base: preset, broken: "version: 1\nmode: x", above: "version: 1\nextends: base" };
    const wrong = (more: string) => `version: 1\nmode: x\n${more}`;
    const wrongMode = "2:7 `mode` must be one of `enforce` and `observe`, not `x`.";

    test.each<readonly [string, string, readonly string[]]>([
      ["an unknown preset", "extends: bas", ["3:10 Unknown preset `bas`. Did you mean `base`?"]],
      [
        "an unknown preset, so that its names are not known either",
        "extends: xyzzy\nobjections: { from: nobody }",
        ["3:10 Unknown preset `xyzzy`. There are `base`, `broken` and `above`."],
      ],
      [
        "an unknown group and an unknown kind",
        "extends: base\nobjections: { from: [dc, opps] }\nrequirements: [{ when: { changes: [job, jobb] }, require: none }]",
        ["4:26 Unknown group `opps`. Did you mean `ops`?", "5:41 Unknown kind `jobb`. Did you mean `job`?"],
      ],
      [
        "names of its own, and of a layer two below",
        "extends: above\npeople: { mine: { teams: a/b } }\nkinds: { own: c/** }\nobjections: { from: [dc, mine, mime] }\nrequirements: [{ when: { changes: [own, dag] }, require: none }]",
        ["6:32 Unknown group `mime`. Did you mean `mine`?"],
      ],
      [
        "an unknown rule",
        "extends: base\nrules: { A-9: off }",
        ["4:10 Unknown rule `A-9`. Did you mean `A-1`? `countersign rules` lists them."],
      ],
      [
        "no name, when `people` and `kinds` are no maps",
        "extends: base\npeople: [x]\nkinds: y\nobjections: { from: x }\nrequirements: [{ when: { changes: y }, require: none }]",
        [expect.stringMatching(/^4:9 `people` must be a map/), expect.stringMatching(/^5:8 `kinds` must be a map/)],
      ],
      [
        "`extends` that is no name",
        "extends: [base]\nobjections: { from: dc }",
        [expect.stringMatching(/^3:10 `extends` must be text/)],
      ],
    ])("%s", (_, more, expected) => {
      expect(problems(wrong(more), presets, ["A-1", "B-2"])).toEqual([wrongMode, ...expected]);
    });

    test("what is wrong with the preset is told as well", () => {
      expect(read(wrong("extends: broken"), presets)).toMatchObject({
        problems: [
          { path: "broken", line: 2 },
          { path: "p.yml", line: 2 },
        ],
      });
    });
  });

  test("names are not judged before all layers are read", () => {
    expect(problems("version: 1\nextends: base\nmode: x\nobjections: { from: dc }", { base: preset })).toEqual([
      expect.stringContaining("3:7"),
    ]);
  });
});
