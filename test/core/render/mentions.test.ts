import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import { whomToMention } from "../../../src/core/render/mentions.ts";
import type { ChangeRequest } from "../../../src/domain/change.ts";
import type { NodeFile } from "../../../src/domain/node.ts";
import { approval, ben, cleo, comment, jobRequest, nodeOf, policy } from "../decide/facts.ts";

const groups = { "team:acme/data-controllers": [ben], "group:acme/data": [ben], "organization:acme": [ben] };

function mentioned(text: string, node: NodeFile | null = null, more: Partial<ChangeRequest> = {}) {
  const change = { ...jobRequest, groups, ...more };
  const source = policy(text);
  return whomToMention(decide(change, { policy: source, node }), source, node, change);
}

const need = (people: string) => `
  people: { dc: ${people} }
  otherwise: { require: { count: 1, from: dc } }
`;

describe("who is called for what is awaited", () => {
  test.each([
    ["a team", need("{ teams: acme/data-controllers }"), ["acme/data-controllers"]],
    ["a group of GitLab", need("{ groups: acme/data }"), ["acme/data"]],
    ["people", need("{ users: [{ login: ben, id: 2 }, { login: cleo, id: 3 }] }"), ["ben", "cleo"]],
    ["never an organisation or a permission", need("{ organizations: acme, permissions: admin }"), []],
    ["never the author", need("{ users: [{ login: ada, id: 1 }, { login: ben, id: 2 }] }"), ["ben"]],
    ["nobody, where nothing is awaited", "otherwise: { require: none }", []],
  ])("%s", (_, text, names) => {
    expect(mentioned(text)).toEqual(names);
  });

  test("controllers of the node", () => {
    expect(mentioned("otherwise: { require: none }", nodeOf(ben, cleo))).toEqual(["ben", "cleo"]);
  });

  test("the owners of those datasets alone whose owners have not agreed", () => {
    const each = "otherwise: { require: { count: 1, from: dataset-owners, each: dataset } }";
    const datasets = [
      { name: "admissions", owners: ["team:acme/hospital"] },
      { name: "deaths", owners: ["team:acme/registry"] },
    ];
    const owners = { "team:acme/hospital": [ben], "team:acme/registry": [cleo] };
    expect(mentioned(each, null, { datasets, groups: owners })).toEqual(["acme/hospital", "acme/registry"]);
    const reviews = [approval({ by: ben })];
    expect(mentioned(each, null, { datasets, groups: owners, reviews })).toEqual(["acme/registry"]);
  });

  test("who holds it", () => {
    const comments = [comment({ by: ben, body: "/countersign hold" })];
    expect(mentioned(need("{ teams: acme/data-controllers }"), null, { comments })).toContain("ben");
  });
});
