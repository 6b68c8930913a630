import { z } from "zod";
import type { TaskSubject } from "../../ports/store.ts";
import { numberOfMergeGroup } from "./merge-groups.ts";
import type { Roster } from "./roster.ts";

/** What an event does not say itself. */
export interface EventContext {
  /** Our app, whose own check runs need no further look; `null` where unknown. */
  readonly appId: number | null;
  readonly roster: Roster;
}

const repository = z.object({ full_name: z.string(), default_branch: z.string().optional() });
const ofRepository = z.object({ repository });
const numbered = z.object({ number: z.number() });

const checked = z.object({
  app: z.object({ id: z.number() }).nullish(),
  head_sha: z.string(),
  pull_requests: z.array(numbered).nullish(),
});
type Checked = z.infer<typeof checked>;
const named = z.array(z.object({ full_name: z.string() }));

/**
 * What to look at again after an event. Any other event, and any other form, asks for nothing.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
export function subjectsOf(event: string, payload: unknown, context: EventContext): readonly TaskSubject[] {
  const read = handlers.get(event);
  return read && !isOwnEcho(event, payload, context) ? read(payload, context) : [];
}

/** What we say in conversations comes back as events, and tells us nothing. */
const spoken = new Set([
  "commit_comment",
  "issue_comment",
  "pull_request_review",
  "pull_request_review_comment",
  "pull_request_review_thread",
]);
const sent = z.object({ sender: z.object({ id: z.number() }) });

function isOwnEcho(event: string, payload: unknown, { roster }: EventContext): boolean {
  const ourselves = roster.ourselves();
  return ourselves !== null && spoken.has(event) && sent.safeParse(payload).data?.sender.id === ourselves;
}

type Handler = (payload: unknown, context: EventContext) => readonly TaskSubject[];

function handler<T>(
  schema: z.ZodType<T>,
  read: (payload: T, context: EventContext) => readonly TaskSubject[],
): Handler {
  return (payload, context) => {
    const result = schema.safeParse(payload);
    return result.success ? read(result.data, context) : [];
  };
}

const ofPullRequest = handler(ofRepository.extend({ pull_request: numbered }), (payload) => [
  change(payload.repository.full_name, payload.pull_request.number),
]);

/** The members of an organisation's groups changed: every open change may be decided otherwise now. */
const ofOrganization = handler(z.object({ organization: z.object({ login: z.string() }) }), (payload, { roster }) =>
  roster
    .repositoriesOf(payload.organization.login)
    .flatMap((name) => [wholeRepository(name), ...roster.openChangesOf(name).map((number) => change(name, number))]),
);

const handlers: ReadonlyMap<string, Handler> = new Map([
  ["pull_request", ofPullRequest],
  ["pull_request_review", ofPullRequest],
  ["pull_request_review_comment", ofPullRequest],
  ["pull_request_review_thread", ofPullRequest],
  [
    "issue_comment",
    handler(
      ofRepository.extend({ issue: numbered.extend({ pull_request: z.unknown().optional() }) }),
      ({ repository, issue }) =>
        issue.pull_request === undefined ? defaultBranch(repository) : [change(repository.full_name, issue.number)],
    ),
  ],
  ["commit_comment", handler(ofRepository, (payload) => defaultBranch(payload.repository))],
  [
    "push",
    handler(ofRepository.extend({ ref: z.string() }), ({ repository, ref }) =>
      ref.startsWith("refs/heads/") ? [branch(repository.full_name, ref)] : [],
    ),
  ],
  [
    "check_run",
    handler(ofRepository.extend({ action: z.string(), check_run: checked }), (payload, context) =>
      ofCheck(payload.action, payload.repository.full_name, payload.check_run, context),
    ),
  ],
  [
    "check_suite",
    handler(ofRepository.extend({ action: z.string(), check_suite: checked }), (payload, context) =>
      ofCheck(payload.action, payload.repository.full_name, payload.check_suite, context),
    ),
  ],
  [
    "status",
    handler(ofRepository.extend({ sha: z.string(), state: z.string() }), ({ repository, sha, state }, { roster }) =>
      state === "pending"
        ? []
        : roster.openChangesOf(repository.full_name, sha).map((number) => change(repository.full_name, number)),
    ),
  ],
  [
    "merge_group",
    handler(ofRepository.extend({ merge_group: z.object({ head_ref: z.string() }) }), ({ repository, merge_group }) => {
      const number = numberOfMergeGroup(merge_group.head_ref);
      return number === null ? [] : [change(repository.full_name, number)];
    }),
  ],
  ["membership", ofOrganization],
  ["organization", ofOrganization],
  ["team", ofOrganization],
  [
    "installation",
    handler(z.object({ action: z.string(), repositories: named.optional() }), ({ action, repositories }) =>
      action === "created" || action === "unsuspend"
        ? (repositories ?? []).map((one) => wholeRepository(one.full_name))
        : [],
    ),
  ],
  [
    "installation_repositories",
    handler(z.object({ repositories_added: named }), (payload) =>
      payload.repositories_added.map((one) => wholeRepository(one.full_name)),
    ),
  ],
]);

/** Every event that we act on. */
export const usedEvents: readonly string[] = [...handlers.keys()];

/** Somebody else's check is done, or ours is asked for again. */
function ofCheck(
  action: string,
  repository: string,
  check: Checked,
  { appId, roster }: EventContext,
): readonly TaskSubject[] {
  const isAskedAgain = action === "rerequested" || action === "requested" || action === "requested_action";
  const isDone = action === "completed" && (appId === null || check.app?.id !== appId);
  if (!isAskedAgain && !isDone) return [];
  const numbers = (check.pull_requests ?? []).map((pull) => pull.number);
  const known = roster.openChangesOf(repository, check.head_sha); // GitHub names none for a fork's commit
  return [...new Set([...numbers, ...known])].map((number) => change(repository, number));
}

function change(repository: string, number: number): TaskSubject {
  return { kind: "change", forge: "github", repository, number };
}

function branch(repository: string, ref: string): TaskSubject {
  return { kind: "branch", forge: "github", repository, ref };
}

function defaultBranch({ full_name, default_branch }: z.infer<typeof repository>): readonly TaskSubject[] {
  return default_branch === undefined ? [] : [branch(full_name, `refs/heads/${default_branch}`)];
}

function wholeRepository(repository: string): TaskSubject {
  return { kind: "repository", forge: "github", repository };
}
