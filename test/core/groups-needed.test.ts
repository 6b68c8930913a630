import { describe, expect, test } from "vitest";
import { groupsNeeded, needsPermissions } from "../../src/core/groups-needed.ts";
import type { Policy, PolicySource } from "../../src/domain/policy.ts";
import { policy } from "./decide/facts.ts";

function needed(source: PolicySource, owners: readonly string[] = []): readonly string[] {
  return groupsNeeded({ policy: source, files: [], datasets: [{ name: "patients", owners }] });
}

function valid(source: PolicySource): Policy {
  if (source.state !== "valid") throw new Error(source.state);
  return source.policy;
}

describe("the groups that a decision may have to know", () => {
  test("those that any part names, sorted, each once", () => {
    const source = policy(`
      people:
        a: { teams: [acme/z, acme/a] }
        b: { organizations: acme }
        c: { groups: acme/data }
        d: { teams: acme/a }
        e: { teams: acme/e }
        f: { teams: acme/f }
        unused: { teams: acme/unused }
      requirements:
        - { when: { any: [{ author: e }, { not: { contributor: d } }, { changes: job }] }, require: { all: [{ count: 1, from: a }, { labels: x, from: b }] } }
      otherwise: { require: { any: [none, { count: 1, from: c }] } }
      commands: { merge: f }
    `);
    expect(needed(source, ["team:acme/owners"])).toEqual([
      "group:acme/data",
      "organization:acme",
      "team:acme/a",
      "team:acme/e",
      "team:acme/f",
      "team:acme/z",
    ]);
  });

  test("who may object", () => {
    expect(
      needed(policy("people: { a: { teams: acme/a } }\n  objections: { from: a }".replace("people", "  people"))),
    ).toEqual(["team:acme/a"]);
  });

  test("owners of the datasets, where the policy asks them", () => {
    expect(
      needed(policy("otherwise: { require: { count: 1, from: dataset-owners, each: dataset } }"), ["team:acme/owners"]),
    ).toEqual(["team:acme/owners"]);
  });

  test("every group of an organisation, where organisations are to differ", () => {
    const people =
      "people: { a: { organisation: acme, teams: acme/a }, b: { organisation: bolt, teams: bolt/b }, c: { teams: acme/c } }";
    const distinct = (more: string) => policy(`  ${people}\n  otherwise: { require: { count: 2, from: a${more} } }`);
    expect(needed(distinct(""))).toEqual(["team:acme/a"]);
    expect(needed(distinct(", distinct: organisation"))).toEqual(["team:acme/a", "team:bolt/b"]);
  });

  test("those whose members sign", () => {
    const source = policy(`
      people: { a: { teams: acme/a }, b: { teams: acme/b } }
      otherwise: { require: { all: [{ signed: { by: a } }, { signed: true }, { agreement: true }] } }
    `);
    expect(needed(source)).toEqual(["team:acme/a"]);
  });

  test("none, without a policy", () => {
    expect(needed({ state: "absent" }, ["team:acme/owners"])).toEqual([]);
  });
});

describe("whether permissions are asked for", () => {
  test.each([
    ["by a group", "people: { a: { permissions: admin } }", true],
    ["by a requirement", "requirements: [{ require: { any: [{ count: 1, permissions: write }] } }]", true],
    ["by `otherwise`", "otherwise: { require: { count: 1, permissions: write } }", true],
    ["by nobody", "otherwise: { require: { checks: a/b } }", false],
  ])("%s", (_, text, answer) => {
    expect(needsPermissions(valid(policy(text)))).toBe(answer);
  });
});
