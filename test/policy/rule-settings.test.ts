import { describe, expect, test } from "vitest";
import type { Policy } from "../../src/domain/policy.ts";
import { groupOf, settingsOf } from "../../src/policy/rule-settings.ts";

const plain = { options: {} };
const ask = (id: string, said: Policy["rules"]) => settingsOf({ id, severity: "warning" }, said);

test.each([
  ["SEC-001", "SEC"],
  ["S608", "S"],
  ["PLE0100", "PLE"],
  ["ASYNC210", "ASYNC"],
])("%s is of the group %s", (id, group) => {
  expect(groupOf(id)).toBe(group);
});

describe("of a rule, its group and all rules the nearest word holds", () => {
  test("nothing said", () => {
    expect(ask("S608", {})).toEqual({
      severity: "warning",
      options: {},
      paths: null,
      suppress: "allow",
      existing: "ignore",
    });
  });

  test.each<[string, Policy["rules"], string]>([
    ["off", { S608: "off", S: { severity: "error", ...plain } }, "off"],
    ["its group off", { S: "off" }, "off"],
    ["all off", { ALL: "off" }, "off"],
    ["its group off, itself not", { S: "off", S608: { severity: null, ...plain } }, "warning"],
    ["its group's severity", { S: { severity: "error", ...plain }, ALL: { severity: "info", ...plain } }, "error"],
    ["its own severity", { S: { severity: "error", ...plain }, S608: { severity: "info", ...plain } }, "info"],
    ["all off, its group not", { ALL: "off", S: { severity: null, ...plain } }, "warning"],
    ["another group", { SEC: "off", S101: "off", S6: "off" }, "warning"],
    ["a name of every object", {}, "warning"],
  ])("%s", (_, said, severity) => {
    expect(ask("S608", said).severity).toBe(severity);
  });

  test("point by point; options are its own alone", () => {
    const said: Policy["rules"] = {
      ALL: { severity: null, options: {}, suppress: "forbid", existing: "block" },
      S: { severity: null, options: { a: 1 }, paths: ["dags/**"], existing: "ignore" },
      S608: { severity: "error", options: { b: 2 } },
    };
    expect(ask("S608", said)).toEqual({
      severity: "error",
      options: { b: 2 },
      paths: ["dags/**"],
      suppress: "forbid",
      existing: "ignore",
    });
    expect(ask("S101", said).options).toEqual({});
  });
});
