import type { ForgeCore } from "../../face.ts";
import { resolveCommit } from "../../git/bare-repository.ts";
import { addStatus } from "../../model/checks.ts";
import type { SimRepository, SimStatus } from "../../model/types.ts";
import { actorOf, answerPage, type GithubApp, readBody, repositoryFor, textIn } from "../github.ts";
import { HttpError, invalid, notFound } from "../http-error.ts";
import { renderStatus } from "../render/check.ts";
import { renderMinimalRepository, repositoryUrl } from "../render/repository.ts";

const read = { app: "statuses:read", user: "read" } as const;

/** Commit statuses. https://docs.github.com/rest/commits/statuses */
export function addStatusRoutes(app: GithubApp, core: ForgeCore): void {
  const repo = "/repos/:owner/:repo";
  app.post(`${repo}/statuses/:sha`, async (context) => {
    const repository = repositoryFor(core, context, { app: "statuses:write", user: "write" });
    const sha = context.req.param("sha");
    if ((await resolveCommit(repository.directory, sha)) !== sha)
      throw new HttpError(422, `No commit found for SHA: ${sha}`);
    const body = await readBody(context);
    const state = textIn(body, "state") ?? "";
    if (!["error", "failure", "pending", "success"].includes(state))
      throw invalid("Status", "state", "is not included in the list");
    const status = await addStatus(core.model, repository, {
      sha,
      state,
      context: textIn(body, "context") ?? "default",
      description: textIn(body, "description") ?? null,
      targetUrl: textIn(body, "target_url") ?? null,
      ref: null,
      accountId: actorOf(context).id,
    });
    return context.json(renderStatus(core, repository, status), 201);
  });
  app.get(`${repo}/commits/:ref{.+}/statuses`, async (context) => {
    const repository = repositoryFor(core, context, read);
    const sha = await resolveCommit(repository.directory, context.req.param("ref"));
    if (sha === null) throw notFound();
    const found = repository.statuses.filter((one) => one.sha === sha).reverse();
    return answerPage(context, found, (one) => renderStatus(core, repository, one));
  });
  app.get(`${repo}/commits/:ref{.+}/status`, async (context) => {
    const repository = repositoryFor(core, context, read);
    const sha = await resolveCommit(repository.directory, context.req.param("ref"));
    if (sha === null) throw notFound();
    return context.json(combined(core, repository, sha));
  });
}

function combined(core: ForgeCore, repository: SimRepository, sha: string) {
  const newest = new Map<string, SimStatus>();
  for (const one of repository.statuses) if (one.sha === sha) newest.set(one.context, one);
  const all = [...newest.values()];
  const isBad = all.some((one) => one.state === "failure" || one.state === "error");
  const isGood = all.length > 0 && all.every((one) => one.state === "success");
  const url = `${repositoryUrl(core, repository)}/commits/${sha}`;
  const statuses = all.map((one) => {
    const { creator: _, ...rest } = renderStatus(core, repository, one);
    return { ...rest, required: null };
  });
  return {
    state: isBad ? "failure" : isGood ? "success" : "pending",
    statuses,
    sha,
    total_count: all.length,
    repository: renderMinimalRepository(core, repository),
    commit_url: url,
    url: `${url}/status`,
  };
}
