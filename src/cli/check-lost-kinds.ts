import { partsOf } from "../core/inspect/inspect-parts.ts";
import type { Policy } from "../domain/policy.ts";
import { defaultKinds } from "../policy/defaults.ts";
import { createKindOf } from "../predicates/path-kinds.ts";
import { guessKind } from "./check-files.ts";

interface CheckedFile {
  readonly path: string;
  readonly kind: string;
}

/** Notes on kinds that the policy's own `kinds` leave out, of which there are files: no rule for them looks at any. */
export function describeLostKinds(
  policy: Policy | null,
  files: readonly CheckedFile[],
  showPath: (path: string) => string,
): readonly string[] {
  const placed = new Set(policy?.kinds.map(({ name }) => name));
  const lost = policy === null ? [] : defaultKinds.filter(({ name }) => !placed.has(name));
  return lost.flatMap(({ name, globs }) => {
    const byDefault = createKindOf([{ name, globs }]);
    const isMeant = ({ path, kind }: CheckedFile): boolean =>
      kind === "other" &&
      !partsOf(path, kind).nodeFile && // which is checked by its name
      (byDefault(path) === name || (name === "result" && guessKind(path) === name));
    const first = files.find(isMeant);
    if (first === undefined) return [];
    return [
      `note: the policy's \`kinds\` leave out \`${name}\`, so no rule for it looks at ${showPath(first.path)} or its like. Give \`${name}\` globs there, such as ${globs.map((glob) => `"${glob}"`).join(", ")}.`,
    ];
  });
}
