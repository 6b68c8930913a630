import type { ForgeCore } from "../../face.ts";
import { findAccount, ownerLogin } from "../../model/model.ts";
import { findOwner } from "../../model/seed.ts";
import type { SimApp, SimInstallation } from "../../model/types.ts";
import { renderOwner, renderWebFlow } from "./account.ts";
import { nodeId } from "./node-id.ts";

export function renderApp(core: ForgeCore, app: SimApp) {
  const hasOwner =
    findAccount(core.model, app.ownerLogin) !== null ||
    core.model.organisations.some((one) => one.login === app.ownerLogin);
  return {
    id: app.id,
    slug: app.slug,
    client_id: app.clientId,
    node_id: nodeId("A", app.id),
    owner: hasOwner ? renderOwner(core, findOwner(core.model, app.ownerLogin)) : renderWebFlow(core),
    name: app.name,
    description: "",
    external_url: core.url(),
    html_url: `${core.url()}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: app.events,
  };
}

export function renderInstallation(core: ForgeCore, installation: SimInstallation) {
  const app = core.model.apps.find((one) => one.id === installation.appId);
  const login = ownerLogin(core.model, installation.account);
  const isUser = installation.account.kind === "user";
  return {
    id: installation.id,
    client_id: app?.clientId ?? "",
    account: renderOwner(core, installation.account),
    repository_selection: installation.repositoryIds === null ? ("all" as const) : ("selected" as const),
    access_tokens_url: `${core.url()}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${core.url()}/installation/repositories`,
    html_url: `${core.url()}/${isUser ? "" : `organizations/${login}/`}settings/installations/${installation.id}`,
    app_id: installation.appId,
    app_slug: app?.slug ?? "",
    target_id: installation.account.id,
    target_type: isUser ? "User" : "Organization",
    permissions: installation.permissions,
    events: installation.events,
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: installation.suspendedAt,
  };
}
