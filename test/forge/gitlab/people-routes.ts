import { accessLevelInGroup, accessLevelOn, groupChain } from "../model/access.ts";
import { addMember, removeMember } from "../model/accounts.ts";
import { findOrganisation } from "../model/model.ts";
import type { SimAccount, SimOrganisation, SimRepository } from "../model/types.ts";
import {
  type Asked,
  badRequest,
  forbidden,
  integer,
  levelOn,
  missing,
  notFound,
  paged,
  pagedByKey,
  pathNumber,
  projectOf,
  text,
} from "./http.ts";
import { renderFullUser, renderGroup, renderMember, renderProject, renderUser } from "./render.ts";
import type { Routes } from "./routes.ts";

/** Source: https://docs.gitlab.com/api/users/ */
export function addUserRoutes(routes: Routes): void {
  routes.get("/user", (asked) => Response.json(renderFullUser(asked.core, asked.account, true)));
  routes.get("/users", (asked) => {
    const found = asked.model.accounts.filter((one) => one.state === "active" && isFound(asked, one));
    return paged(asked, found.toReversed(), (one) => renderUser(asked.core, one));
  });
  routes.get("/users/:user", (asked) => {
    const id = pathNumber(asked, "user");
    const found = asked.model.accounts.find((one) => one.id === id && one.state !== "deleted");
    if (found === undefined) throw notFound("User");
    return Response.json(renderFullUser(asked.core, found, asked.account.isSiteAdmin || id === asked.account.id));
  });
}

/** By name and username in part, and by the public address as a whole (any address, for an administrator). */
function isFound(asked: Asked, account: SimAccount): boolean {
  const username = text(asked.params, "username");
  if (username !== null) return account.login.toLowerCase() === username.toLowerCase();
  const search = text(asked.params, "search")?.toLowerCase();
  if (search === undefined) return true;
  const addresses = asked.account.isSiteAdmin ? account.emails : account.emails.slice(0, 1);
  const isAddress = addresses.some((one) => one.toLowerCase() === search);
  return isAddress || account.name.toLowerCase().includes(search) || account.login.toLowerCase().includes(search);
}

/** Source: https://docs.gitlab.com/api/groups/ and https://docs.gitlab.com/api/group_members/ */
export function addGroupRoutes(routes: Routes): void {
  routes.get("/groups", (asked) => {
    const seen = asked.model.organisations.filter((group) => levelIn(asked, group) > 0);
    return pagedByKey(asked, seen, (group) => renderGroup(asked.core, group));
  });
  routes.get("/groups/:id", (asked) => Response.json(renderGroup(asked.core, groupOf(asked))));
  routes.get("/groups/:id/projects", (asked) => {
    const group = groupOf(asked);
    const own = asked.model.repositories.filter(
      (one) => one.owner.kind === "organisation" && one.owner.id === group.id,
    );
    const seen = own.filter((one) => levelOn(asked, one) > 0);
    return pagedByKey(asked, seen, (one) => renderProject(asked.core, one));
  });
  addMemberRoutes(routes, "groups", (asked, level) => membersOfGroup(asked, groupOf(asked, level)));
  routes.post("/groups/:id/members", async (asked) => {
    const group = groupOf(asked, 50);
    const [accountId, accessLevel] = newMember(asked);
    if (group.members.some((one) => one.accountId === accountId)) return memberExists();
    await addMember(
      asked.model,
      group,
      { accountId, role: accessLevel >= 50 ? "admin" : "member", accessLevel },
      asked.account.id,
    );
    return Response.json(renderMember(asked.core, accountId, accessLevel), { status: 201 });
  });
  routes.put("/groups/:id/members/:user", (asked) => {
    const own = groupOf(asked, 50).members.find((one) => one.accountId === pathNumber(asked, "user"));
    if (own === undefined) throw notFound("Member");
    own.accessLevel = integer(asked.params, "access_level") ?? own.accessLevel;
    return Response.json(renderMember(asked.core, own.accountId, own.accessLevel));
  });
  routes.delete("/groups/:id/members/:user", async (asked) => {
    await removeMember(asked.model, groupOf(asked, 50), pathNumber(asked, "user"), asked.account.id);
    return new Response(null, { status: 204 });
  });
}

