import { z } from "zod";
import { permissionLevels } from "../domain/change.ts";
import { forgeNames } from "../domain/identity.ts";
import { quoteName } from "../formats/did-you-mean.ts";

/** Schemas of the change that `policy decide` takes: the `ChangeRequest` of src/domain/change.ts. Unknown keys are errors. */
const id = z.int().min(0);
const text = z.string();
const name = z.string().min(1);
const instant = z.iso.datetime({ offset: true });

const person = z.strictObject({ id, login: name });
const account = z.strictObject({ id, login: name, kind: z.enum(["user", "bot"]) });

function listing<T extends z.ZodType>(item: T) {
  return z.strictObject({ complete: z.boolean(), items: z.array(item) });
}

const file = z.strictObject({
  path: name,
  previousPath: name.nullable(),
  status: z.enum(["added", "modified", "removed", "renamed", "copied"]),
  mode: name,
  previousMode: name.exactOptional(),
  additions: z.int().min(0),
  deletions: z.int().min(0),
});

const commit = z.strictObject({
  sha: name,
  parents: z.array(name),
  author: person.nullable(),
  committer: person.nullable(),
  coAuthors: z.array(person),
  signature: z.strictObject({ state: z.enum(["valid", "invalid", "none"]), by: person.nullable() }),
  isCleanUpdateMerge: z.boolean(),
  message: text,
});

const review = z.strictObject({
  id,
  account,
  state: z.enum(["approved", "changes_requested", "commented"]),
  dismissed: z.strictObject({ by: person, at: instant }).nullable(),
  sha: name.nullable(),
  baseRef: name.nullable(),
  mergeBase: name.nullable(),
  at: instant,
  edited: z.boolean(),
  body: text,
});

const comment = z.strictObject({
  id,
  account,
  body: text.nullable(),
  baseRef: name.nullable(),
  mergeBase: name.nullable(),
  at: instant,
  edited: z.boolean(),
});

const dataset = z.strictObject({
  name,
  owners: z.array(name),
  paths: z.array(name).exactOptional(),
  agreements: z.union([z.literal("any"), z.array(name)]).exactOptional(),
  purposes: z.array(name).exactOptional(),
});

/** Of two datasets of one name nobody could tell whose owners and terms hold. */
const datasets = z.array(dataset).superRefine((all, context) => {
  for (const [index, one] of all.entries()) {
    const first = all.findIndex((other) => other.name === one.name);
    if (first === index) continue;
    context.addIssue({
      code: "custom",
      path: [index, "name"],
      message: `Two datasets have the name ${quoteName(one.name)}: \`datasets[${first}]\` and \`datasets[${index}]\`. Say all of it in one.`,
    });
  }
});

const job = z.strictObject({
  path: name,
  asks: z.strictObject({ datasets: z.array(name), purpose: text, agreement: name.nullable() }).nullable(),
});

const labelSet = z.strictObject({ name, by: account.nullable(), at: instant.nullable() });
const label = labelSet.extend({ baseRef: name.nullable().optional(), mergeBase: name.nullable().optional() });
const labelOfAnother = labelSet.extend({
  baseRef: name.nullable().default(null),
  mergeBase: name.nullable().default(null),
});

const broughtBy = z.strictObject({
  number: id,
  title: text,
  isDraft: z.boolean(),
  isFork: z.boolean(),
  author: account,
  requester: person.nullable(),
  labels: z.array(labelOfAnother),
});

export const changeSchema = z.strictObject({
  forge: z.enum(forgeNames),
  repository: z.strictObject({ id, name }),
  number: id,
  title: text.optional(),
  body: text.optional(),
  isDraft: z.boolean(),
  isFork: z.boolean(),
  author: account,
  requester: person.nullable().optional(),
  pushers: z.array(person).nullable(),
  base: z.strictObject({ ref: name, sha: name }),
  mergeBase: name,
  head: z.strictObject({ ref: name, sha: name, tree: name, since: instant.nullable() }),
  earlierHeads: z
    .array(z.strictObject({ sha: name, since: instant.nullable(), mergeBase: name.nullable() }))
    .optional(),
  files: listing(file),
  commits: listing(commit),
  reviews: z.array(review).optional(),
  comments: z.array(comment).optional(),
  checks: z
    .array(z.strictObject({ name, app: name, state: z.enum(["success", "failure", "pending", "skipped"]), sha: name }))
    .optional(),
  labels: z.array(label).optional(),
  groups: z.record(z.string(), z.array(person).nullable()),
  permissions: z.record(z.string().regex(/^\d+$/), z.enum(permissionLevels)),
  findings: z
    .array(z.strictObject({ rule: name, severity: z.enum(["error", "warning", "info"]), path: name }))
    .optional(),
  unread: z.array(name).exactOptional(),
  broughtBy: z.array(broughtBy).nullable().exactOptional(),
  datasets: datasets.optional(),
  jobs: z.array(job).exactOptional(),
  now: instant,
});
