import { z } from "zod";

/**
 * The file of policy-bot, as far as it is carried over; keys that are not known are named, not refused.
 * Source: https://github.com/palantir/policy-bot#policyyml-specification
 */
const list = z.array(z.string()).nullish();
const actors = z.looseObject({
  users: list,
  organizations: list,
  teams: list,
  permissions: list,
  admins: z.boolean().nullish(),
  write_collaborators: z.boolean().nullish(),
});
export type Actors = z.infer<typeof actors>;

const methods = z.looseObject({
  comments: list,
  comment_patterns: list,
  github_review: z.boolean().nullish(),
  github_review_comment_patterns: list,
  body_patterns: list,
});

const rule = z.looseObject({
  name: z.string().min(1),
  description: z.string().nullish(),
  if: z.record(z.string(), z.unknown()).nullish(),
  options: z
    .looseObject({
      allow_author: z.boolean().nullish(),
      allow_contributor: z.boolean().nullish(),
      allow_non_author_contributor: z.boolean().nullish(),
      invalidate_on_push: z.boolean().nullish(),
      ignore_update_merges: z.boolean().nullish(),
      ignore_commits_by: z.unknown().optional(),
      methods: methods.nullish(),
    })
    .nullish(),
  requires: actors
    .extend({ count: z.int().min(0).max(1000).nullish(), conditions: z.record(z.string(), z.unknown()).nullish() })
    .nullish(),
});
export type PolicyBotRule = z.infer<typeof rule>;

export const policyBotSchema = z.looseObject({
  policy: z
    .looseObject({
      approval: z.array(z.unknown()).nullish(),
      disapproval: z
        .looseObject({ requires: actors.nullish(), if: z.record(z.string(), z.unknown()).nullish() })
        .nullish(),
    })
    .nullish(),
  approval_rules: z.array(rule).nullish(),
  remote: z.string().optional(),
});
