import type { ForgeCore } from "../../face.ts";
import { teamMemberIds } from "../../model/access.ts";
import { addMember, addTeamMember, removeMember, removeTeamMember } from "../../model/accounts.ts";
import { accountByLogin, accountOf, findAccount, findOrganisation, findTeam } from "../../model/model.ts";
import type { SimOrganisation, SimTeam } from "../../model/types.ts";
import {
  actorOf,
  answerPage,
  type GithubApp,
  type GithubContext,
  hasPermission,
  notAccessible,
  readBody,
  textIn,
} from "../github.ts";
import { HttpError, notFound } from "../http-error.ts";
import { renderAccount, renderAccountId, renderOrganisation } from "../render/account.ts";
import { renderFullTeam, renderTeam } from "../render/team.ts";

/** Organisations, teams, members, accounts. https://docs.github.com/rest/teams, https://docs.github.com/rest/orgs/members */
export function addOrganisationRoutes(app: GithubApp, core: ForgeCore): void {
  app.get("/user", (context) => {
    const caller = context.get("caller");
    if (caller.kind === "installation") throw notAccessible([]);
    return context.json(renderUser(core, actorOf(context)));
  });
  app.get("/users/:login", (context) => {
    const found = findAccount(core.model, decodeURIComponent(context.req.param("login")));
    if (found === null) throw notFound();
    return context.json(renderUser(core, found));
  });
  app.get("/user/:id", (context) => {
    const found = core.model.accounts.find((one) => String(one.id) === context.req.param("id"));
    if (found === undefined) throw notFound();
    return context.json(renderUser(core, found));
  });
  app.get("/orgs/:org/members", (context) => {
    const organisation = organisationFor(core, context, "members:read");
    const { role = "all" } = context.req.query();
    const shown = organisation.members.filter((one) => role === "all" || one.role === role);
    return answerPage(context, shown, (one) => renderAccountId(core, one.accountId));
  });
  app.get("/orgs/:org/members/:login", (context) => {
    const organisation = organisationFor(core, context, "members:read");
    const account = findAccount(core.model, context.req.param("login"));
    if (!organisation.members.some((one) => one.accountId === account?.id)) throw notFound();
    return context.body(null, 204);
  });
  app.get("/orgs/:org/memberships/:login", (context) => {
    const organisation = organisationFor(core, context, "members:read");
    const account = accountByLogin(core.model, context.req.param("login"));
    const member = organisation.members.find((one) => one.accountId === account.id);
    if (member === undefined) throw notFound();
    return context.json(renderMembership(core, organisation, account.id, member.role));
  });
  app.put("/orgs/:org/memberships/:login", async (context) => {
    const organisation = organisationFor(core, context, "members:write");
    const account = accountByLogin(core.model, context.req.param("login"));
    const role = textIn(await readBody(context), "role") === "admin" ? "admin" : "member";
    await addMember(core.model, organisation, { accountId: account.id, role, accessLevel: 30 }, actorOf(context).id);
    return context.json(renderMembership(core, organisation, account.id, role));
  });
  app.delete("/orgs/:org/members/:login", async (context) => {
    const organisation = organisationFor(core, context, "members:write");
    await removeMember(
      core.model,
      organisation,
      accountByLogin(core.model, context.req.param("login")).id,
      actorOf(context).id,
    );
    return context.body(null, 204);
  });
  addTeamRoutes(app, core);
}

function renderUser(core: ForgeCore, account: ReturnType<typeof accountOf>) {
  const none = {
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
  };
  return {
    ...renderAccount(core, account),
    name: account.name,
    ...none,
    created_at: account.createdAt,
    updated_at: account.createdAt,
  };
}

function renderMembership(core: ForgeCore, organisation: SimOrganisation, accountId: number, role: string) {
  const login = accountOf(core.model, accountId).login;
  return {
    url: `${core.url()}/orgs/${organisation.login}/memberships/${login}`,
    state: "active",
    role,
    organization_url: `${core.url()}/orgs/${organisation.login}`,
    organization: renderOrganisation(core, organisation),
    user: renderAccountId(core, accountId),
  };
}

