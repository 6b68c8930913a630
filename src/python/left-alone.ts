import type { DagFactory } from "./airflow/dag-values.ts";
import type { ModuleRecord } from "./evaluate/machine.ts";

/**
 * Tells of functions decorated with `@dag` that nobody called whether nobody else can: they are bound to a name of the module, or nothing in
 * the file speaks of them but their definition.
 */
export function openLeftAlone({ scope, syntax }: ModuleRecord): (factory: Pick<DagFactory, "name">) => boolean {
  const bound = new Set([...scope.names.values()].flatMap((one) => (one.kind === "native" ? [one.name] : [])));
  const words = new Map<string, number>();
  for (const [word] of syntax.source.matchAll(/[\p{L}\p{N}_]+/gu)) words.set(word, (words.get(word) ?? 0) + 1);
  return ({ name }) => bound.has(name) || words.get(name) === 1;
}
