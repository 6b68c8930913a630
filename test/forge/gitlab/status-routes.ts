import { git } from "../git/run-git.ts";
import { emit } from "../model/model.ts";
import type { SimRepository, SimStatus } from "../model/types.ts";
import { commitIn } from "./commit-routes.ts";
import { type Asked, badRequest, flag, notFound, paged, projectOf, requiredText, text } from "./http.ts";
import { instant, renderUserId } from "./render.ts";
import type { Routes } from "./routes.ts";

const states = ["pending", "running", "success", "failed", "canceled", "skipped"];

/**
 * Commit statuses. One of the same name, ref and account that is still pending or running is moved on; else a new one is made.
 * What GitLab's state machine does not allow (pending to pending, running to pending) is refused with 400, and nothing changes.
 * Source: https://docs.gitlab.com/api/commits/#set-commit-pipeline-status and
 * app/services/ci/create_commit_status_service.rb of gitlab-org/gitlab.
 */
export function addStatusRoutes(routes: Routes): void {
  routes.get("/projects/:id/repository/commits/:sha/statuses", async (asked) => {
    const [repository, sha] = await commitIn(asked);
    const [ref, name] = [text(asked.params, "ref"), text(asked.params, "name")];
    const own = repository.statuses.filter(
      (one) => one.sha === sha && (ref === null || one.ref === ref) && (name === null || one.context === name),
    );
    const latest = [...new Map(own.map((one) => [`${one.ref}\0${one.context}`, one])).values()];
    return paged(asked, flag(asked.params, "all") === true ? own : latest, (status) => render(asked, status));
  });
  routes.post("/projects/:id/statuses/:sha", async (asked) => {
    projectOf(asked, 30);
    const [repository, sha] = await commitIn(asked);
    const state = requiredText(asked.params, "state");
    if (!states.includes(state)) return Response.json({ error: "state does not have a valid value" }, { status: 400 });
    const status = await setStatus(asked, repository, sha, state);
    await emit(asked.model, { kind: "status", repository, status, actorId: asked.account.id });
    return Response.json(render(asked, status), { status: 201 });
  });
}

async function setStatus(asked: Asked, repository: SimRepository, sha: string, state: string): Promise<SimStatus> {
  const { params, model, account } = asked;
  const context = text(params, "name") ?? text(params, "context") ?? "default";
  const ref = text(params, "ref") ?? (await firstBranchWith(repository, sha));
  if (ref === null) throw notFound("References for commit");
  const description = text(params, "description");
  if ((description ?? "").length > 255) throw badRequest({ description: ["is too long (maximum is 255 characters)"] });
  const current = repository.statuses.findLast(
    (one) =>
      one.sha === sha &&
      one.context === context &&
      one.ref === ref &&
      one.accountId === account.id &&
      isUnfinished(one.state),
  );
  if (current !== undefined && (state === "pending" || (state === "running" && current.state === "running"))) {
    const event = state === "pending" ? "enqueue" : "run";
    throw badRequest(
      `Cannot transition status via :${event} from :${current.state} (Reason(s): Status cannot transition via "${event}")`,
    );
  }
  const at = model.clock.tick();
  if (current !== undefined) {
    Object.assign(current, { state, description: description ?? current.description, updatedAt: at });
    return current;
  }
  const targetUrl = text(params, "target_url");
  const made = {
    id: model.newId(),
    sha,
    context,
    state,
    description,
    targetUrl,
    ref,
    accountId: account.id,
    createdAt: at,
    updatedAt: at,
  };
  repository.statuses.push(made);
  return made;
}

function isUnfinished(state: string): boolean {
  return state === "pending" || state === "running";
}

async function firstBranchWith(repository: SimRepository, sha: string): Promise<string | null> {
  const names = await git(repository.directory, [
    "for-each-ref",
    "--contains",
    sha,
    "--format=%(refname:short)",
    "refs/heads",
  ]);
  return names.split("\n").find((name) => name !== "") ?? null;
}

function render(asked: Asked, status: SimStatus) {
  return {
    id: status.id,
    sha: status.sha,
    ref: status.ref,
    status: status.state,
    name: status.context,
    target_url: status.targetUrl,
    description: status.description,
    created_at: instant(status.createdAt),
    started_at: null,
    finished_at: isUnfinished(status.state) ? null : instant(status.updatedAt),
    allow_failure: false,
    coverage: null,
    pipeline_id: 1,
    author: renderUserId(asked.core, status.accountId),
  };
}
