import type { ChangeRequest } from "../../src/domain/change.ts";
import type { PeopleGroup } from "../../src/domain/policy.ts";
import { defaultKinds } from "../../src/policy/defaults.ts";
import type { Predicate, Verdict } from "../../src/predicates/define-predicate.ts";
import { opaquePaths } from "../../src/predicates/opaque.ts";
import { changedPaths, createKindsOf } from "../../src/predicates/path-kinds.ts";
import { createRoster } from "../../src/predicates/roster.ts";
import { jobRequest } from "../core/decide/facts.ts";

const writers: PeopleGroup = {
  name: "writers",
  organisation: null,
  keys: [],
  users: [{ id: 1, login: "ada" }],
  permission: null,
};
const team: PeopleGroup = { name: "team", organisation: null, keys: ["team:acme/team"], users: [], permission: null };

/** Decodes what a policy says and asks the predicate about a change, `writers` being ada and `team` a team of the forge. */
export function evaluate(predicate: Predicate, said: unknown, more: Partial<ChangeRequest> = {}): Verdict {
  const change = { ...jobRequest, ...more };
  const opaque = opaquePaths(change.files.items);
  return predicate.evaluate(predicate.accepts.parse(said), {
    change,
    paths: changedPaths(change.files.items),
    opaque,
    kindsOf: createKindsOf(defaultKinds, opaque),
    roster: createRoster([writers, team], change),
  });
}

/** What a predicate says of a value that it does not take; nothing when it takes it. */
export function refusals(predicate: Predicate, said: unknown): readonly string[] {
  return predicate.accepts.safeParse(said).error?.issues.map(({ message }) => message) ?? [];
}