/** Source: https://docs.gitlab.com/api/project_members/ */
export function addProjectMemberRoutes(routes: Routes): void {
  addMemberRoutes(routes, "projects", (asked, level) => membersOfProject(asked, projectOf(asked, level)));
  routes.post("/projects/:id/members", (asked) => {
    const repository = projectOf(asked, 40);
    const [accountId, accessLevel] = newMember(asked);
    if (repository.collaborators.some((one) => one.accountId === accountId)) return memberExists();
    repository.collaborators.push({ accountId, permission: accessLevel >= 30 ? "write" : "read", accessLevel });
    return Response.json(renderMember(asked.core, accountId, accessLevel), { status: 201 });
  });
  routes.delete("/projects/:id/members/:user", (asked) => {
    const repository = projectOf(asked, 40);
    const id = pathNumber(asked, "user");
    repository.collaborators = repository.collaborators.filter((one) => one.accountId !== id);
    return new Response(null, { status: 204 });
  });
}

interface Members {
  /** Account id to access level: of its own, and with the inherited ones. */
  readonly direct: ReadonlyMap<number, number>;
  readonly all: ReadonlyMap<number, number>;
}

function addMemberRoutes(
  routes: Routes,
  kind: "groups" | "projects",
  membersOf: (asked: Asked, level?: number) => Members,
): void {
  for (const scope of ["direct", "all"] as const) {
    const path = `/${kind}/:id/members${scope === "all" ? "/all" : ""}`;
    routes.get(path, (asked) => {
      const members = [...membersOf(asked)[scope]];
      return paged(asked, members, ([id, level]) => renderMember(asked.core, id, level));
    });
    routes.get(`${path}/:user{[0-9]+}`, (asked) => {
      const id = pathNumber(asked, "user");
      const level = membersOf(asked)[scope].get(id);
      if (level === undefined) throw notFound("Member");
      return Response.json(renderMember(asked.core, id, level));
    });
  }
}

function membersOfGroup(asked: Asked, group: SimOrganisation): Members {
  const ids = groupChain(asked.model, group.id).flatMap((one) => one.members.map((member) => member.accountId));
  const direct = new Map(group.members.map((one) => [one.accountId, one.accessLevel]));
  return { direct, all: new Map(ids.map((id) => [id, accessLevelInGroup(asked.model, id, group.id)])) };
}

function membersOfProject(asked: Asked, repository: SimRepository): Members {
  const { owner } = repository;
  const chain = owner.kind === "user" ? [] : groupChain(asked.model, owner.id);
  const inherited = chain.flatMap((group) => group.members.map((member) => member.accountId));
  const direct = new Map(repository.collaborators.map((one) => [one.accountId, one.accessLevel]));
  const ids = [...new Set([...direct.keys(), ...(owner.kind === "user" ? [owner.id] : inherited)])];
  return { direct, all: new Map(ids.map((id) => [id, accessLevelOn(asked.model, id, repository)])) };
}

/** A group is seen by its members, those of its ancestors, and those of the groups below it. 404 for others. */
export function groupOf(asked: Asked, level = 0): SimOrganisation {
  const name = decodeURIComponent(asked.context.req.param("id") ?? "");
  const byId = asked.model.organisations.find((one) => String(one.id) === name);
  const group = byId ?? findOrganisation(asked.model, name);
  if (group === null || levelIn(asked, group) === 0) throw notFound("Group");
  if (levelIn(asked, group) < level) throw forbidden();
  return group;
}

function levelIn(asked: Asked, group: SimOrganisation): number {
  const { model, account, token } = asked;
  if (account.isSiteAdmin) return 50;
  // A project's token sees the groups that its project is in.
  const own = accessLevelInGroup(model, account.id, group.id);
  if (own > 0) return own;
  const below = model.repositories.filter(
    (one) => one.owner.kind === "organisation" && isInside(asked, one.owner.id, group),
  );
  const seen = below.some((one) => levelOn(asked, one) > 1);
  return seen || token.kind === "group" ? 1 : 0;
}

function isInside(asked: Asked, groupId: number, group: SimOrganisation): boolean {
  return groupChain(asked.model, groupId).some((one) => one.id === group.id);
}

function newMember(asked: Asked): [number, number] {
  const accountId = integer(asked.params, "user_id");
  const accessLevel = integer(asked.params, "access_level");
  if (accountId === null) throw missing("user_id");
  if (accessLevel === null) throw missing("access_level");
  if (![10, 15, 20, 30, 40, 50].includes(accessLevel))
    throw badRequest({ access_level: ["is not included in the list"] });
  if (!asked.model.accounts.some((one) => one.id === accountId)) throw notFound("User");
  return [accountId, accessLevel];
}

function memberExists(): Response {
  return Response.json({ message: "Member already exists" }, { status: 409 });
}
