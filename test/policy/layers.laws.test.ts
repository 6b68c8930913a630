import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "../../src/core/decide.ts";
import { isHeldBack } from "../../src/core/held-back.ts";
import type { ChangeRequest } from "../../src/domain/change.ts";
import type { Policy } from "../../src/domain/policy.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { ada, approval, ben, cleo, comment, dan, eve, files, jobRequest, person } from "../core/decide/facts.ts";
import { fuzzed } from "../support/fuzzed.ts";

const runs = fuzzed(400);

/** Whatever a repository writes: with it, nothing is approved or let through that its organisation alone would not approve. */
const people = `people:
  data-controllers: { organisation: acme, teams: [acme/data-controllers] }
  partners: { organisation: beta, teams: [beta/partners] }
`;
const requirements = `requirements:
  - { name: jobs, enforced: true, when: { changes: job }, require: { count: 1, from: data-controllers } }
  - { name: results, enforced: true, when: { changes: result }, require: { count: 2, from: [data-controllers, partners], distinct: organisation } }
  - { name: not only docs, enforced: true, when: { not: { only-changes: docs } }, require: { count: 1, from: [data-controllers, partners] } }
  - { name: interns, enforced: true, when: { author: interns }, require: { count: 1, from: data-controllers } }
`;
const kinds = 'kinds: { docs: ["docs/**"], job: ["jobs/**"], result: ["results/**"] }\n';
const interns = "  interns: { teams: [acme/interns] }\n";
const parts = `version: 1\n${people}${interns}${kinds}${requirements}`;
const whole = `version: 1\nenforced: true\n${people}${interns}${kinds}${requirements}otherwise: { require: { count: 1, from: partners } }\n`;

const groupNames = ["data-controllers", "partners", "interns", "mine", "others"] as const;
const kindNames = ["docs", "job", "result", "dag", "mine", "policy"] as const;
const globs = ["**", "jobs/**", "results/**", "docs/**", "**/*.yml", "jobs/a.yml", ".countersign.yml"] as const;

