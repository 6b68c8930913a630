import { listNames, quoteName } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { createKindOf } from "../../predicates/path-kinds.ts";
import { predicatesIn } from "../rests-on.ts";
import { byWeight, type StackedLayer } from "../stack-layers.ts";
import { type NoteSubject, noteAt, writtenIn } from "./note-subject.ts";

/** Kinds of another layer that are replaced, so that what its requirements ask for is no longer asked for paths that it meant. */
export function findReplacedKinds(subject: NoteSubject): readonly FormatProblem[] {
  const weighed = byWeight(subject.layers);
  const kindOf = createKindOf(subject.policy.kinds);
  return writtenIn(subject).flatMap((layer) =>
    Object.keys(layer.file.kinds ?? {}).flatMap((name) => {
      const replaced = weighed
        .slice(0, weighed.indexOf(layer))
        .findLast(({ file, requirements }) => file.kinds?.[name] !== undefined && !isEnforced(file, requirements));
      const lost = (replaced?.file.kinds?.[name] ?? []).filter((glob) => kindOf(exampleOf(glob)) === "other");
      if (replaced === undefined || lost.length === 0) return [];
      return [noteAt(layer, ["kinds", name], describe(name, lost, replaced, weighed), "key")];
    }),
  );
}

/** What a layer enforces keeps its kinds. */
function isEnforced(file: StackedLayer["file"], requirements: StackedLayer["requirements"]): boolean {
  return file.enforced === true || requirements.some(({ enforced }) => enforced === true);
}

function describe(
  name: string,
  lost: readonly string[],
  replaced: StackedLayer,
  layers: readonly StackedLayer[],
): string {
  const asking = layers
    .slice(0, layers.indexOf(replaced) + 1)
    .flatMap(({ requirements }) => requirements)
    .filter(({ when }) => when !== null && predicatesIn(when).some(({ key, wanted }) => speaksOf(key, wanted, name)));
  const names = asking.map((one) => one.name);
  const unasked =
    names.length === 0 ? "" : `, and ${listNames(names)} ${names.length === 1 ? "does" : "do"} not ask for them`;
  return `${quoteName(name)} replaces ${listNames(lost)} of ${quoteName(replaced.decoding.document.path)}: these are now of no kind${unasked}. Add them to the list, unless that is meant.`;
}

function speaksOf(key: string, wanted: unknown, kind: string): boolean {
  return key === "changes" && Array.isArray(wanted) && wanted.includes(kind);
}

/** A path that a glob matches. */
function exampleOf(glob: string): string {
  return glob
    .replaceAll("**", "a")
    .replaceAll(/[*?]/g, "a")
    .replaceAll(/\{([^,{}]*)[^{}]*\}/g, "$1")
    .replaceAll(/\[(.)[^\]]*\]/g, "$1");
}
