import { deleteRef, readRefs, resolveBranch, resolveCommit, writeRef } from "../git/bare-repository.ts";
import { git } from "../git/run-git.ts";
import { accessLevelOn } from "../model/access.ts";
import { repositoryLock, withLock } from "../model/model.ts";
import { recordRefChanges } from "../model/pushes.ts";
import { renameRepository } from "../model/repositories.ts";
import type { SimAccess, SimProtectedBranch, SimRepository } from "../model/types.ts";
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

/** Source: https://docs.gitlab.com/api/protected_branches/ */
function addProtectionRoutes(routes: Routes): void {
  const list = "/projects/:id/protected_branches";
  routes.get(list, (asked) => paged(asked, projectOf(asked, 30).protectedBranches, renderProtection));
  routes.get(`${list}/:branch`, (asked) => Response.json(renderProtection(protectedIn(asked, projectOf(asked, 30)))));
  routes.post(list, (asked) => {
    const repository = projectOf(asked, 40);
    const name = requiredText(asked.params, "name");
    if (repository.protectedBranches.some((one) => one.name === name)) {
      return Response.json({ message: `Protected branch '${name}' already exists` }, { status: 409 });
    }
    const made = {
      id: asked.model.newId(),
      name,
      pushAccess: accessOf(asked, "push_access_level", "allowed_to_push"),
      mergeAccess: accessOf(asked, "merge_access_level", "allowed_to_merge"),
      allowForcePush: flag(asked.params, "allow_force_push") ?? false,
    };
    repository.protectedBranches.push(made);
    return Response.json(renderProtection(made), { status: 201 });
  });
  routes.delete(`${list}/:branch`, (asked) => {
    const repository = projectOf(asked, 40);
    const own = protectedIn(asked, repository);
    repository.protectedBranches = repository.protectedBranches.filter((one) => one !== own);
    return new Response(null, { status: 204 });
  });
}

/** A level (40 when neither is given), and people and groups named one by one. */
function accessOf(asked: Asked, levelName: string, listName: string): SimAccess[] {
  const level = integer(asked.params, levelName);
  const list = asked.params[listName];
  const named = (Array.isArray(list) ? list : []).map((given): SimAccess => {
    const fields: Record<string, unknown> = Object.fromEntries(Object.entries(Object(given)));
    return {
      id: asked.model.newId(),
      accessLevel: integer(fields, "access_level"),
      accountId: integer(fields, "user_id"),
      organisationId: integer(fields, "group_id"),
    };
  });
  if (level === null && named.length > 0) return named;
  return [{ id: asked.model.newId(), accessLevel: level ?? 40, accountId: null, organisationId: null }, ...named];
}

function protectedIn(asked: Asked, repository: SimRepository): SimProtectedBranch {
  const own = repository.protectedBranches.find((one) => one.name === branchIn(asked));
  if (own === undefined) throw notFound("Protected branch");
  return own;
}

function renderProtection(branch: SimProtectedBranch) {
  const access = (one: SimAccess) => ({
    id: one.id,
    access_level: one.accessLevel,
    access_level_description: one.accessLevel === 0 ? "No one" : String(one.accessLevel ?? ""),
    user_id: one.accountId,
    group_id: one.organisationId,
  });
  return {
    id: branch.id,
    name: branch.name,
    push_access_levels: branch.pushAccess.map(access),
    merge_access_levels: branch.mergeAccess.map(access),
    allow_force_push: branch.allowForcePush,
  };
}