const group = fc.oneof(
  fc.record({ permissions: fc.constantFrom("read", "write", "admin") }),
  fc.record({
    teams: fc.constantFrom("acme/data-controllers", "acme/interns"),
    organisation: fc.constantFrom("acme", "beta", "gamma"),
  }),
  fc.record({ users: fc.constantFrom(dan, eve, ben).map(person), organisation: fc.constantFrom("beta", "gamma") }),
);
const demand = fc.oneof(
  fc.constant("none"),
  fc.record({ count: fc.integer({ min: 1, max: 2 }), from: fc.constantFrom(...groupNames) }),
  fc.record({ count: fc.constant(1), permissions: fc.constantFrom("read", "admin") }),
);
const condition = fc.oneof(
  fc.record({ changes: fc.constantFrom(...kindNames, "other") }),
  fc.record({ "only-changes": fc.constantFrom(...kindNames) }),
  fc.record({ paths: fc.constantFrom(...globs) }),
  fc.record({ not: fc.record({ changes: fc.constantFrom(...kindNames) }) }),
);
const anything = fc.record(
  {
    version: fc.constant(1),
    enforced: fc.constant(true),
    mode: fc.constantFrom("enforce", "observe"),
    people: fc.dictionary(fc.constantFrom(...groupNames), group, { minKeys: 1 }),
    kinds: fc.dictionary(fc.constantFrom(...kindNames), fc.constantFrom(...globs), { minKeys: 1 }),
    counting: fc.constantFrom(
      { author: "allow" },
      { contributors: "allow" },
      { methods: "review" },
      { methods: ["review", "command"] },
      { "expire-after": "1h" },
    ),
    requirements: fc.array(
      fc.record(
        { name: fc.constantFrom("jobs", "own"), enforced: fc.constant(true), when: condition, require: demand },
        { requiredKeys: ["require"] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    otherwise: fc.record({ require: demand, enforced: fc.constant(true) }, { requiredKeys: ["require"] }),
    objections: fc.record({ from: fc.constantFrom(...groupNames) }),
    commands: fc.dictionary(
      fc.constantFrom("approve", "reject", "withdraw", "hold", "unhold", "merge"),
      fc.constantFrom(...groupNames),
      { minKeys: 1 },
    ),
  },
  { requiredKeys: ["version"] },
);
/** Of what would be refused at once, most is taken out, so that something is left to decide by. */
const own = fc.tuple(anything, fc.nat(9)).map(([text, dice]) => {
  const { people: written = {}, mode, counting, otherwise, objections, commands, ...rest } = text;
  const { mine, others } = written;
  const tame = { people: { mine: mine ?? { permissions: "read" }, others: others ?? { permissions: "write" } } };
  if (dice === 0) return { ...text, people: { ...tame.people, ...written } };
  const strict = counting !== undefined && ("methods" in counting || "expire-after" in counting) ? { counting } : {};
  const { hold: _, ...granted } = commands ?? {};
  const given = Object.keys(granted).length === 0 || dice < 4 ? {} : { commands: granted };
  return {
    ...rest,
    ...tame,
    ...strict,
    ...given,
    ...(dice < 4 && mode !== undefined ? { mode } : {}),
    ...(dice > 7 && otherwise !== undefined ? { otherwise } : {}),
  };
});
const preset = anything.map(({ enforced, requirements, otherwise, ...rest }) => ({
  ...rest,
  ...(requirements === undefined ? {} : { requirements: requirements.map(({ enforced, ...one }) => one) }),
  ...(otherwise === undefined ? {} : { otherwise: { require: otherwise.require } }),
}));

const voices = [ben, cleo, dan, eve];
const change = fc
  .record({
    author: fc.constantFrom(ada, ben, eve),
    paths: fc.subarray(["jobs/a.yml", "results/a.dvc", "docs/a.md", "dags/a.py", ".countersign.yml", "x"], {
      minLength: 1,
    }),
    approvers: fc.subarray(voices),
    speakers: fc.subarray(voices),
    body: fc.constantFrom("/countersign reject", "/countersign hold", "nothing"),
  })
  .map(
    ({ author, paths, approvers, speakers, body }): ChangeRequest => ({
      ...jobRequest,
      ...files(...paths),
      author,
      pushers: [person(author)],
      groups: {
        "team:acme/data-controllers": [person(ben), person(cleo)],
        "team:beta/partners": [person(dan)],
        "team:acme/interns": [person(eve)],
      },
      permissions: { "1": "write", "2": "write", "3": "write", "4": "write", "5": "write" },
      reviews: approvers.map((by) => approval({ by })),
      comments: speakers.map((by) => comment({ by, body, at: "2026-11-20T13:00:00Z" })),
    }),
  );

function read(above: string, text: string | null, presets: Readonly<Record<string, string>> = {}): Policy | null {
  const organisation = { name: "acme/.github:countersign.yml", text: above };
  const reading = readPolicy(text, { path: ".countersign.yml", presets, organisation });
  return "policy" in reading ? reading.policy : null;
}

function outcome(policy: Policy, facts: ChangeRequest) {
  return decide(facts, { policy: { state: "valid", policy, sha256: "0".repeat(64), name: "test" }, node: null });
}

describe.each([
  ["a repository's own file", (text: object) => ({ text: JSON.stringify(text), presets: {} })],
  [
    "a preset that it extends",
    (text: object) => ({ text: "version: 1\nextends: lax", presets: { lax: JSON.stringify(text) } }),
  ],
])("%s", (what, place) => {
  const arbitrary = what.startsWith("a preset") ? preset : own;

  test("approves nothing that a whole enforced layer alone does not", () => {
    let decided = 0;
    const alone = read(whole, null);
    fc.assert(
      fc.property(arbitrary, change, (text, facts) => {
        const { text: written, presets } = place(text);
        const both = read(whole, written, presets);
        if (both === null || alone === null) return;
        decided += 1;
        const decision = outcome(both, facts);
        if (decision.status === "approved") expect(outcome(alone, facts).status).toBe("approved");
        if (!isHeldBack(decision, both.mode)) expect(outcome(alone, facts).status).toBe("approved");
      }),
      runs,
    );
    expect(decided).toBeGreaterThan(runs.numRuns / 10);
  });

  test("lets nothing through that single enforced requirements hold back", () => {
    let decided = 0;
    const alone = read(parts, null);
    fc.assert(
      fc.property(arbitrary, change, (text, facts) => {
        const { text: written, presets } = place(text);
        const both = read(parts, written, presets);
        if (both === null || alone === null) return;
        decided += 1;
        const decision = outcome(both, facts);
        if (isHeldBack(decision, both.mode)) return;
        const enforced = outcome(alone, facts).tree.children.filter((child) => child.enforced === true);
        expect(enforced.filter(({ status }) => status !== "approved" && status !== "skipped")).toEqual([]);
      }),
      runs,
    );
    expect(decided).toBeGreaterThan(runs.numRuns / 10);
  });
});
