import type { ChangedFile } from "../domain/change.ts";
import type { PolicySource } from "../domain/policy.ts";
import { changedPaths, createKindOf } from "../predicates/path-kinds.ts";
import { defaultKinds } from "./defaults.ts";

/** What a path is under a policy; under none, or one that cannot be read, by the kinds that hold where a policy names none. */
export function kindOf(policy: PolicySource, path: string): string {
  return createKindOf(kindsFor(policy))(path);
}

/** All kinds of what a change touches, in alphabetical order. */
export function kindsOf(policy: PolicySource, files: readonly ChangedFile[]): readonly string[] {
  const kind = createKindOf(kindsFor(policy));
  return [...new Set(changedPaths(files).map(kind))].sort();
}

function kindsFor(policy: PolicySource) {
  return policy.state === "valid" ? policy.policy.kinds : defaultKinds;
}
