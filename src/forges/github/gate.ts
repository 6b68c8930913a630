import { z } from "zod";
import type { GateRules, RequiredChecksGate } from "../../domain/gate.ts";
import { decode, decodeAll, splitName, unless } from "./api.ts";
import type { GithubOctokit } from "./octokit.ts";

const ruleWire = z.looseObject({
  type: z.string(),
  ruleset_id: z.number(),
  parameters: z
    .looseObject({
      required_status_checks: z
        .array(z.object({ context: z.string(), integration_id: z.number().nullish() }))
        .optional(),
    })
    .optional(),
});
type RuleWire = z.infer<typeof ruleWire>;

export const bypassWire = z.object({
  actor_id: z.number().nullish(),
  actor_type: z.string(),
  bypass_mode: z.string().nullish(),
});
export type BypassWire = z.infer<typeof bypassWire>;
const rulesetWire = z.object({ id: z.number(), name: z.string(), bypass_actors: z.array(bypassWire).optional() });

/**
 * The rules of all active rulesets that hold a branch, an organisation's too. Who may bypass a ruleset is told to those
 * alone who may write it, which our app may not: for it the list is `null`.
 * https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch, #get-a-repository-ruleset
 */
export async function readGate(
  octokit: GithubOctokit,
  repository: string,
  branch: string,
  app: number,
): Promise<RequiredChecksGate> {
  const asked = { ...splitName(repository), branch, per_page: 100 };
  const answer = await octokit.paginate("GET /repos/{owner}/{repo}/rules/branches/{branch}", asked);
  const byRuleset = Map.groupBy(decodeAll(ruleWire, answer, "the rules of a branch"), (rule) => rule.ruleset_id);
  const rules: GateRules[] = [];
  for (const [id, own] of byRuleset) rules.push(toRules(await readRuleset(octokit, repository, id), id, own));
  return { kind: "required-checks", branch, app, rules };
}

async function readRuleset(octokit: GithubOctokit, repository: string, id: number) {
  const asked = { ...splitName(repository), ruleset_id: id };
  const answer = await unless([403, 404], octokit.request("GET /repos/{owner}/{repo}/rulesets/{ruleset_id}", asked));
  return answer === null ? null : decode(rulesetWire, answer);
}

function toRules(ruleset: z.infer<typeof rulesetWire> | null, id: number, rules: readonly RuleWire[]): GateRules {
  const has = (type: string) => rules.some((rule) => rule.type === type);
  const checks = rules
    .filter(({ type }) => type === "required_status_checks")
    .flatMap(({ parameters }) => parameters?.required_status_checks ?? []);
  return {
    name: ruleset?.name ?? `number ${id}`,
    checks: checks.map(({ context, integration_id }) => ({ name: context, app: integration_id ?? null })),
    requiresChange: has("pull_request"),
    forbidsForcePush: has("non_fast_forward"),
    forbidsDeletion: has("deletion"),
    bypass: ruleset?.bypass_actors?.map(describeBypass) ?? null,
  };
}

/** Ids of the built-in roles: https://docs.github.com/en/rest/repos/rules#create-a-repository-ruleset */
const roles: Readonly<Record<number, string>> = { 1: "read", 2: "maintain", 3: "triage", 4: "write", 5: "admin" };

export function describeBypass({ actor_type, actor_id, bypass_mode }: BypassWire): string {
  const when = bypass_mode === "pull_request" ? " (in pull requests)" : "";
  return `${describeActor(actor_type, actor_id ?? null)}${when}`;
}

function describeActor(type: string, id: number | null): string {
  switch (type) {
    case "RepositoryRole":
      return `the role ${roles[id ?? 0] ?? `number ${id}`}`;
    case "OrganizationAdmin":
      return "owners of the organisation";
    case "Integration":
      return `the app number ${id}`;
    case "Team":
      return `the team number ${id}`;
    case "User":
      return `the account number ${id}`;
    case "DeployKey":
      return "deploy keys";
    default:
      return `${type} ${id ?? ""}`.trim();
  }
}
