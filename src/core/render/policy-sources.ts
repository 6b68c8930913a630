import type { PolicySource, Requirement } from "../../domain/policy.ts";

/** A requirement, and the file that says it. */
export interface RequirementSource {
  readonly name: string;
  /** `null` where it is not known. */
  readonly layer: string | null;
  /** From 1. */
  readonly line: number | null;
  readonly enforced: boolean;
}

/** From where each requirement of a policy comes, `otherwise` among them. */
export function requirementSources(source: PolicySource): readonly RequirementSource[] {
  if (source.state !== "valid") return [];
  const { requirements, otherwise, otherwiseFrom } = source.policy;
  return [
    ...requirements.map((one) => toSource(one.name, one)),
    ...(otherwise === null ? [] : [toSource("otherwise", otherwiseFrom ?? {})]),
  ];
}

function toSource(name: string, { origin, enforced }: Pick<Requirement, "origin" | "enforced">): RequirementSource {
  return { name, layer: origin?.layer ?? null, line: origin?.line ?? null, enforced: enforced === true };
}

/** The same as lines for people. */
export function renderSources(sources: readonly RequirementSource[]): readonly string[] {
  return sources.map(({ name, layer, line, enforced }) => {
    const where = layer === null ? "" : ` (${layer}${line === null ? "" : `, line ${line}`})`;
    return `  ${name}${where}${enforced ? ", enforced" : ""}`;
  });
}