/** An organisation whose people the caller may see (or change). */
function organisationFor(
  core: ForgeCore,
  context: GithubContext,
  needs: "members:read" | "members:write",
): SimOrganisation {
  const organisation = findOrganisation(core.model, context.req.param("org") ?? "");
  if (organisation === null) throw notFound();
  const caller = context.get("caller");
  if (caller.kind === "installation") {
    const isHere =
      caller.installation.account.kind === "organisation" && caller.installation.account.id === organisation.id;
    if (!isHere) throw notFound();
    if (!hasPermission(caller, needs)) throw notAccessible([needs]);
    return organisation;
  }
  if (caller.kind !== "user") throw new HttpError(401, "Requires authentication");
  const member = organisation.members.find((one) => one.accountId === caller.account.id);
  if (member === undefined) throw notFound();
  if (needs === "members:write" && member.role !== "admin")
    throw new HttpError(403, "Must be an admin of the organization.");
  return organisation;
}

function addTeamRoutes(app: GithubApp, core: ForgeCore): void {
  const teamFor = (context: GithubContext, needs: "members:read" | "members:write" = "members:read") => {
    const organisation = organisationFor(core, context, needs);
    const team = findTeam(organisation, context.req.param("slug") ?? "");
    if (team === null) throw notFound();
    return { organisation, team };
  };
  app.get("/orgs/:org/teams", (context) => {
    const organisation = organisationFor(core, context, "members:read");
    return answerPage(context, organisation.teams, (one) => renderTeam(core, organisation, one));
  });
  app.get("/orgs/:org/teams/:slug", (context) => {
    const { organisation, team } = teamFor(context);
    return context.json(renderFullTeam(core, organisation, team));
  });
  app.get("/orgs/:org/teams/:slug/teams", (context) => {
    const { organisation, team } = teamFor(context);
    const children = organisation.teams.filter((one) => one.parentId === team.id);
    return answerPage(context, children, (one) => renderTeam(core, organisation, one));
  });
  app.get("/orgs/:org/teams/:slug/members", (context) => {
    const { organisation, team } = teamFor(context);
    return answerPage(context, teamMemberIds(organisation, team), (id) => renderAccountId(core, id));
  });
  app.get("/orgs/:org/teams/:slug/memberships/:login", (context) => {
    const { organisation, team } = teamFor(context);
    const account = accountByLogin(core.model, context.req.param("login"));
    if (!teamMemberIds(organisation, team).includes(account.id)) throw notFound();
    return context.json(renderTeamMembership(core, organisation, team, account.id));
  });
  app.put("/orgs/:org/teams/:slug/memberships/:login", async (context) => {
    const { organisation, team } = teamFor(context, "members:write");
    const account = accountByLogin(core.model, context.req.param("login"));
    await addTeamMember(core.model, organisation, team, account.id, actorOf(context).id);
    return context.json(renderTeamMembership(core, organisation, team, account.id));
  });
  app.delete("/orgs/:org/teams/:slug/memberships/:login", async (context) => {
    const { organisation, team } = teamFor(context, "members:write");
    await removeTeamMember(
      core.model,
      organisation,
      team,
      accountByLogin(core.model, context.req.param("login")).id,
      actorOf(context).id,
    );
    return context.body(null, 204);
  });
}

function renderTeamMembership(core: ForgeCore, organisation: SimOrganisation, team: SimTeam, accountId: number) {
  const own = team.members.find((one) => one.accountId === accountId);
  const login = accountOf(core.model, accountId).login;
  const url = `${core.url()}/organizations/${organisation.id}/team/${team.id}/memberships/${login}`;
  return { url, role: own?.role ?? "member", state: "active" };
}
