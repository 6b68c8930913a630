import { z } from "zod";
import { didYouMean, quoteName } from "../formats/did-you-mean.ts";
import { type FormatProblem, problemAt } from "../formats/format-problem.ts";
import { samplesOf } from "../formats/samples-of.ts";
import { beginDecoding, type Decoding, decodePart, valueAt } from "./decode-part.ts";
import { commonKeys, everyRule, groupOf } from "./rule-settings.ts";
import { policySamples } from "./samples.ts";

/** A rule of which a policy may speak; `options` are its own. */
export interface KnownRule {
  readonly id: string;
  readonly options?: z.ZodObject;
}

/** Codes of ruff's: one that Countersign does not run may be off, which it is. https://docs.astral.sh/ruff/rules/ */
const ruffCode = /^[A-Z]{1,5}\d{3,4}$/;

/** What a layer says of rules that are not there, and with options that they do not have. */
export function ruleProblems(decoding: Decoding, known: readonly KnownRule[]): readonly FormatProblem[] {
  const said = valueAt(decoding, ["rules"]);
  if (typeof said !== "object" || said === null || Array.isArray(said)) return [];
  const byId = new Map(known.map((rule) => [rule.id, rule]));
  const groups = new Set([everyRule, ...known.map(({ id }) => groupOf(id))]);
  const names = [...byId.keys(), ...groups];
  const { document } = decoding;
  const shape: Record<string, z.ZodType> = {};
  const unknown: FormatProblem[] = [];
  for (const [id, setting] of Object.entries(said)) {
    const rule = byId.get(id);
    if (rule !== undefined || groups.has(id)) {
      if (typeof setting === "object") shape[id] = optionsSchema(rule);
    } else if (!(setting === "off" && ruffCode.test(id))) {
      const message = `Unknown rule ${quoteName(id)}.${didYouMean(id, names)} \`countersign rules\` lists them.`;
      unknown.push(problemAt(document.path, document.spanOf(["rules", id], "key"), message));
    }
  }
  const apart = beginDecoding(document);
  decodePart(apart, [], z.looseObject({ rules: z.looseObject(shape) }), samplesOf(policySamples));
  return [...unknown, ...apart.problems];
}

/** A group has no options of its own. What any rule may have is decoded elsewhere. */
function optionsSchema(rule: KnownRule | undefined): z.ZodObject {
  const common = Object.fromEntries(commonKeys.map((key) => [key, z.unknown().optional()]));
  return z.strictObject({ ...rule?.options?.shape, ...common });
}
