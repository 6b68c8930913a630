import { z } from "zod";
import type { Actors, PolicyBotRule } from "./policy-bot-schema.ts";

export interface RequiresContext {
  readonly groupOf: (actors: Actors) => string;
  readonly note: (sentence: string) => void;
  /** For what cannot be carried over to anything. */
  readonly refuse: (message: string) => void;
}

/** What a check of an unknown app is called until somebody fills in the app: it never reports, so it holds back. */
const unknownApp = "fill-in-the-app";

/** A rule's `requires` as a demand of ours. Without one, policy-bot approves by itself. */
export function carryRequires({ name, requires }: PolicyBotRule, context: RequiresContext): unknown {
  const count = requires?.count ?? 0;
  const approvals = count === 0 || requires == null ? [] : [{ count, from: carryActors(requires, name, context) }];
  const conditions = Object.entries(requires?.conditions ?? {}).flatMap(([key, value]) =>
    carryNeed(key, value, name, context),
  );
  const parts = [...approvals, ...conditions];
  return parts.length === 0 ? "none" : parts.length === 1 ? parts[0] : { all: parts };
}

function carryActors(actors: Actors, rule: string, { groupOf, note }: RequiresContext): string {
  const { users, organizations, teams, permissions, admins, write_collaborators } = actors;
  const lists = [users, organizations, teams, permissions].flatMap((list) => list ?? []);
  if (lists.length > 0 || admins === true || write_collaborators === true) return groupOf(actors);
  note(`The rule ${JSON.stringify(rule)} lets anybody approve; here it must be somebody who may read the repository.`);
  return groupOf({ permissions: ["read"] });
}

const statuses = z.union([
  z.array(z.string()).min(1),
  z.looseObject({ statuses: z.array(z.string()).min(1) }).transform((value) => value.statuses),
]);

function carryNeed(key: string, value: unknown, rule: string, { note, refuse }: RequiresContext): readonly unknown[] {
  if (key === "has_valid_signatures" && value === true) return [{ signed: true }];
  const named = key === "has_status" || key === "has_successful_status" ? statuses.safeParse(value) : null;
  if (named?.success === true) {
    note(
      `Checks are named with their app: put it in the place of \`${unknownApp}\`. Until then they hold every change back.`,
    );
    return [{ checks: named.data.map((status) => `${unknownApp}/${status}`) }];
  }
  refuse(
    `The rule ${JSON.stringify(rule)} requires \`${key}\`, which cannot be said here. Take it out, and say it in another way.`,
  );
  return [];
}
