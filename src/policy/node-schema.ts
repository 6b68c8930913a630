import { z } from "zod";
import { authTypes } from "../domain/node.ts";
import { glob, listOf, name } from "../predicates/accepts.ts";
import { trustSchema } from "./trust-schema.ts";
import { user } from "./user-schema.ts";

const absolutePath = z
  .string()
  .regex(/^\/(?!.*(^|\/)\.\.(\/|$))[^\0]*$/, "This must be an absolute path, without `..`.");

/** A directory or an S3 prefix. */
const storage = z
  .string()
  .regex(
    /^(s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[^\s?#]*)?|\/(?!.*(^|\/)\.\.(\/|$))[^\0]*)$/,
    "This must be `s3://bucket/prefix` or an absolute path of a directory.",
  );

const groupKey = z
  .string()
  .regex(
    /^(team:[^/\s:]+\/[^/\s:]+|organization:[^/\s:]+|group:[^\s:]+(:(guest|planner|reporter|developer|maintainer|owner))?)$/,
    "An owner is a group such as `team:acme/patients-owners`, `organization:acme`, or `group:acme/patients` on GitLab.",
  );

/** As `deploy --namespace`: one name of the file system, and no hidden one. */
const namespace = z
  .string()
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9._-]*$/,
    "A namespace has letters, digits, `.`, `_` and `-`, and does not begin with `.` or `-`.",
  );

const branch = z
  .string()
  .regex(/^(?!-)(?!.*\.\.)[^\s~^:?*[\\]+$/, "This must be the name of a branch, such as `main`.");

/** What stands before the colon of a job request's purpose. */
const purpose = name.regex(/^[^:]+$/, "A purpose has no `:`; what a job request says after one are particulars.");

const secretSource = z
  .string()
  .regex(
    /^(env:[A-Za-z_][A-Za-z0-9_]*|file:\/.+)$/,
    "A password is never written here: name where it is, as `env:NAME` or `file:/path`.",
  );

const url = z.string().refine(hasNoCredentials, "This must be a URL without credentials.");

const email = z.string().regex(/^[^@\s]{1,200}@[^@\s]{1,200}$/, "This must be an e-mail address.");

const controller = z
  .strictObject({
    github: user.optional(),
    gitlab: user.optional(),
    "ssh-keys": listOf(sshKey()).optional(),
    emails: listOf(email).optional(),
  })
  .refine(({ github, gitlab }) => github !== undefined || gitlab !== undefined, {
    message: "A controller needs `github` or `gitlab`, such as `{ github: { login: ben, id: 123 } }`.",
  });

function sshKey() {
  return z
    .string()
    .regex(/^(ssh-|ecdsa-|sk-)\S+ \S+( .*)?$/, "This must be a public SSH key, such as `ssh-ed25519 AAAA…`.");
}

const repository = z.strictObject({
  name: name,
  url,
  id: z.int().min(1).optional(),
  branch: branch.optional(),
  auth_type: z.enum(authTypes).optional(),
  sync_interval: z
    .string()
    .regex(/^[1-9]\d{0,5}(ms|s|m|h)$/, "`sync_interval` is a duration such as `60s`.")
    .optional(),
  namespace: namespace.optional(),
  priority: z.int().min(0).max(1_000_000).optional(),
  validation: z.strictObject({ enabled: z.boolean().optional(), security_scan: z.boolean().optional() }).optional(),
  auto_deploy: z.boolean().optional(),
});

/** The node's own file, `countersign.node.yml`. */
export const nodeSchema = z.strictObject({
  node: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "A node's name has letters, digits, `.`, `_` and `-`."),
  python: z
    .string()
    .regex(/^3\.\d{1,2}$/, '`python` is a version in quotes, such as `"3.12"`.')
    .optional(),
  targets: z
    .record(
      z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "A target's name has letters, digits, `.`, `_` and `-`."),
      z.strictObject({
        kind: z.literal("dag-directory"),
        path: absolutePath,
        api: z.strictObject({ url, username: name.optional(), "password-from": secretSource.optional() }).optional(),
      }),
    )
    .optional(),
  engine: z.strictObject({ kind: z.literal("inbox"), path: absolutePath }).optional(),
  controllers: z.array(controller).min(1).max(1000),
  datasets: z
    .record(
      name,
      z.strictObject({
        owners: listOf(groupKey),
        agreements: z.union([z.enum(["required", "optional"]), z.array(name).min(1).max(1000)]).optional(),
        purposes: listOf(purpose).optional(),
        paths: listOf(glob).optional(),
      }),
    )
    .optional(),
  storage: z.strictObject({ internal: storage, publication: storage }).optional(),
  repositories: z.array(repository).max(10_000).optional(),
  inventory: z
    .string()
    .regex(/^[^\0\n]{1,1000}$/, "`inventory` is the path of a file that `countersign inventory` wrote.")
    .optional(),
  trust: trustSchema.optional(),
});

function hasNoCredentials(value: string): boolean {
  if (/^[^\s:@/]+@[^\s:/]+:\S+$/.test(value)) return true; // the short form of SSH, `git@github.com:acme/study.git`
  if (!URL.canParse(value)) return false;
  const { username, password, protocol } = new URL(value);
  return password === "" && (username === "" || protocol === "ssh:");
}
