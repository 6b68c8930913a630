import type { ForgeCore } from "../../face.ts";
import { isAtLeast, permissionOn } from "../../model/access.ts";
import { fullNameOf } from "../../model/model.ts";
import type { SimBypass, SimRepository, SimRule, SimRuleset } from "../../model/types.ts";
import {
  answerPage,
  type GithubApp,
  type GithubContext,
  hasPermission,
  listIn,
  numberParam,
  readBody,
  repositoryFor,
  textIn,
} from "../github.ts";
import { invalid, notFound } from "../http-error.ts";
import { nodeId } from "../render/node-id.ts";
import { repositoryPage, repositoryUrl } from "../render/repository.ts";
import { covers } from "../rules.ts";

const read = { app: "metadata:read", user: "read" } as const;
const write = { app: "administration:write", user: "admin" } as const;

/** Rulesets of a repository. https://docs.github.com/rest/repos/rules */
export function addRulesetRoutes(app: GithubApp, core: ForgeCore): void {
  const base = "/repos/:owner/:repo/rulesets";
  const find = (repository: SimRepository, id: number) => {
    const found = repository.rulesets.find((one) => one.id === id);
    if (found === undefined) throw notFound();
    return found;
  };
  app.get(base, (context) => {
    const repository = repositoryFor(core, context, read);
    return answerPage(context, repository.rulesets, (one) => renderListed(core, repository, one));
  });
  // All active rules of a branch, with the rulesets that they are of. https://docs.github.com/rest/repos/rules#get-rules-for-a-branch
  app.get("/repos/:owner/:repo/rules/branches/:branch{.+}", (context) => {
    const repository = repositoryFor(core, context, read);
    const ref = `refs/heads/${decodeURIComponent(context.req.param("branch") ?? "")}`;
    const active = repository.rulesets.filter((one) => one.enforcement === "active" && covers(repository, one, ref));
    const source = { ruleset_source_type: "Repository", ruleset_source: fullNameOf(core.model, repository) };
    const rules = active.flatMap((one) =>
      one.rules.map((rule) => ({ ...renderRule(rule), ...source, ruleset_id: one.id })),
    );
    return answerPage(context, rules, (one) => one);
  });
  app.post(base, async (context) => {
    const repository = repositoryFor(core, context, write);
    const body = await readBody(context);
    const now = core.model.clock.tick();
    const ruleset: SimRuleset = { id: core.model.newId(), ...readRuleset(body), createdAt: now, updatedAt: now };
    repository.rulesets.push(ruleset);
    return context.json(renderRuleset(core, repository, ruleset), 201);
  });
  app.get(`${base}/:id`, (context) => {
    const repository = repositoryFor(core, context, read);
    const { bypass_actors, ...seen } = renderRuleset(core, repository, find(repository, numberParam(context, "id")));
    return context.json(mayWrite(core, context, repository) ? { ...seen, bypass_actors } : seen);
  });
  app.put(`${base}/:id`, async (context) => {
    const repository = repositoryFor(core, context, write);
    const ruleset = find(repository, numberParam(context, "id"));
    const before = renderRuleset(core, repository, ruleset);
    Object.assign(ruleset, readRuleset({ ...before, ...(await readBody(context)) }), {
      updatedAt: core.model.clock.tick(),
    });
    return context.json(renderRuleset(core, repository, ruleset));
  });
  app.delete(`${base}/:id`, (context) => {
    const repository = repositoryFor(core, context, write);
    const ruleset = find(repository, numberParam(context, "id"));
    repository.rulesets = repository.rulesets.filter((one) => one !== ruleset);
    return context.body(null, 204);
  });
}

/** Who may not write a ruleset does not learn who may bypass it. */
function mayWrite(core: ForgeCore, context: GithubContext, repository: SimRepository): boolean {
  const caller = context.get("caller");
  if (caller.kind === "installation") return hasPermission(caller, write.app);
  return caller.kind === "user" && isAtLeast(permissionOn(core.model, caller.account.id, repository), write.user);
}

