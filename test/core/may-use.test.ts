import { describe, expect, test } from "vitest";
import { commandNames } from "../../src/core/commands.ts";
import { mayUse } from "../../src/core/may-use.ts";
import type { PolicySource } from "../../src/domain/policy.ts";
import {
  ada,
  approval,
  ben,
  cleo,
  eve,
  files,
  jobRequest,
  nodeOf,
  oneController,
  policy,
  robot,
} from "./decide/facts.ts";

const questions = ["recheck", "explain", "help"] as const;
const acts = commandNames.filter((name) => name !== "adopt" && !questions.some((question) => question === name));
const surroundings = {
  change: jobRequest,
  policy: oneController as PolicySource,
  node: null as ReturnType<typeof nodeOf> | null,
};

describe("who may use a command", () => {
  test.each(questions)("%s: everybody", (name) => {
    expect(mayUse(name, eve, surroundings)).toEqual({ allowed: true, by: "everybody who can read this" });
  });

  test.each(acts)("%s: by default those whom the requirements name, and controllers of the node", (name) => {
    const by = "members of data-controllers or controllers of the node";
    expect(mayUse(name, ben, surroundings)).toEqual({ allowed: true, by });
    expect(mayUse(name, ada, surroundings)).toEqual({ allowed: false, by });
    expect(mayUse(name, robot, surroundings)).toEqual({ allowed: false, by });
    expect(mayUse(name, eve, { ...surroundings, node: nodeOf(eve) })).toEqual({ allowed: true, by });
  });

  test("adopt: controllers of the node, whatever the policy says", () => {
    const by = "controllers of the node";
    expect(mayUse("adopt", ben, surroundings)).toEqual({ allowed: false, by });
    expect(mayUse("adopt", cleo, { ...surroundings, node: nodeOf(cleo) })).toEqual({ allowed: true, by });
    const elsewhere = {
      ...nodeOf(cleo),
      controllers: [{ id: 3, login: "cleo", forge: "gitlab" as const, sshKeys: [] }],
    };
    expect(mayUse("adopt", cleo, { ...surroundings, node: elsewhere })).toEqual({ allowed: false, by });
  });

  test.each(acts.filter((name) => !["reject", "hold", "withdraw"].includes(name)))(
    "%s: else those to whom the policy gives it, and no others",
    (name) => {
      const given = policy(`
      people: { data-controllers: { teams: acme/data-controllers }, operators: { users: { login: eve, id: 5 } } }
      otherwise: { require: { count: 1, from: data-controllers } }
      commands: { ${name}: operators }
    `);
      expect(mayUse(name, eve, { ...surroundings, policy: given })).toEqual({
        allowed: true,
        by: "members of operators",
      });
      expect(mayUse(name, ben, { ...surroundings, policy: given, node: nodeOf(ben) })).toMatchObject({
        allowed: false,
      });
    },
  );

  test("hold: those to whom the policy gives it, and the controllers of the node", () => {
    const given = policy(`
      people: { data-controllers: { teams: acme/data-controllers }, operators: { users: { login: eve, id: 5 } } }
      otherwise: { require: { count: 1, from: data-controllers } }
      commands: { hold: operators }
    `);
    expect(mayUse("hold", eve, { ...surroundings, policy: given })).toEqual({
      allowed: true,
      by: "members of operators or controllers of the node",
    });
    expect(mayUse("hold", ben, { ...surroundings, policy: given, node: nodeOf(ben) }).allowed).toBe(true);
    expect(mayUse("hold", ben, { ...surroundings, policy: given }).allowed).toBe(false);
  });

  test("reject: those who may object, and those to whom the policy gives it", () => {
    const given = policy(`
      people: { a: { users: { login: ben, id: 2 } }, b: { users: { login: cleo, id: 3 } }, c: { users: { login: eve, id: 5 } } }
      otherwise: { require: { count: 1, from: a } }
      objections: { from: b }
      commands: { reject: c }
    `);
    const all = { ...surroundings, policy: given };
    expect([ben, cleo, eve].map((one) => mayUse("reject", one, all).allowed)).toEqual([false, true, true]);
    expect([ben, cleo, eve].map((one) => mayUse("hold", one, all).allowed)).toEqual([true, true, false]);
    expect([ben, cleo, eve].map((one) => mayUse("merge", one, all).allowed)).toEqual([true, false, false]);
    expect(mayUse("reject", ben, all).by).toBe("members of c or members of b");
  });

  test("withdraw: by default those whom the requirements name, and always those who may object, or approved", () => {
    const given = (commands: string) =>
      policy(`
      people: { a: { users: { login: ben, id: 2 } }, b: { users: { login: cleo, id: 3 } }, c: { users: { login: eve, id: 5 } } }
      otherwise: { require: { count: 1, from: a } }
      objections: { from: b }
      ${commands}
    `);
    const who = (commands: string) =>
      [ben, cleo, eve].map((one) => mayUse("withdraw", one, { ...surroundings, policy: given(commands) }).allowed);
    expect(who("")).toEqual([true, true, false]);
    expect(who("commands: { withdraw: c }")).toEqual([false, true, true]);
    expect(who("commands: { withdraw: a, reject: c }")).toEqual([true, true, true]);
    const change = { ...jobRequest, reviews: [approval({ by: ben })] };
    const own = { ...surroundings, change, policy: given("commands: { withdraw: c }") };
    expect(mayUse("withdraw", ben, own).allowed).toBe(true);
    expect(mayUse("withdraw", ada, { ...surroundings, policy: given("commands: { withdraw: c }") })).toEqual({
      allowed: false,
      by: "members of c or members of b",
    });
  });

  test("those whom requirements name that do not apply may not", () => {
    const jobs = policy(`
      people: { a: { users: { login: ben, id: 2 } }, b: { users: { login: cleo, id: 3 } } }
      requirements:
        - { when: { changes: job }, require: { count: 1, from: a } }
        - { when: { changes: dag }, require: { any: [{ count: 1, from: b }, { count: 1, permissions: admin }] } }
    `);
    expect(mayUse("merge", cleo, { ...surroundings, policy: jobs }).allowed).toBe(false);
    const dag = {
      ...surroundings,
      policy: jobs,
      change: { ...jobRequest, ...files("dags/a.py"), permissions: { "5": "admin" as const } },
    };
    expect(mayUse("merge", cleo, dag).allowed).toBe(true);
    expect(mayUse("merge", eve, dag)).toEqual({
      allowed: true,
      by: "members of b or people with admin permission or controllers of the node",
    });
  });

  test("a group that cannot be read entitles nobody", () => {
    expect(mayUse("merge", ben, { ...surroundings, change: { ...jobRequest, groups: {} } }).allowed).toBe(false);
  });

  test.each<PolicySource>([{ state: "absent" }, { state: "invalid", problems: [], sha256: "", name: "" }])(
    "without a policy that can be read: controllers of the node",
    (source) => {
      expect(mayUse("hold", ben, { ...surroundings, policy: source, node: nodeOf(ben) })).toEqual({
        allowed: true,
        by: "controllers of the node",
      });
      expect(mayUse("hold", eve, { ...surroundings, policy: source, node: nodeOf(ben) }).allowed).toBe(false);
    },
  );
});
