import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangedFile, ChangeRequest } from "../../../src/domain/change.ts";
import type { OptionalFact } from "../../../src/domain/optional-facts.ts";
import { approval, ben, cleo, file, jobRequest, label, nodeOf, policy } from "./facts.ts";
import { written } from "./written.ts";

const people = "people: { dc: { teams: acme/data-controllers } }";
const byDc = policy(`${people}\notherwise: { require: { count: 1, from: dc } }\n`);

function judge(more: Partial<ChangeRequest>, leftOut: readonly OptionalFact[], source = byDc, node = false) {
  const facts = written({ ...jobRequest, reviews: [approval({ by: ben })], ...more }, leftOut);
  return decide(facts, { policy: source, node: node ? nodeOf(ben) : null });
}

describe("who may have objected although the facts say nothing of it", () => {
  const withPermission = policy("otherwise: { require: { count: 1, permissions: admin } }");
  const green = policy("otherwise: { require: { checks: a/b } }");
  const granted = { permissions: { "2": "admin", "3": "admin" } } as const;

  test.each<readonly [string, typeof byDc, boolean, string]>([
    ["members of a group", byDc, false, "failed"],
    ["people with a permission", withPermission, false, "failed"],
    ["controllers of the node", green, true, "failed"],
    ["nobody, where only checks are asked for", green, false, "approved"],
  ])("%s", (_, source, node, status) => {
    const checks = [{ app: "a", name: "b", state: "success", sha: jobRequest.head.sha }] as const;
    const more = { ...granted, checks };
    expect(judge(more, [], source, node).status).toBe("approved");
    expect(judge(more, ["comments"], source, node).status).toBe(status);
  });

  test("is told in a line of its own", () => {
    expect(judge({}, ["reviews"]).tree.children[0]).toMatchObject({
      name: "complete facts",
      status: "failed",
      reason: "the facts do not say who reviewed it: add `reviews` (`[]` if nobody did)",
    });
  });
});

describe("who asked for the run must be known", () => {
  const link = (path: string) => file(path, { mode: "120000" });

  test.each<readonly [string, ChangedFile, boolean]>([
    ["of results", file("results/r.dvc"), true],
    ["of results in a folder of theirs", file("results/x/dvc.lock"), true],
    ["of data elsewhere", file("data/r.dvc"), true],
    ["of a pipeline elsewhere", file("data/dvc.lock"), true],
    ["of a pipeline at the root", file("dvc.lock"), true],
    ["below a link", link("data"), true],
    ["of what the policy calls results", file("out/table.csv"), true],
    ["not for settings of DVC", file("data/.dvcignore"), false],
    ["not for what only begins like data", file("data/r.dvc.md"), false],
    ["not for what only begins like a pipeline", file("data/dvc.lock.md"), false],
    ["not for what only ends like a pipeline", file("data/mydvc.lock"), false],
    ["not for a job request", file("jobs/a.yml"), false],
  ])("%s", (_, one, matters) => {
    const source = policy(`
      people: { dc: { teams: acme/data-controllers } }
      kinds: { result: ["results/**", "out/**"] }
      otherwise: { require: { count: 1, from: dc } }
    `);
    const more = { files: { complete: true, items: [one] } };
    expect(judge(more, [], source).status).toBe("approved");
    expect(judge(more, ["requester"], source).status).toBe(matters ? "failed" : "approved");
  });

  test.each<readonly [string, Partial<ChangeRequest>, string]>([
    ["an approval", { reviews: [approval({ by: ben })] }, "failed"],
    ["a label", { labels: [label({ by: cleo })] }, "failed"],
    ["an approval and a label", { reviews: [approval({ by: ben })], labels: [label({ by: cleo })] }, "failed"],
    ["two labels", { labels: [label({ by: cleo }), label({ by: ben, name: "reviewed" })] }, "failed"],
    ["neither, so that it is awaited", {}, "pending"],
  ])("once it could have given %s", (_, more, status) => {
    const either = policy(
      `${people}\notherwise: { require: { any: [{ count: 1, from: dc }, { labels: urgent, from: dc }] } }\n`,
    );
    const results = { reviews: [], ...more, files: { complete: true, items: [file("results/r.dvc")] } };
    expect(judge(results, [], either).status).toBe(status === "failed" ? "approved" : status);
    expect(judge(results, ["requester"], either).status).toBe(status);
  });
});
