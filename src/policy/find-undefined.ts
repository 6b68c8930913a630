import { datasetOwners, type Policy } from "../domain/policy.ts";
import { quoteName } from "../formats/did-you-mean.ts";
import { type FormatProblem, problemAt } from "../formats/format-problem.ts";
import type { PolicyLayer } from "./read-layer.ts";

/** Groups that something enforced names, and that only a lower layer defines: it could say that they are anybody. */
export function findUndefined(
  layers: readonly PolicyLayer[],
  groups: ReadonlySet<string>,
  { people }: Policy,
): readonly FormatProblem[] {
  const isMissing = (name: string) =>
    groups.has(name) && name !== datasetOwners && !people.some((group) => group.name === name);
  return layers.flatMap(({ decoding: { document, references } }) =>
    references
      .filter(({ to, name }) => to === "group" && isMissing(name))
      .map(({ name, at }) =>
        problemAt(
          document.path,
          document.spanOf(at),
          `What is enforced names the group ${quoteName(name)}, so it must be defined under \`people\` here, or in what this file extends: else a lower layer would say who that is.`,
        ),
      ),
  );
}
