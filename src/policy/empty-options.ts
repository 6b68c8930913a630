import { quoteName } from "../formats/did-you-mean.ts";
import { type FormatProblem, problemAt } from "../formats/format-problem.ts";
import { type Decoding, valueAt } from "./decode-part.ts";
import type { KnownRule } from "./known-rules.ts";
import { commonKeys } from "./rule-settings.ts";

/** Lists without an entry among the options of rules: such a rule would be off without anybody having said so. */
export function emptyOptions(decoding: Decoding, known: readonly KnownRule[]): readonly FormatProblem[] {
  const { document } = decoding;
  const said = valueAt(decoding, ["rules"]);
  if (typeof said !== "object" || said === null) return [];
  const byId = new Map(known.map((rule) => [rule.id, rule]));
  return Object.entries(said).flatMap(([id, setting]) => {
    const shape = byId.get(id)?.options?.shape;
    if (shape === undefined || typeof setting !== "object" || setting === null) return [];
    return Object.entries(setting).flatMap(([key, value]) => {
      const option = shape[key];
      if (!Array.isArray(value) || value.length > 0 || option === undefined || isCommon(key)) return [];
      if (option.meta()?.mayBeEmpty === true) return [];
      const message = `${quoteName(key)} is an empty list, by which ${quoteName(id)} says nothing. Name at least one, or leave it out; \`${id}: off\` switches the rule off.`;
      return [problemAt(document.path, document.spanOf(["rules", id, key]), message)];
    });
  });
}

function isCommon(key: string): boolean {
  return commonKeys.some((one) => one === key);
}
