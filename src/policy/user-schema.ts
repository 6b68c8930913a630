import { z } from "zod";
import { quoteName } from "../formats/did-you-mean.ts";
import { name } from "../predicates/accepts.ts";

const person = z.strictObject({ login: name, id: z.int().positive() });

/** A person, by the forge's numeric id: a login can be renamed, and then be taken by somebody else. */
export const user = z.unknown().transform(decodeUser).meta({ writtenAs: person });

function decodeUser(value: unknown, context: z.core.$RefinementCtx): z.infer<typeof person> {
  const parsed = person.safeParse(value);
  if (parsed.success) return parsed.data;
  const login = typeof value === "string" ? value : loginOf(value);
  if (login !== null && !hasId(value)) {
    context.addIssue({ code: "custom", message: describeBareLogin(login) });
    return z.NEVER;
  }
  for (const issue of parsed.error.issues)
    context.addIssue({ code: "custom", message: describePerson(issue), path: issue.path });
  return z.NEVER;
}

function loginOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("login" in value)) return null;
  return typeof value.login === "string" ? value.login : null;
}

function hasId(value: unknown): boolean {
  return typeof value === "object" && value !== null && "id" in value;
}

function describeBareLogin(login: string): string {
  const bare = login.replace(/^@/, "");
  return (
    `${quoteName(login)} is a login without an id, and a login can be renamed and taken by somebody else. ` +
    `Write \`{ login: ${bare}, id: 123 }\` with the account's id: \`gh api users/${bare} --jq .id\` tells it on GitHub, ` +
    `the page of the user (or \`/api/v4/users?username=${bare}\`) on GitLab.`
  );
}

function describePerson(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys")
    return `A user has \`login\` and \`id\`, not ${issue.keys.map((key) => quoteName(key)).join(", ")}.`;
  return "A user is written as `{ login: ben, id: 123 }`, `id` being the account's number.";
}
