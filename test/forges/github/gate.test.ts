import { afterAll, beforeAll, expect, test } from "vitest";
import { judgeGate } from "../../../src/core/judge-gate.ts";
import { type Github, startGithub } from "./start-github.ts";

let github: Github;
beforeAll(async () => {
  github = await startGithub();
});
afterAll(() => github.close());

const rulesets = "/repos/acme/study/rulesets";
const ruleset = (appId: number) => ({
  name: "countersign",
  target: "branch",
  enforcement: "active",
  conditions: { ref_name: { include: ["refs/heads/main"], exclude: [] } },
  bypass_actors: [{ actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "always" }],
  rules: [
    {
      type: "required_status_checks",
      parameters: {
        strict_required_status_checks_policy: false,
        required_status_checks: ["validation", "approval"].map((name) => ({
          context: `countersign/${name}: main`,
          integration_id: appId,
        })),
      },
    },
    {
      type: "pull_request",
      parameters: {
        required_approving_review_count: 0,
        dismiss_stale_reviews_on_push: false,
        require_code_owner_review: false,
        require_last_push_approval: false,
        required_review_thread_resolution: false,
      },
    },
    { type: "non_fast_forward" },
    { type: "deletion" },
  ],
});

test("a gate is read from all active rules of the branch; a bypass list that our app may not see is unseen", async () => {
  const read = () => github.forge.readGate(github.study, "main");
  expect(await read()).toEqual({ kind: "required-checks", branch: "main", app: github.appId, rules: [] });

  const { id } = await github.as.eve.send("POST", rulesets, ruleset(github.appId));
  const gate = await read();
  expect(gate).toMatchObject({ rules: [{ name: "countersign", requiresChange: true, bypass: null }] });
  expect(judgeGate(gate).state).toBe("unseen");
  expect(judgeGate(await github.forge.readGate(github.study, "other")).state).toBe("open");

  await github.as.eve.send("PUT", `${rulesets}/${id}`, { enforcement: "evaluate" });
  expect(judgeGate(await read()).state).toBe("open");
  await github.as.eve.send("DELETE", `${rulesets}/${id}`);
});

test("the changes that were merged last into a branch come newest first", async () => {
  const merged = [];
  for (const path of ["dags/one.py", "dags/two.py", "dags/three.py"]) {
    const { number } = await github.openChange(path);
    await github.people.eve.merge(number);
    merged.unshift(number);
  }
  const closed = await github.openChange("dags/four.py");
  await github.as.ada.send("PATCH", `/repos/acme/study/pulls/${closed.number}`, { state: "closed" });
  const list = async (limit: number) =>
    (await github.forge.listMergedChanges(github.study, "main", limit)).map(({ number }) => number);
  expect(await list(50)).toEqual(merged);
  expect(await list(2)).toEqual(merged.slice(0, 2));
  expect(await github.forge.listMergedChanges(github.study, "other", 50)).toEqual([]);
});
