import { z } from "zod";
import { ForgeError } from "../../domain/errors.ts";

/** GitLab's answers, decoded: only the fields that are used. Shapes: https://docs.gitlab.com/api/api_resources/ */

const id = z.number().int();
const instant = z.string().refine((text) => !Number.isNaN(Date.parse(text)), "is not an instant");

export const userWire = z.object({ id, username: z.string() });
export type UserWire = z.infer<typeof userWire>;

/** One user in full. `email` and `confirmed_at` are there for administrators' tokens only. */
export const fullUserWire = z.object({
  id,
  username: z.string(),
  bot: z.boolean().nullish(),
  public_email: z.string().nullish(),
  email: z.string().nullish(),
  confirmed_at: z.string().nullish(),
});

/** `membership_state` is `awaiting` until somebody took up an invitation. */
export const memberWire = z.object({
  id,
  username: z.string(),
  state: z.string(),
  membership_state: z.string().nullish(),
  access_level: z.number().int(),
});

export const projectWire = z.object({
  id,
  path_with_namespace: z.string(),
  default_branch: z.string().nullish(),
  web_url: z.string(),
  issues_enabled: z.boolean().nullish(),
  issues_access_level: z.string().nullish(),
});
export type ProjectWire = z.infer<typeof projectWire>;

export const mergeRequestWire = z.object({
  iid: id,
  project_id: id,
  title: z.string(),
  description: z.string().nullish(),
  state: z.enum(["opened", "closed", "merged", "locked"]),
  draft: z.boolean(),
  author: userWire,
  web_url: z.string(),
  source_branch: z.string(),
  target_branch: z.string(),
  source_project_id: id.nullable(),
  target_project_id: id,
  sha: z.string().nullable(),
  merge_commit_sha: z.string().nullish(),
  squash_commit_sha: z.string().nullish(),
  labels: z.array(z.string()),
  created_at: instant,
  updated_at: instant,
  detailed_merge_status: z.string().nullish(),
});
export type MergeRequestWire = z.infer<typeof mergeRequestWire>;

export const versionWire = z.object({
  id,
  head_commit_sha: z.string(),
  base_commit_sha: z.string(),
  start_commit_sha: z.string(),
  created_at: instant,
});
export type VersionWire = z.infer<typeof versionWire>;

export const noteWire = z.object({
  id,
  body: z.string(),
  author: userWire,
  system: z.boolean(),
  created_at: instant,
  updated_at: instant,
  resolvable: z.boolean().nullish(),
  resolved: z.boolean().nullish(),
  resolved_by: userWire.nullish(),
});
export type NoteWire = z.infer<typeof noteWire>;

export const discussionWire = z.object({ id: z.string(), notes: z.array(noteWire) });
export type DiscussionWire = z.infer<typeof discussionWire>;

export const approvalsWire = z.object({ approved_by: z.array(z.object({ user: userWire })) });

export const diffWire = z.object({ old_path: z.string(), new_path: z.string(), diff: z.string() });
export type DiffWire = z.infer<typeof diffWire>;

export const labelEventWire = z.object({
  id,
  user: userWire.nullable(),
  created_at: instant,
  label: z.object({ name: z.string() }).nullable(),
  action: z.enum(["add", "remove"]),
});
export type LabelEventWire = z.infer<typeof labelEventWire>;

export const statusWire = z.object({
  id,
  sha: z.string(),
  status: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  author: userWire.nullish(),
});
export type StatusWire = z.infer<typeof statusWire>;

/** `commit_from` is null where the ref was made, `commit_to` where it was removed; both and `ref` for many refs at once. */
export const pushEventWire = z.object({
  author_id: id,
  author_username: z.string(),
  created_at: instant,
  push_data: z.object({
    action: z.string(),
    ref_type: z.string(),
    ref: z.string().nullish(),
    commit_from: z.string().nullish(),
    commit_to: z.string().nullish(),
  }),
});
export type PushEventWire = z.infer<typeof pushEventWire>;

export const signatureWire = z.object({ verification_status: z.string() });

export const deploymentWire = z.object({
  id,
  sha: z.string(),
  status: z.string(),
  user: userWire.nullish(),
  environment: z.object({ name: z.string() }).nullish(),
});

export const issueWire = z.object({
  iid: id,
  title: z.string(),
  description: z.string().nullish(),
  state: z.string(),
  author: userWire,
});
export type IssueWire = z.infer<typeof issueWire>;

/** @throws {ForgeError} when GitLab's answer is not of this shape; it can be a proxy's, so it is asked again. */
export function decode<T>(schema: z.ZodType<T>, answer: unknown, what: string): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue === undefined ? "" : ` at ${issue.path.join(".") || "its top"}: ${issue.message}`;
  throw new ForgeError(
    `GitLab's answer about ${what} could not be understood${where}. Check that the address is GitLab's own and its version at least 17.`,
    { status: null, retryable: true, retryAfterMs: null },
    { cause: result.error },
  );
}

export function decodeList<T>(schema: z.ZodType<T>, answer: unknown, what: string): T[] {
  return decode(z.array(schema), answer, what);
}
