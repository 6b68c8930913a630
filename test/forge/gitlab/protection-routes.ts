import type { SimAccess, SimProtectedBranch, SimRepository } from "../model/types.ts";
import { type Asked, flag, forbidden, integer, notFound, paged, projectOf, requiredText } from "./http.ts";
import type { Routes } from "./routes.ts";

/**
 * Protected branches, and the project's rules of approval. With the setting `tier: "free"` people cannot be named, levels are
 * not changed in place, and there are no rules of approval.
 * Source: https://docs.gitlab.com/api/protected_branches/, https://docs.gitlab.com/api/merge_request_approvals/
 */
export function addProtectionRoutes(routes: Routes): void {
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
      pushAccess: accessOf(asked, repository, "push_access_level", "allowed_to_push"),
      mergeAccess: accessOf(asked, repository, "merge_access_level", "allowed_to_merge"),
      allowForcePush: flag(asked.params, "allow_force_push") ?? false,
    };
    repository.protectedBranches.push(made);
    return Response.json(renderProtection(made), { status: 201 });
  });
  routes.patch(`${list}/:branch`, (asked) => {
    const repository = projectOf(asked, 40);
    const own = protectedIn(asked, repository);
    own.allowForcePush = flag(asked.params, "allow_force_push") ?? own.allowForcePush;
    if (!isFree(repository)) {
      own.pushAccess = changed(asked, own.pushAccess, "allowed_to_push");
      own.mergeAccess = changed(asked, own.mergeAccess, "allowed_to_merge");
    }
    return Response.json(renderProtection(own));
  });
  routes.delete(`${list}/:branch`, (asked) => {
    const repository = projectOf(asked, 40);
    const own = protectedIn(asked, repository);
    repository.protectedBranches = repository.protectedBranches.filter((one) => one !== own);
    return new Response(null, { status: 204 });
  });
  addApprovalRoutes(routes);
}

function addApprovalRoutes(routes: Routes): void {
  const path = "/projects/:id/approvals";
  routes.get(path, (asked) => {
    const repository = projectOf(asked, 30);
    if (isFree(repository)) throw forbidden();
    return Response.json(renderApprovals(repository));
  });
  routes.post(path, (asked) => {
    const repository = projectOf(asked, 40);
    if (isFree(repository)) throw forbidden();
    const reset = flag(asked.params, "reset_approvals_on_push");
    if (reset !== null) repository.settings.reset_approvals_on_push = reset;
    return Response.json(renderApprovals(repository), { status: 201 });
  });
}

function renderApprovals(repository: SimRepository) {
  return {
    approvals_before_merge: 0,
    reset_approvals_on_push: repository.settings.reset_approvals_on_push !== false,
    selective_code_owner_removals: false,
    disable_overriding_approvers_per_merge_request: false,
    merge_requests_author_approval: false,
    merge_requests_disable_committers_approval: false,
    require_password_to_approve: false,
  };
}

function isFree(repository: SimRepository): boolean {
  return repository.settings.tier === "free";
}

/** A level (40 when neither is given), and people and groups named one by one. */
function accessOf(asked: Asked, repository: SimRepository, levelName: string, listName: string): SimAccess[] {
  const level = integer(asked.params, levelName);
  const named = isFree(repository) ? [] : entriesIn(asked, listName).map((fields) => toAccess(asked, fields));
  if (level === null && named.length > 0) return named;
  return [{ id: asked.model.newId(), accessLevel: level ?? 40, accountId: null, organisationId: null }, ...named];
}

/** An entry with an id changes that one, or takes it away (`_destroy`); one without is added. */
function changed(asked: Asked, present: readonly SimAccess[], listName: string): SimAccess[] {
  let access = [...present];
  for (const fields of entriesIn(asked, listName)) {
    const id = integer(fields, "id");
    access = access.filter((one) => one.id !== id);
    if (flag(fields, "_destroy") !== true) access.push(toAccess(asked, fields));
  }
  return access;
}

function entriesIn(asked: Asked, listName: string): Record<string, unknown>[] {
  const list = asked.params[listName];
  return (Array.isArray(list) ? list : []).map((given) => Object.fromEntries(Object.entries(Object(given))));
}

function toAccess(asked: Asked, fields: Readonly<Record<string, unknown>>): SimAccess {
  return {
    id: asked.model.newId(),
    accessLevel: integer(fields, "access_level"),
    accountId: integer(fields, "user_id"),
    organisationId: integer(fields, "group_id"),
  };
}

function protectedIn(asked: Asked, repository: SimRepository): SimProtectedBranch {
  const name = decodeURIComponent(asked.context.req.param("branch") ?? "");
  const own = repository.protectedBranches.find((one) => one.name === name);
  if (own === undefined) throw notFound("Protected branch");
  return own;
}

function renderProtection(branch: SimProtectedBranch) {
  const access = (one: SimAccess) => ({
    id: one.id,
    access_level: one.accessLevel ?? (one.accountId === null && one.organisationId === null ? null : 40),
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
    code_owner_approval_required: false,
  };
}