function readRuleset(body: Readonly<Record<string, unknown>>): Omit<SimRuleset, "id" | "createdAt" | "updatedAt"> {
  const name = textIn(body, "name");
  const enforcement = textIn(body, "enforcement") as SimRuleset["enforcement"];
  if (name === undefined) throw invalid("Ruleset", "name", "is missing", "missing_field");
  if (!["active", "disabled", "evaluate"].includes(enforcement))
    throw invalid("Ruleset", "enforcement", "invalid", "invalid");
  // The shapes are those of GitHub's description; a contract test holds requests against it.
  const conditions = body.conditions as
    | { readonly ref_name?: { readonly include?: string[]; readonly exclude?: string[] } }
    | undefined;
  return {
    name,
    enforcement,
    include: conditions?.ref_name?.include ?? ["~ALL"],
    exclude: conditions?.ref_name?.exclude ?? [],
    bypass: listIn(body, "bypass_actors").map(readBypass),
    rules: listIn(body, "rules").map(readRule),
  };
}

function readBypass(given: unknown): SimBypass {
  const one = given as {
    actor_id?: number | null;
    actor_type: SimBypass["actorType"];
    bypass_mode?: SimBypass["mode"];
  };
  return { actorType: one.actor_type, actorId: one.actor_id ?? null, mode: one.bypass_mode ?? "always" };
}

interface RuleWire {
  readonly type: string;
  readonly parameters?: {
    readonly required_status_checks?: readonly { readonly context: string; readonly integration_id?: number | null }[];
    readonly strict_required_status_checks_policy?: boolean;
    readonly required_approving_review_count?: number;
    readonly dismiss_stale_reviews_on_push?: boolean;
  };
}

function readRule(given: unknown): SimRule {
  const { type, parameters = {} } = given as RuleWire;
  switch (type) {
    case "required_status_checks": {
      const checks = (parameters.required_status_checks ?? []).map((one) => ({
        context: one.context,
        integrationId: one.integration_id ?? null,
      }));
      return { type, checks, strict: parameters.strict_required_status_checks_policy ?? false };
    }
    case "pull_request":
      return {
        type,
        approvals: parameters.required_approving_review_count ?? 0,
        dismissStale: parameters.dismiss_stale_reviews_on_push ?? false,
      };
    case "merge_queue":
    case "non_fast_forward":
    case "deletion":
    case "creation":
    case "update":
      return { type };
    default:
      throw invalid("Ruleset", "rules", `Invalid rule '${type}'`, "invalid");
  }
}

function renderRule(rule: SimRule) {
  switch (rule.type) {
    case "required_status_checks": {
      const checks = rule.checks.map((one) => ({
        context: one.context,
        ...(one.integrationId === null ? {} : { integration_id: one.integrationId }),
      }));
      const parameters = { required_status_checks: checks, strict_required_status_checks_policy: rule.strict };
      return { type: rule.type, parameters };
    }
    case "pull_request":
      return {
        type: rule.type,
        parameters: {
          required_approving_review_count: rule.approvals,
          dismiss_stale_reviews_on_push: rule.dismissStale,
          require_code_owner_review: false,
          require_last_push_approval: false,
          required_review_thread_resolution: false,
        },
      };
    default:
      return { type: rule.type };
  }
}

/** In a list, a ruleset is told without its rules, its conditions and who may bypass it. */
function renderListed(core: ForgeCore, repository: SimRepository, ruleset: SimRuleset) {
  const { rules, conditions, bypass_actors, ...listed } = renderRuleset(core, repository, ruleset);
  return listed;
}

function renderRuleset(core: ForgeCore, repository: SimRepository, ruleset: SimRuleset) {
  return {
    id: ruleset.id,
    name: ruleset.name,
    target: "branch",
    source_type: "Repository",
    source: fullNameOf(core.model, repository),
    enforcement: ruleset.enforcement,
    node_id: nodeId("RRS", ruleset.id),
    _links: {
      self: { href: `${repositoryUrl(core, repository)}/rulesets/${ruleset.id}` },
      html: { href: `${repositoryPage(core, repository)}/rules/${ruleset.id}` },
    },
    created_at: ruleset.createdAt,
    updated_at: ruleset.updatedAt,
    bypass_actors: ruleset.bypass.map((one) => ({
      actor_id: one.actorId,
      actor_type: one.actorType,
      bypass_mode: one.mode,
    })),
    conditions: { ref_name: { include: ruleset.include, exclude: ruleset.exclude } },
    rules: ruleset.rules.map(renderRule),
  };
}
