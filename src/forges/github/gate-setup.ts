import { z } from "zod";
import { diffSettings } from "../../core/diff-settings.ts";
import { judgeGate } from "../../core/judge-gate.ts";
import { checkName } from "../../core/render/checks.ts";
import { gateChecks } from "../../domain/gate.ts";
import type { GatePlan, GateSetup } from "../../ports/gate-setup.ts";
import { decode, splitName } from "./api.ts";
import { type BypassWire, bypassWire, describeBypass, readGate } from "./gate.ts";
import type { GithubOctokit } from "./octokit.ts";
import { repositoryWire } from "./wire.ts";

const checkWire = z.looseObject({ context: z.string(), integration_id: z.number().nullish() });
type CheckWire = z.infer<typeof checkWire>;

/** A rule as GitHub has it. What is not ours is sent back as it came. */
const ruleWire = z.looseObject({
  type: z.string(),
  parameters: z.looseObject({ required_status_checks: z.array(checkWire).optional() }).optional(),
});
type RuleWire = z.infer<typeof ruleWire>;

const listedWire = z.array(z.object({ id: z.number(), name: z.string(), source_type: z.string().optional() }));
const rulesetWire = z.object({
  id: z.number(),
  enforcement: z.string(),
  conditions: z
    .object({ ref_name: z.object({ include: z.array(z.string()), exclude: z.array(z.string()) }) })
    .nullish(),
  bypass_actors: z.array(bypassWire).optional(),
  rules: z.array(ruleWire).default([]),
});
type RulesetWire = Omit<z.infer<typeof rulesetWire>, "id">;

export interface GithubGateOptions {
  /** With the token of somebody who administers the repository. */
  readonly octokit: GithubOctokit;
  readonly repository: string;
  /** Short name; `null`: the default branch. */
  readonly branch: string | null;
  /** The id of our app. */
  readonly appId: number;
}

/**
 * Sets up a ruleset of its own for one branch, whatever other rulesets there are: two that hold one branch both hold.
 * https://docs.github.com/en/rest/repos/rules#create-a-repository-ruleset
 */
export async function openGithubGate(options: GithubGateOptions): Promise<GateSetup> {
  const { octokit, repository, appId } = options;
  const wire = decode(repositoryWire, await octokit.request("GET /repos/{owner}/{repo}", splitName(repository)));
  const branch = options.branch ?? wire.default_branch;
  const name = `Countersign: ${branch}`;
  const read = () => readGate(octokit, repository, branch, appId);

  async function plan(): Promise<GatePlan> {
    if (judgeGate(await read()).state === "enforced") return { diff: [], notes: [], apply: async () => {} };
    const present = await findRuleset(octokit, repository, name);
    const wanted = wantedRuleset(present, branch, appId);
    const before = present === null ? [] : describeRuleset(name, present);
    return {
      diff: diffSettings(before, describeRuleset(name, wanted)),
      notes: present !== null && present.bypass_actors === undefined ? [hiddenBypass] : [],
      apply: () => writeRuleset(octokit, repository, present?.id ?? null, { name, target: "branch", ...wanted }),
    };
  }
  return { branch, read, plan };
}

const hiddenBypass = "GitHub does not show this token who may bypass the ruleset: use one of an administrator.";

async function findRuleset(octokit: GithubOctokit, repository: string, name: string) {
  const at = splitName(repository);
  const asked = { ...at, includes_parents: false, per_page: 100 };
  const listed = decode(listedWire, await octokit.request("GET /repos/{owner}/{repo}/rulesets", asked));
  const id = listed.find((one) => one.name === name && (one.source_type ?? "Repository") === "Repository")?.id;
  if (id === undefined) return null;
  return decode(
    rulesetWire,
    await octokit.request("GET /repos/{owner}/{repo}/rulesets/{ruleset_id}", { ...at, ruleset_id: id }),
  );
}

/** What is there already stays, but for who may bypass it and checks of our names from elsewhere. */
function wantedRuleset(present: RulesetWire | null, branch: string, appId: number): RulesetWire {
  const rules = present?.rules ?? [];
  const others = rules.filter(({ type }) => type !== "required_status_checks");
  const has = (type: string) => others.some((rule) => rule.type === type);
  const added = [pullRequestRule, { type: "non_fast_forward" }, { type: "deletion" }].filter(({ type }) => !has(type));
  return {
    enforcement: "active",
    conditions: { ref_name: { include: [`refs/heads/${branch}`], exclude: [] } },
    bypass_actors: [],
    rules: [checksRule(rules, branch, appId), ...others, ...added],
  };
}

const pullRequestRule = {
  type: "pull_request",
  parameters: {
    // Who approves is our policy's matter, which sees more than a count.
    required_approving_review_count: 0,
    dismiss_stale_reviews_on_push: false,
    require_code_owner_review: false,
    require_last_push_approval: false,
    required_review_thread_resolution: false,
  },
};

function checksRule(rules: readonly RuleWire[], branch: string, appId: number): RuleWire {
  const parameters = rules.find(({ type }) => type === "required_status_checks")?.parameters;
  const ours = gateChecks.map((check): CheckWire => {
    const context = checkName(check, `refs/heads/${branch}`);
    return { context, integration_id: appId };
  });
  const others = checksOf(rules).filter(({ context }) => !ours.some((one) => one.context === context));
  return {
    type: "required_status_checks",
    parameters: {
      strict_required_status_checks_policy: false,
      ...parameters,
      required_status_checks: [...ours, ...others],
    },
  };
}

function checksOf(rules: readonly RuleWire[]): readonly CheckWire[] {
  return rules.flatMap(({ parameters }) => parameters?.required_status_checks ?? []);
}

const ruleWords: Readonly<Record<string, string>> = {
  pull_request: "a pull request is required",
  non_fast_forward: "force pushes are blocked",
  deletion: "deletion is blocked",
};

function describeRuleset(name: string, { enforcement, conditions, bypass_actors, rules }: RulesetWire): string[] {
  const { include = [], exclude = [] } = conditions?.ref_name ?? {};
  const except = exclude.length === 0 ? "" : `, but not ${exclude.join(", ")}`;
  const checks = checksOf(rules).map(
    ({ context, integration_id }) =>
      `the check "${context}" is required from ${integration_id == null ? "any app" : `the app number ${integration_id}`}`,
  );
  const others = rules.filter(({ type }) => type !== "required_status_checks");
  return [
    `ruleset "${name}" (${enforcement}) for ${include.join(", ")}${except}`,
    ...checks,
    ...others.map(({ type }) => ruleWords[type] ?? `rule ${type}`),
    ...(bypass_actors ?? []).map((one: BypassWire) => `may be bypassed by ${describeBypass(one)}`),
  ];
}

async function writeRuleset(
  octokit: GithubOctokit,
  repository: string,
  id: number | null,
  body: RulesetWire & { readonly name: string; readonly target: "branch" },
): Promise<void> {
  // Rules that are not ours have shapes that only GitHub knows, so the route's own types cannot say what is sent.
  const request = octokit.request as unknown as (route: string, parameters: object) => Promise<unknown>;
  const at = splitName(repository);
  if (id === null) await request("POST /repos/{owner}/{repo}/rulesets", { ...at, ...body });
  else await request("PUT /repos/{owner}/{repo}/rulesets/{ruleset_id}", { ...at, ruleset_id: id, ...body });
}
