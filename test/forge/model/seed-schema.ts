import { z } from "zod";
import type { Seed } from "./seed.ts";
import { permissionOrder } from "./types.ts";

const maybe = z.exactOptional;
const text = z.string().min(1);
const texts = z.array(text);
const permission = z.enum(permissionOrder);
const accessLevel = z.int();
const named = z.record(z.string(), z.string());

const member = z.strictObject({
  login: text,
  role: maybe(z.enum(["member", "admin"])),
  accessLevel: maybe(accessLevel),
});
const team = z.strictObject({
  slug: text,
  parent: maybe(text),
  privacy: maybe(z.enum(["closed", "secret"])),
  members: maybe(texts),
  repositories: maybe(z.record(text, permission)),
});
const rule = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("required_status_checks"),
    checks: z.array(z.strictObject({ context: text, integrationId: z.int().nullable() })),
    strict: z.boolean(),
  }),
  z.strictObject({ type: z.literal("pull_request"), approvals: z.int(), dismissStale: z.boolean() }),
  z.strictObject({ type: z.enum(["merge_queue", "non_fast_forward", "deletion", "creation", "update"]) }),
]);
const bypass = z.strictObject({
  actorType: z.enum(["OrganizationAdmin", "RepositoryRole", "Team", "Integration"]),
  actorId: z.int().nullable(),
  mode: z.enum(["always", "pull_request"]),
});
const access = z.strictObject({
  id: z.int(),
  accessLevel: accessLevel.nullable(),
  accountId: z.int().nullable(),
  organisationId: z.int().nullable(),
});
const repository = z.strictObject({
  name: z.string().regex(/^[^/]+(\/[^/]+)+$/, "a full name, such as acme/study"),
  isPrivate: maybe(z.boolean()),
  defaultBranch: maybe(text),
  hasIssues: maybe(z.boolean()),
  collaborators: maybe(
    z.array(z.strictObject({ login: text, permission: maybe(permission), accessLevel: maybe(accessLevel) })),
  ),
  commits: maybe(
    z.array(z.strictObject({ by: text, message: maybe(text), files: z.record(text, z.string().nullable()) })),
  ),
  rulesets: maybe(
    z.array(z.strictObject({ name: text, include: texts, bypass: maybe(z.array(bypass)), rules: z.array(rule) })),
  ),
  protectedBranches: maybe(
    z.array(
      z.strictObject({
        name: text,
        pushAccess: z.array(access),
        mergeAccess: z.array(access),
        allowForcePush: z.boolean(),
      }),
    ),
  ),
  hooks: maybe(
    z.array(
      z.strictObject({
        url: z.url(),
        secret: maybe(z.string().nullable()),
        signingToken: maybe(z.string().nullable()),
        events: maybe(texts),
        isActive: maybe(z.boolean()),
      }),
    ),
  ),
  settings: maybe(z.record(z.string(), z.unknown())),
});

/** A seed as another process sends it. */
export const seedSchema: z.ZodType<Seed> = z.strictObject({
  users: maybe(
    z.array(
      z.strictObject({
        login: text,
        name: maybe(text),
        emails: maybe(texts),
        isSiteAdmin: maybe(z.boolean()),
        token: maybe(text),
      }),
    ),
  ),
  organisations: maybe(
    z.array(
      z.strictObject({
        login: text,
        parent: maybe(text),
        defaultPermission: maybe(z.enum([...permissionOrder, "none"])),
        members: maybe(z.array(member)),
        teams: maybe(z.array(team)),
      }),
    ),
  ),
  repositories: maybe(z.array(repository)),
  apps: maybe(
    z.array(
      z.strictObject({
        slug: text,
        name: maybe(text),
        owner: text,
        id: maybe(z.int()),
        privateKey: maybe(text),
        publicKey: maybe(text),
        webhookUrl: maybe(z.string()),
        webhookSecret: maybe(z.string()),
        permissions: named,
        events: texts,
      }),
    ),
  ),
  installations: maybe(
    z.array(z.strictObject({ app: text, account: text, repositories: maybe(texts), permissions: maybe(named) })),
  ),
});
