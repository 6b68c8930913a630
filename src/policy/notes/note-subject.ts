import type { Policy } from "../../domain/policy.ts";
import { type FormatProblem, problemAt } from "../../formats/format-problem.ts";
import type { YamlPath } from "../../formats/yaml-document.ts";
import type { PolicyLayer } from "../read-layer.ts";
import type { StackedLayer } from "../stack-layers.ts";

/** A good policy, of which something may be hardly meant. */
export interface NoteSubject {
  /** By their authority, the highest first. */
  readonly layers: readonly StackedLayer[];
  /** What they make together. */
  readonly policy: Policy;
  /** That of the repository's file, for what has no place of its own. */
  readonly path: string;
}

/** The files that somebody wrote for this organisation or repository: what a preset says is meant. */
export function writtenIn({ layers }: NoteSubject): readonly StackedLayer[] {
  return layers.filter(({ isPreset }) => !isPreset);
}

/** A note on a place of a layer. */
export function noteAt(
  { decoding: { document } }: PolicyLayer,
  at: YamlPath,
  message: string,
  part: "key" | "value" = "value",
): FormatProblem {
  return problemAt(document.path, document.spanOf(at, part), message);
}

/** The same for a condition or a demand that was decoded. */
export function noteOn(layer: PolicyLayer, part: object, message: string): FormatProblem {
  return noteAt(layer, layer.decoding.places.get(part) ?? [], message);
}
