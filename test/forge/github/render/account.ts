import type { ForgeCore } from "../../face.ts";
import { accountOf, organisationOf } from "../../model/model.ts";
import type { SimAccount, SimOrganisation, SimRepository } from "../../model/types.ts";
import { nodeId } from "./node-id.ts";

interface Named {
  readonly id: number;
  readonly login: string;
}

function renderNamed(core: ForgeCore, named: Named, type: "User" | "Bot" | "Organization", isSiteAdmin: boolean) {
  const url = `${core.url()}/users/${encodeURIComponent(named.login)}`;
  return {
    login: named.login,
    id: named.id,
    node_id: nodeId(type === "Organization" ? "O" : type === "Bot" ? "BOT" : "U", named.id),
    avatar_url: `${core.url()}/avatars/u/${named.id}?v=4`,
    gravatar_id: "",
    url,
    html_url:
      type === "Bot" ? `${core.url()}/apps/${named.login.replace("[bot]", "")}` : `${core.url()}/${named.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: "public",
    site_admin: isSiteAdmin,
  };
}

export type RenderedAccount = ReturnType<typeof renderNamed>;

export function renderAccount(core: ForgeCore, account: SimAccount): RenderedAccount {
  return renderNamed(core, account, account.kind === "bot" ? "Bot" : "User", account.isSiteAdmin);
}

export function renderAccountId(core: ForgeCore, id: number): RenderedAccount {
  return renderAccount(core, accountOf(core.model, id));
}

export function renderOwner(core: ForgeCore, owner: SimRepository["owner"]): RenderedAccount {
  if (owner.kind === "user") return renderAccountId(core, owner.id);
  return renderNamed(core, organisationOf(core.model, owner.id), "Organization", false);
}

/** GitHub's own account, committer of what its web pages and API commit. */
export function renderWebFlow(core: ForgeCore): RenderedAccount {
  return renderNamed(core, { id: 19864447, login: "web-flow" }, "User", false);
}

export function renderOrganisation(core: ForgeCore, organisation: SimOrganisation) {
  const url = `${core.url()}/orgs/${organisation.login}`;
  return {
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
  };
}
