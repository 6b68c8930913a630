import { describe, expect, test } from "vitest";
import type { PeopleGroup } from "../../src/domain/policy.ts";
import { createRoster, isAtLeast, type RosterFacts } from "../../src/predicates/roster.ts";
import { ben, cleo, dan, eve, person, robot } from "../core/decide/facts.ts";

const group = (name: string, more: Partial<PeopleGroup>): PeopleGroup => ({
  name,
  organisation: null,
  keys: [],
  users: [],
  permission: null,
  ...more,
});

const people = [
  group("team", { keys: ["team:acme/team", "team:acme/other"], users: [person(dan)], permission: "maintain" }),
  group("named", { users: [person(ben), person(robot)] }),
  group("empty", {}),
];

const facts: RosterFacts = {
  groups: { "team:acme/team": [person(ben), person(robot)], "team:acme/other": [], "team:acme/owners": [person(eve)] },
  permissions: { "3": "admin", "99": "admin" },
  datasets: [{ name: "patients", owners: ["team:acme/owners", "team:acme/gone"] }],
};

const unread: RosterFacts = { ...facts, groups: { "team:acme/team": [person(ben)], "team:acme/other": null } };

describe("membership", () => {
  const roster = createRoster(people, facts);

  test.each([
    ["of a team", ben, "team", "member"],
    ["by permission", cleo, "team", "member"],
    ["by name", dan, "team", "member"],
    ["of nobody", eve, "team", "stranger"],
    ["of a bot in the team", robot, "team", "stranger"],
    ["of a bot that is named", robot, "named", "member"],
    ["of an empty group", ben, "empty", "stranger"],
    ["of a group that nobody defined", ben, "nowhere", "stranger"],
    ["of a name of the language", ben, "constructor", "stranger"],
    ["of an owner", eve, "dataset-owners", "member"],
  ])("%s", (_, account, name, answer) => {
    expect(roster.membershipOf(account, name)).toEqual({ answer });
  });

  test("is unknown where a group could not be read, but for whom another source names", () => {
    const other = createRoster(people, unread);
    expect(other.membershipOf(ben, "team")).toEqual({ answer: "member" });
    expect(other.membershipOf(dan, "team")).toEqual({ answer: "member" });
    expect(other.membershipOf(eve, "team")).toEqual({ answer: "unknown", unreadable: ["team:acme/other"] });
    expect(other.membershipOf(robot, "team")).toEqual({ answer: "stranger" });
    expect(roster.membershipOf(ben, "dataset-owners")).toEqual({ answer: "unknown", unreadable: ["team:acme/gone"] });
  });
});

test("the keys that could not be read, whoever asks", () => {
  expect(createRoster(people, unread).unreadableKeys("team")).toEqual(["team:acme/other"]);
  expect(createRoster(people, facts).unreadableKeys("team")).toEqual([]);
  expect(createRoster(people, facts).unreadableKeys("nowhere")).toEqual([]);
  expect(createRoster(people, facts).unreadableKeys("dataset-owners")).toEqual(["team:acme/gone"]);
});

test("a permission is that of a user, and names of the language are none", () => {
  const roster = createRoster(people, { ...facts, groups: {} });
  expect(roster.hasPermission(cleo, "admin")).toBe(true);
  expect(roster.hasPermission(robot, "read")).toBe(false);
  expect(roster.hasPermission(ben, "read")).toBe(false);
  expect(createRoster([group("g", { keys: ["constructor"] })], facts).unreadableKeys("g")).toEqual(["constructor"]);
});

test("owners of datasets: each key once", () => {
  const twice = createRoster([], { ...facts, datasets: [...facts.datasets, ...facts.datasets] });
  expect(twice.unreadableKeys("dataset-owners")).toEqual(["team:acme/gone"]);
});

test("permissions, weakest first", () => {
  const levels = ["read", "triage", "write", "maintain", "admin"] as const;
  for (const [has, one] of levels.entries()) {
    for (const [wants, other] of levels.entries()) expect(isAtLeast(one, other)).toBe(has >= wants);
  }
  expect(isAtLeast(null, "read")).toBe(false);
});
