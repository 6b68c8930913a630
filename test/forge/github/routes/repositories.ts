import type { ForgeCore } from "../../face.ts";
import { readRefs } from "../../git/bare-repository.ts";
import { readCommit } from "../../git/read-commits.ts";
import { permissionOn } from "../../model/access.ts";
import { accountByLogin, findAccount, findOrganisation, findRepository } from "../../model/model.ts";
import { addRepository, forkRepository } from "../../model/repositories.ts";
import type { Permission, SimPush, SimRepository } from "../../model/types.ts";
import { actorOf, answerPage, type GithubApp, type GithubContext, readBody, repositoryFor, textIn } from "../github.ts";
import { HttpError, invalid, notFound } from "../http-error.ts";
import { renderAccount, renderAccountId } from "../render/account.ts";
import { renderCommit } from "../render/commit.ts";
import { nodeId } from "../render/node-id.ts";
import { renderLabel } from "../render/pull.ts";
import { renderFullRepository, renderMinimalRepository, repositoryUrl } from "../render/repository.ts";

const metadata = { app: "metadata:read", user: "read" } as const;

/** Repositories, branches, activity, collaborators. https://docs.github.com/rest/repos */
export function addRepositoryRoutes(app: GithubApp, core: ForgeCore): void {
  const repo = "/repos/:owner/:repo";
  app.get(repo, (context) => {
    const name = `${context.req.param("owner")}/${context.req.param("repo")}`;
    const repository = repositoryFor(core, context, metadata);
    if (findRepositoryExactly(core, name) === null) {
      return context.redirect(`${core.url()}/repositories/${repository.id}`, 301);
    }
    return context.json(renderFullRepository(core, repository));
  });
  app.get("/repositories/:id", (context) => {
    const found = core.model.repositories.find((one) => String(one.id) === context.req.param("id"));
    if (found === undefined) throw notFound();
    return context.json(renderFullRepository(core, found));
  });
  app.get(`${repo}/branches`, async (context) => {
    const repository = repositoryFor(core, context, { app: "contents:read", user: "read" });
    const refs = [...(await readRefs(repository.directory, "refs/heads/"))];
    return answerPage(context, refs, ([ref, sha]) => ({
      name: ref.slice("refs/heads/".length),
      commit: { sha, url: `${repositoryUrl(core, repository)}/commits/${sha}` },
      protected: repository.rulesets.length > 0,
    }));
  });
  app.get(`${repo}/branches/:branch{.+}`, (context) => readBranch(core, context));
  app.get(`${repo}/activity`, (context) => {
    const repository = repositoryFor(core, context, { app: "contents:read", user: "read" });
    return answerActivity(core, context, repository);
  });
  app.get(`${repo}/labels`, (context) => {
    const repository = repositoryFor(core, context, { app: ["issues:read", "pull_requests:read"], user: "read" });
    return answerPage(context, repository.labels, (one) => renderLabel(core, repository, one.name));
  });
  app.post(`${repo}/forks`, async (context) => {
    const repository = repositoryFor(core, context, metadata);
    const fork = await forkRepository(core.model, repository, { kind: "user", id: actorOf(context).id });
    return context.json(renderFullRepository(core, fork), 202);
  });
  app.post("/orgs/:org/repos", async (context) => {
    const organisation = findOrganisation(core.model, context.req.param("org"));
    if (organisation === null) throw notFound();
    const body = await readBody(context);
    const owner = { kind: "organisation", id: organisation.id } as const;
    const repository = await addRepository(core.model, {
      owner,
      name: textIn(body, "name") ?? "",
      isPrivate: body.private === true,
    });
    return context.json(renderFullRepository(core, repository), 201);
  });
  addCollaboratorRoutes(app, core, repo);
}

function findRepositoryExactly(core: ForgeCore, name: string): SimRepository | null {
  return core.model.redirects.has(name.toLowerCase()) ? null : findRepository(core.model, name);
}

async function readBranch(core: ForgeCore, context: GithubContext): Promise<Response> {
  const repository = repositoryFor(core, context, { app: "contents:read", user: "read" });
  const name = context.req.param("branch") ?? "";
  const sha = (await readRefs(repository.directory, "refs/heads/")).get(`refs/heads/${name}`);
  const commit = sha === undefined ? null : await readCommit(repository.directory, sha);
  if (commit === null) throw new HttpError(404, "Branch not found");
  const url = `${repositoryUrl(core, repository)}/branches/${name}`;
  return context.json({
    name,
    commit: await renderCommit(core, repository, commit),
    _links: { html: `${core.url()}/${name}`, self: url },
    protected: repository.rulesets.length > 0,
    protection: { enabled: false, required_status_checks: { enforcement_level: "off", contexts: [], checks: [] } },
    protection_url: `${url}/protection`,
  });
}

