import { z } from "zod";
import type { Check } from "../../domain/change.ts";
import type { Account, Person } from "../../domain/identity.ts";
import type { CommentPlace, ForgeComment, OpenChange, Repository } from "../../ports/forge.ts";

/** GitHub's stand-in for accounts that were deleted. https://github.com/ghost */
export const ghost: Account = { id: 10137, login: "ghost", kind: "user" };

export const accountWire = z.object({ id: z.number(), login: z.string(), type: z.string() });
type AccountWire = z.infer<typeof accountWire>;

export function toAccount(wire: AccountWire | null | undefined): Account {
  if (!wire) return ghost;
  return { id: wire.id, login: wire.login, kind: wire.type === "User" ? "user" : "bot" };
}

export function toPerson(wire: { id: number; login: string } | null | undefined): Person {
  return wire ? { id: wire.id, login: wire.login } : { id: ghost.id, login: ghost.login };
}

export const appWire = z.object({ id: z.number(), slug: z.string() });
export const installationWire = z.object({ id: z.number(), suspended_at: z.string().nullish() });
export const tokenWire = z.object({ token: z.string(), expires_at: z.string() });

export const repositoryWire = z.object({
  id: z.number(),
  full_name: z.string(),
  default_branch: z.string(),
  html_url: z.string(),
  archived: z.boolean().optional(),
  disabled: z.boolean().optional(),
});

export function toRepository(wire: z.infer<typeof repositoryWire>): Repository {
  return {
    forge: "github",
    id: wire.id,
    name: wire.full_name,
    defaultBranch: wire.default_branch,
    webUrl: wire.html_url,
  };
}

export const openPullWire = z.object({
  number: z.number(),
  head: z.object({ sha: z.string() }),
  base: z.object({ ref: z.string() }),
  updated_at: z.string(),
});

export function toOpenChange(wire: z.infer<typeof openPullWire>): OpenChange {
  return {
    number: wire.number,
    headSha: wire.head.sha,
    baseRef: `refs/heads/${wire.base.ref}`,
    updatedAt: wire.updated_at,
  };
}

export const pullWire = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
  state: z.enum(["open", "closed"]),
  merged: z.boolean(),
  merge_commit_sha: z.string().nullable(),
  draft: z.boolean().optional(),
  user: accountWire.nullable(),
  html_url: z.string(),
  created_at: z.string(),
  base: z.object({ ref: z.string(), repo: z.object({ id: z.number() }) }),
  head: z.object({
    ref: z.string(),
    sha: z.string(),
    repo: z.object({ id: z.number(), full_name: z.string() }).nullable(),
  }),
  labels: z.array(z.object({ name: z.string() })),
});
export type PullWire = z.infer<typeof pullWire>;

export const reviewWire = z.object({
  id: z.number(),
  node_id: z.string(),
  user: accountWire.nullable(),
  state: z.enum(["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"]),
  commit_id: z.string().nullish(),
  submitted_at: z.string().nullish(),
  body: z.string().nullish(),
});
export type ReviewWire = z.infer<typeof reviewWire>;

/** Comments of a conversation, of a commit and on lines have these fields in common. */
export const commentWire = z.object({
  id: z.number(),
  node_id: z.string(),
  user: accountWire.nullable(),
  body: z.string().nullish(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type CommentWire = z.infer<typeof commentWire>;

/** An edit within the second of writing is not seen in these times: see `edits.ts`. */
export function isSeenEdited(wire: CommentWire): boolean {
  return Date.parse(wire.updated_at) !== Date.parse(wire.created_at);
}

/** `edited` holds the node ids of comments that are known to be. */
export function toComment(wire: CommentWire, place: CommentPlace, edited: ReadonlySet<string>): ForgeComment {
  return {
    id: wire.id,
    place,
    account: toAccount(wire.user),
    body: wire.body ?? "",
    at: wire.created_at,
    edited: isSeenEdited(wire) || edited.has(wire.node_id),
  };
}

export const checkRunWire = z.object({
  id: z.number(),
  name: z.string(),
  head_sha: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
  external_id: z.string().nullish(),
  output: z.object({ annotations_count: z.number() }),
  app: z.object({ id: z.number(), slug: z.string() }).nullable(),
});
export type CheckRunWire = z.infer<typeof checkRunWire>;

export function toCheckOfRun(wire: CheckRunWire): Check {
  return { name: wire.name, app: wire.app?.slug ?? "", state: stateOfRun(wire), sha: wire.head_sha };
}

function stateOfRun({ status, conclusion }: CheckRunWire): Check["state"] {
  if (status !== "completed") return "pending";
  if (conclusion === "success") return "success";
  return conclusion === "skipped" || conclusion === "neutral" ? "skipped" : "failure";
}

export const statusWire = z.object({
  context: z.string(),
  state: z.enum(["success", "failure", "error", "pending"]),
  creator: accountWire.nullable(),
});
type StatusWire = z.infer<typeof statusWire>;

/** Statuses come newest first, with all that were ever set: the newest of each creator and context holds. */
export function toChecksOfStatuses(wires: readonly StatusWire[], sha: string): readonly Check[] {
  const newest = new Map<string, Check>();
  for (const wire of wires) {
    const check = { name: wire.context, app: appOfCreator(wire.creator), state: stateOfStatus(wire.state), sha };
    const key = `${check.app}/${check.name}`;
    if (!newest.has(key)) newest.set(key, check);
  }
  return [...newest.values()];
}

/** `jenkins[bot]` is the app `jenkins`. A person is `@login`, which no app's slug can be. */
function appOfCreator(creator: AccountWire | null): string {
  const account = toAccount(creator);
  return account.kind === "bot" ? account.login.replace(/\[bot\]$/, "") : `@${account.login}`;
}

function stateOfStatus(state: StatusWire["state"]): Check["state"] {
  return state === "error" ? "failure" : state;
}

export const checkSuiteWire = z.object({ id: z.number(), created_at: z.string().nullable() });
