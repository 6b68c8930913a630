import type { ForgeCore } from "../../face.ts";
import { teamMemberIds } from "../../model/access.ts";
import type { SimOrganisation, SimTeam } from "../../model/types.ts";
import { nodeId } from "./node-id.ts";

function renderSimpleTeam(core: ForgeCore, organisation: SimOrganisation, team: SimTeam) {
  const url = `${core.url()}/organizations/${organisation.id}/team/${team.id}`;
  return {
    id: team.id,
    node_id: nodeId("T", team.id),
    name: team.name,
    slug: team.slug,
    description: null,
    privacy: team.privacy,
    notification_setting: "notifications_enabled",
    permission: "pull",
    type: "organization",
    organization_id: organisation.id,
    url,
    html_url: `${core.url()}/orgs/${organisation.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
  };
}

export function renderTeam(core: ForgeCore, organisation: SimOrganisation, team: SimTeam) {
  const parent = organisation.teams.find((one) => one.id === team.parentId);
  return {
    ...renderSimpleTeam(core, organisation, team),
    parent: parent === undefined ? null : renderSimpleTeam(core, organisation, parent),
  };
}

export function renderFullTeam(core: ForgeCore, organisation: SimOrganisation, team: SimTeam) {
  const url = `${core.url()}/orgs/${organisation.login}`;
  const at = "2026-01-01T00:00:00Z";
  return {
    ...renderTeam(core, organisation, team),
    created_at: at,
    updated_at: at,
    members_count: teamMemberIds(organisation, team).length,
    repos_count: team.repositories.length,
    organization: {
      login: organisation.login,
      id: organisation.id,
      node_id: nodeId("O", organisation.id),
      url,
      repos_url: `${url}/repos`,
      events_url: `${url}/events`,
      hooks_url: `${url}/hooks`,
      issues_url: `${url}/issues`,
      members_url: `${url}/members{/member}`,
      public_members_url: `${url}/public_members{/member}`,
      avatar_url: `${core.url()}/avatars/u/${organisation.id}?v=4`,
      description: "",
      name: organisation.name,
      has_organization_projects: true,
      has_repository_projects: true,
      public_repos: 0,
      public_gists: 0,
      followers: 0,
      following: 0,
      html_url: `${core.url()}/${organisation.login}`,
      created_at: at,
      updated_at: at,
      archived_at: null,
      type: "Organization",
    },
  };
}