/** The push log, newest first, by cursor. https://docs.github.com/rest/repos/repos#list-repository-activities */
function answerActivity(core: ForgeCore, context: GithubContext, repository: SimRepository): Response {
  const url = new URL(context.req.url);
  const { ref, actor, activity_type: type, after, direction = "desc" } = context.req.query();
  const perPage = Math.min(100, Number(context.req.query("per_page") ?? 30) || 30);
  const fits = repository.pushes.filter(
    (one) =>
      one.ref.startsWith("refs/heads/") &&
      (ref === undefined || one.ref === ref || one.ref === `refs/heads/${ref}`) &&
      (actor === undefined || findAccount(core.model, actor)?.id === one.actorId) &&
      (type === undefined || one.kind === type),
  );
  const ordered = direction === "asc" ? fits : fits.reverse();
  const start = after === undefined ? 0 : ordered.findIndex((one) => String(one.id) === after) + 1;
  const page = ordered.slice(start, start + perPage);
  const last = page.at(-1);
  if (last !== undefined && start + perPage < ordered.length) {
    url.searchParams.set("after", String(last.id));
    context.header("link", `<${url}>; rel="next"`);
  }
  return context.json(page.map((one) => renderActivity(core, one)));
}

function renderActivity(core: ForgeCore, push: SimPush) {
  return {
    id: push.id,
    node_id: nodeId("PSH", push.id),
    before: push.before,
    after: push.after,
    ref: push.ref,
    timestamp: push.at,
    activity_type: push.kind,
    actor: renderAccountId(core, push.actorId),
  };
}

const legacy: Readonly<Record<Permission, string>> = {
  read: "read",
  triage: "read",
  write: "write",
  maintain: "write",
  admin: "admin",
};

function rolesOf(permission: Permission | null) {
  const order = ["read", "triage", "write", "maintain", "admin"];
  const has = (wanted: string) => permission !== null && order.indexOf(permission) >= order.indexOf(wanted);
  return {
    pull: has("read"),
    triage: has("triage"),
    push: has("write"),
    maintain: has("maintain"),
    admin: has("admin"),
  };
}

function addCollaboratorRoutes(app: GithubApp, core: ForgeCore, repo: string): void {
  app.get(`${repo}/collaborators`, (context) => {
    const repository = repositoryFor(core, context, { app: "metadata:read", user: "write" });
    const all = core.model.accounts.filter(
      (one) => one.kind === "user" && permissionOn(core.model, one.id, repository) !== null,
    );
    return answerPage(context, all, (one) => {
      const permission = permissionOn(core.model, one.id, repository);
      return { ...renderAccount(core, one), permissions: rolesOf(permission), role_name: permission };
    });
  });
  app.get(`${repo}/collaborators/:login/permission`, (context) => {
    const repository = repositoryFor(core, context, metadata);
    const account = findAccount(core.model, context.req.param("login"));
    if (account === null) throw new HttpError(404, "Not Found");
    const permission = permissionOn(core.model, account.id, repository);
    const user = { ...renderAccount(core, account), permissions: rolesOf(permission), role_name: permission ?? "none" };
    return context.json({
      permission: permission === null ? "none" : legacy[permission],
      user,
      role_name: permission ?? "none",
    });
  });
  app.put(`${repo}/collaborators/:login`, async (context) => {
    const repository = repositoryFor(core, context, { app: "administration:write", user: "admin" });
    const account = accountByLogin(core.model, context.req.param("login"));
    const names: Readonly<Record<string, Permission>> = {
      pull: "read",
      push: "write",
      triage: "triage",
      maintain: "maintain",
      admin: "admin",
    };
    const permission = names[textIn(await readBody(context), "permission") ?? "push"];
    if (permission === undefined) throw invalid("Collaborator", "permission", "invalid", "invalid");
    repository.collaborators = repository.collaborators.filter((one) => one.accountId !== account.id);
    repository.collaborators.push({ accountId: account.id, permission, accessLevel: 30 });
    return context.body(null, 204);
  });
  app.delete(`${repo}/collaborators/:login`, (context) => {
    const repository = repositoryFor(core, context, { app: "administration:write", user: "admin" });
    const account = accountByLogin(core.model, context.req.param("login"));
    repository.collaborators = repository.collaborators.filter((one) => one.accountId !== account.id);
    return context.body(null, 204);
  });
  app.get(`/user/repos`, (context) => {
    const { id } = actorOf(context);
    const own = core.model.repositories.filter((one) => permissionOn(core.model, id, one) !== null);
    return answerPage(context, own, (one) => renderMinimalRepository(core, one));
  });
}
