import { deleteRef, readRefs, resolveBranch, resolveCommit, writeRef } from "../git/bare-repository.ts";
import { git } from "../git/run-git.ts";
import { accessLevelOn } from "../model/access.ts";
import { repositoryLock, withLock } from "../model/model.ts";
import { recordRefChanges } from "../model/pushes.ts";
import { renameRepository } from "../model/repositories.ts";
import type { SimRepository } from "../model/types.ts";
import { renderCommit } from "./commit-routes.ts";
import {
  type Asked,
  badRequest,
  flag,
  forbidden,
  integer,
  levelOn,
  notFound,
  paged,
  pagedByKey,
  projectOf,
  requiredText,
  text,
} from "./http.ts";
import { protectionOf } from "./protection.ts";
import { addProtectionRoutes } from "./protection-routes.ts";
import { renderProject } from "./render.ts";
import type { Routes } from "./routes.ts";

/** Source: https://docs.gitlab.com/api/projects/ */
export function addProjectRoutes(routes: Routes): void {
  routes.get("/projects", (asked) => {
    const { params, model, account } = asked;
    const isMember = (one: SimRepository) => accessLevelOn(model, account.id, one) > 0;
    const archived = flag(params, "archived");
    const least = integer(params, "min_access_level") ?? 0;
    const search = text(params, "search")?.toLowerCase() ?? "";
    const seen = model.repositories.filter(
      (one) =>
        levelOn(asked, one) > 0 &&
        (flag(params, "membership") !== true || isMember(one)) &&
        (archived === null || one.isArchived === archived) &&
        levelOn(asked, one) >= least &&
        one.name.toLowerCase().includes(search),
    );
    return pagedByKey(asked, seen, (one) => renderProject(asked.core, one));
  });
  routes.get("/projects/:id", (asked) => Response.json(renderProject(asked.core, projectOf(asked, 10))));
  routes.put("/projects/:id", async (asked) => {
    const repository = projectOf(asked, 40);
    const { params } = asked;
    const issues = flag(params, "issues_enabled");
    if (issues !== null) repository.hasIssues = issues;
    const path = text(params, "path");
    if (path !== null) await renameRepository(asked.model, repository, path, asked.account.id);
    for (const name of ["merge_method", "squash_option"]) {
      if (params[name] !== undefined) repository.settings[name] = params[name];
    }
    return Response.json(renderProject(asked.core, repository));
  });
  routes.get("/projects/:id/repository/files/:path/raw", async (asked) => {
    const repository = projectOf(asked);
    const commit = await resolveCommit(repository.directory, text(asked.params, "ref") ?? repository.defaultBranch);
    const path = decodeURIComponent(asked.context.req.param("path") ?? "");
    const content =
      commit === null ? null : await git(repository.directory, ["show", `${commit}:${path}`]).catch(() => null);
    if (content === null) throw notFound("File");
    return new Response(content, { headers: { "content-type": "text/plain" } });
  });
  addBranchRoutes(routes);
  addProtectionRoutes(routes);
}

/** Source: https://docs.gitlab.com/api/branches/ */
function addBranchRoutes(routes: Routes): void {
  const list = "/projects/:id/repository/branches";
  routes.get(list, async (asked) => {
    const repository = projectOf(asked);
    const names = [...(await readRefs(repository.directory, "refs/heads/")).keys()].map((ref) =>
      ref.slice("refs/heads/".length),
    );
    const branches = await Promise.all(names.map((name) => renderBranch(asked, repository, name)));
    return paged(asked, branches, (branch) => branch);
  });
  routes.get(`${list}/:branch`, async (asked) => {
    const repository = projectOf(asked);
    return Response.json(await renderBranch(asked, repository, branchIn(asked)));
  });
  routes.post(list, async (asked) => {
    const repository = projectOf(asked, 30);
    const branch = requiredText(asked.params, "branch");
    const from = await resolveCommit(repository.directory, requiredText(asked.params, "ref"));
    if (from === null) throw badRequest("Invalid reference name");
    if ((await resolveBranch(repository.directory, branch)) !== null) throw badRequest("Branch already exists");
    await changeRefs(asked, repository, () => writeRef(repository.directory, `refs/heads/${branch}`, from));
    return Response.json(await renderBranch(asked, repository, branch), { status: 201 });
  });
  routes.delete(`${list}/:branch`, async (asked) => {
    const repository = projectOf(asked, 30);
    const branch = branchIn(asked);
    if ((await resolveBranch(repository.directory, branch)) === null) throw notFound("Branch");
    if (protectionOf(repository, branch) !== null) throw forbidden();
    await changeRefs(asked, repository, () => deleteRef(repository.directory, `refs/heads/${branch}`));
    return new Response(null, { status: 204 });
  });
}

async function changeRefs(asked: Asked, repository: SimRepository, work: () => Promise<void>): Promise<void> {
  await withLock(asked.model, repositoryLock(repository), async () => {
    const before = await readRefs(repository.directory);
    await work();
    await recordRefChanges(asked.model, repository, { before, actorId: asked.account.id });
  });
}

function branchIn(asked: Asked): string {
  return decodeURIComponent(asked.context.req.param("branch") ?? "");
}

async function renderBranch(asked: Asked, repository: SimRepository, name: string) {
  const sha = await resolveBranch(repository.directory, name);
  if (sha === null) throw notFound("Branch");
  return {
    name,
    merged: false,
    protected: protectionOf(repository, name) !== null,
    default: name === repository.defaultBranch,
    can_push: true,
    commit: await renderCommit(asked.core, repository, sha),
  };
}
