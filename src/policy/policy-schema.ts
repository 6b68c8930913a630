import { z } from "zod";
import { groupAccessLevels, permissionLevels } from "../domain/change.ts";
import { countingMethods, datasetOwners, grantableCommands } from "../domain/policy.ts";
import { countOf } from "../formats/count-of.ts";
import { quoteName } from "../formats/did-you-mean.ts";
import { glob, listOf, name } from "../predicates/accepts.ts";
import { user } from "./user-schema.ts";

const groupName = /^[A-Za-z][A-Za-z0-9_-]*$/;
const kindName = /^[a-z][a-z0-9-]*$/;
const part = "[A-Za-z0-9_.][A-Za-z0-9_.-]*";

const team = name.regex(
  new RegExp(`^${part}/${part}$`),
  "A team is named with its organisation, such as `acme/data-controllers`.",
);
const organization = name.regex(new RegExp(`^${part}$`), "An organisation is one name, such as `acme`.");
const gitlabPath = name.regex(
  new RegExp(`^${part}(/${part})*$`),
  "A group of GitLab is a full path, such as `acme/data`, or `{ path: acme/data, access: maintainer }`.",
);
/** As the key of a group names it: `acme/data`, or `acme/data:maintainer`. */
const gitlabGroup = z.union([
  gitlabPath,
  z
    .strictObject({ path: gitlabPath, access: z.enum(groupAccessLevels) })
    .transform(({ path, access }) => `${path}:${access}`),
]);

const group = z
  .strictObject({
    organisation: name.optional(),
    teams: listOf(team).optional(),
    organizations: listOf(organization).optional(),
    groups: listOf(gitlabGroup).optional(),
    users: listOf(user).optional(),
    permissions: listOf(z.enum(permissionLevels)).optional(),
  })
  .refine(({ organisation, ...sources }) => Object.values(sources).some((source) => source !== undefined), {
    message:
      "A group needs at least one of `teams`, `organizations`, `groups`, `users` and `permissions`: who belongs to it?",
    when: ({ issues }) => issues.length === 0, // an unknown key may have been meant as one of them
  });

/** Of `90 days` it is told how that is written. */
function meantDuration(input: unknown): string {
  const [, count, unit] =
    /^([1-9]\d{0,5})\s*(s|m|h|d|w)(?:ecs?|econds?|ins?|inutes?|rs?|ours?|ays?|eeks?)?$/i.exec(String(input).trim()) ??
    [];
  return count === undefined || unit === undefined ? "" : ` Did you mean \`${count}${unit.toLowerCase()}\`?`;
}

const duration = z.string().regex(/^[1-9]\d{0,5}[smhdw]$/, {
  error: ({ input }) =>
    /^[1-9]\d{0,5}$/.test(String(input))
      ? `\`expire-after\` needs a unit (s, m, h, d or w): write \`${input}d\` for ${countOf(Number(input), "day")}.`
      : `\`expire-after\` is a duration such as \`30d\`, or \`null\`.${meantDuration(input)}`,
});

const severities = ["error", "warning", "info"] as const;

/** What may be said of any rule; its own options come beside these. */
const detailedSetting = z.looseObject({
  severity: z.enum(severities).optional(),
  paths: listOf(glob).optional(),
  suppress: z.enum(["allow", "forbid"]).optional(),
  existing: z.enum(["ignore", "block"]).optional(),
});
const plainSetting = z.enum(["off", ...severities]);
const anySetting = z.union([plainSetting, detailedSetting]);

/** A map, or a word in its place. Problems stand on the entry of the map. */
export const ruleSetting = z
  .unknown()
  .transform((value, context): "off" | z.infer<typeof detailedSetting> => {
    const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
    const parsed = (isMap ? detailedSetting : typeof value === "string" ? plainSetting : anySetting).safeParse(value);
    if (parsed.success) {
      if (typeof parsed.data !== "string") return parsed.data;
      return parsed.data === "off" ? "off" : { severity: parsed.data };
    }
    // an issue with its input is what the raw form of an issue is
    for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    return z.NEVER;
  })
  .meta({ writtenAs: anySetting });

function mapOf<T>(keyPattern: RegExp, keyMessage: string, value: z.ZodType<T>) {
  const checked = z.record(z.string(), value).superRefine((map, context) => {
    if (Object.keys(map).length === 0)
      context.addIssue({ code: "custom", message: "An empty map says nothing; leave it out." });
    for (const key of Object.keys(map)) {
      if (!keyPattern.test(key))
        context.addIssue({ code: "custom", path: [key], message: `${quoteName(key)}: ${keyMessage}` });
    }
  });
  return checked.meta({ propertyNames: { pattern: keyPattern.source }, minProperties: 1 });
}

function notEmpty(map: object): boolean {
  return Object.keys(map).length > 0;
}

const saysNothing = {
  message: "An empty map says nothing; leave it out.",
  when: ({ issues }: z.core.ParsePayload) => issues.length === 0, // a map of unknown keys is not empty
};

/** One layer of a policy, but for what stands under `when` and `require`. */
export const layerSchema = z.strictObject({
  version: z.literal(1),
  extends: name.optional(),
  mode: z.enum(["enforce", "observe"]).optional(),
  enforced: z.literal(true).optional(),
  people: mapOf(groupName, "a group's name has letters, digits, `-` and `_`, and begins with a letter.", group)
    .refine(
      (people) => !Object.hasOwn(people, datasetOwners),
      `\`${datasetOwners}\` is a name of Countersign's own: the owners of the datasets touched.`,
    )
    .optional(),
  kinds: mapOf(kindName, "a kind's name has small letters, digits and `-`, and begins with a letter.", listOf(glob))
    .refine(
      (kinds) => !Object.hasOwn(kinds, "other"),
      "`other` is whatever no kind matches, and cannot be given globs.",
    )
    .optional(),
  rules: mapOf(/^[A-Za-z][A-Za-z0-9-]*$/, "that is no rule's id.", ruleSetting).optional(),
  counting: z
    .strictObject({
      methods: listOf(z.enum(countingMethods)).optional(),
      author: z.enum(["ignore", "allow"]).optional(),
      contributors: z.enum(["ignore", "allow"]).optional(),
      "update-merges": z.enum(["reset", "keep"]).optional(),
      "expire-after": duration.nullable().optional(),
    })
    .refine(notEmpty, saysNothing)
    .optional(),
  requirements: z
    .array(
      z.strictObject({
        name: name.optional(),
        enforced: z.literal(true).optional(),
        when: z.unknown().optional(),
        require: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(500)
    .optional(),
  otherwise: z.strictObject({ require: z.unknown().optional(), enforced: z.literal(true).optional() }).optional(),
  objections: z.strictObject({ from: listOf(name) }).optional(),
  commands: z
    .strictObject(
      Object.fromEntries(grantableCommands.map((command) => [command, listOf(name).optional()])) as {
        [command in (typeof grantableCommands)[number]]: z.ZodOptional<z.ZodType<readonly string[]>>; // `fromEntries` forgets its keys
      },
    )
    .refine(notEmpty, saysNothing)
    .optional(),
  "after-landing": z
    .strictObject({
      "on-withdrawal": z.enum(["alert", "rollback"]).optional(),
      "on-expiry": z.enum(["ignore", "alert", "rollback"]).optional(),
    })
    .refine(notEmpty, saysNothing)
    .optional(),
});

export type LayerFile = z.infer<typeof layerSchema>;
