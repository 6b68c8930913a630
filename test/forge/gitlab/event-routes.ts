import type { SimPush, SimRepository } from "../model/types.ts";
import { zeroSha } from "../model/types.ts";
import { type Asked, paged, projectOf, text } from "./http.ts";
import { instant, renderUserId } from "./render.ts";
import type { Routes } from "./routes.ts";

interface Event {
  readonly id: number;
  readonly action: string;
  readonly accountId: number;
  readonly at: string;
  readonly rest: Readonly<Record<string, unknown>>;
}

/** Contributions to a project, newest first: https://docs.gitlab.com/api/events/#list-all-visible-events-for-a-project */
export function addEventRoutes(routes: Routes): void {
  routes.get("/projects/:id/events", (asked) => {
    const repository = projectOf(asked);
    const [action, before, after] = ["action", "before", "after"].map((name) => text(asked.params, name));
    const found = eventsOf(asked, repository).filter(
      (event) =>
        (!action || isOfAction(event, action)) &&
        (!before || event.at.slice(0, 10) < before) &&
        (!after || event.at.slice(0, 10) > after),
    );
    const isAscending = text(asked.params, "sort") === "asc";
    return paged(asked, isAscending ? found : found.toReversed(), (event) => ({
      id: event.id,
      project_id: repository.id,
      action_name: event.action,
      author_id: event.accountId,
      author: renderUserId(asked.core, event.accountId),
      author_username: renderUserId(asked.core, event.accountId).username,
      created_at: instant(event.at),
      imported: false,
      imported_from: "none",
      ...event.rest,
    }));
  });
}

function isOfAction(event: Event, action: string): boolean {
  if (action === "pushed") return event.rest.push_data !== undefined;
  return event.action === (action === "created" ? "opened" : action === "merged" ? "accepted" : action);
}

function eventsOf(_asked: Asked, repository: SimRepository): Event[] {
  const onChange = repository.changes.flatMap((change): Event[] => {
    const rest = {
      target_id: change.id,
      target_iid: change.number,
      target_type: "MergeRequest",
      target_title: change.title,
    };
    const opened = { id: change.id, action: "opened", accountId: change.authorId, at: change.createdAt, rest };
    if (change.mergedAt === null || change.mergedById === null) return [opened];
    return [opened, { id: change.id, action: "accepted", accountId: change.mergedById, at: change.mergedAt, rest }];
  });
  return [...repository.pushes.flatMap(pushEvents), ...onChange].toSorted(
    (a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id - b.id,
  );
}

/** The default of `push_event_activities_limit`. */
const mostApart = 3;

/**
 * Where one push makes (or moves, or removes) more branches than the limit, or tags, GitLab tells of all of them as one event
 * without their names and commits.
 * Sources: https://docs.gitlab.com/administration/settings/push_event_activities_limit/ and
 * app/services/git/process_ref_changes_service.rb and bulk_push_event_payload_service.rb of gitlab-org/gitlab
 */
function pushEvents(push: SimPush): Event[] {
  const { count, lastId } = push.together;
  const event = pushEvent(push);
  if (count <= mostApart) return [event];
  if (push.id !== lastId) return [];
  const { action, ref_type } = event.rest.push_data;
  const nothing = { commit_from: null, commit_to: null, ref: null, commit_title: null };
  const push_data = { commit_count: 0, action, ref_type, ...nothing, ref_count: count };
  return [{ ...event, rest: { ...event.rest, push_data } }];
}

function pushEvent(push: SimPush) {
  const isTag = push.ref.startsWith("refs/tags/");
  const isCreated = push.before === zeroSha;
  const isRemoved = push.after === zeroSha;
  const data = {
    commit_count: 1,
    action: isCreated ? "created" : isRemoved ? "removed" : "pushed",
    ref_type: isTag ? "tag" : "branch",
    commit_from: isCreated ? null : push.before,
    commit_to: isRemoved ? null : push.after,
    ref: push.ref.replace(/^refs\/(?:heads|tags)\//, ""),
    commit_title: null,
    ref_count: null,
  };
  const action = isCreated ? "pushed new" : isRemoved ? "deleted" : "pushed to";
  const none = { target_id: null, target_iid: null, target_type: null, target_title: null };
  return { id: push.id, action, accountId: push.actorId, at: push.at, rest: { ...none, push_data: data } };
}
