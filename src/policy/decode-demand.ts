import { z } from "zod";
import { permissionLevels } from "../domain/change.ts";
import type { Demand } from "../domain/policy.ts";
import { didYouMean, listNames, quoteName } from "../formats/did-you-mean.ts";
import type { YamlPath } from "../formats/yaml-document.ts";
import { listOf, name } from "../predicates/accepts.ts";
import { maxDepth } from "./decode-condition.ts";
import { type Decoding, decodePart, entriesAt, mapAt, placed, refer, report, valueAt } from "./decode-part.ts";
import { demandSample } from "./samples.ts";

const forms = ["count", "checks", "labels", "signed", "agreement", "all", "any"] as const;
const known = [...forms, "from", "permissions", "distinct", "each", "blind"];

const count = z
  .strictObject({
    count: z.int().min(1).max(1000),
    from: listOf(name).optional(),
    permissions: listOf(z.enum(permissionLevels)).optional(),
    distinct: z.literal("organisation").optional(),
    each: z.literal("dataset").optional(),
    blind: z.boolean().optional(),
  })
  .refine(({ from, permissions }) => from !== undefined || permissions !== undefined, {
    message: "`count` needs `from` (groups), `permissions`, or both: who may approve?",
    when: ({ issues }) => issues.length === 0, // an unknown key may have been meant as one of them
  });

const checks = z.strictObject({
  checks: listOf(z.string().regex(/^[^/\s]+\/.+$/, "A check is named with its app, such as `github-actions/ci`.")),
});

const labels = z.strictObject({ labels: listOf(name), from: listOf(name) });

const signed = z.strictObject({ signed: z.literal(true) });

const signedBy = z.strictObject({ signed: z.strictObject({ by: listOf(name) }) });

const agreement = z.strictObject({ agreement: z.literal(true) });

/** What may stand under `require` but for `none`, `all` and `any`. */
export const demandForms: Readonly<Record<string, z.ZodType>> = { count, checks, labels, signed, signedBy, agreement };

/** Decodes what stands under `require`: one form a map, or `none`. `null`: problems were reported. */
export function decodeDemand(decoding: Decoding, at: YamlPath, depth = 0): Demand | null {
  const demand = decodeAny(decoding, at, depth);
  return demand === null ? null : placed(decoding, demand, at);
}

function decodeAny(decoding: Decoding, at: YamlPath, depth: number): Demand | null {
  const value = valueAt(decoding, at);
  if (value === "none") return { form: "none" };
  if (depth > maxDepth) {
    report(decoding, at, `Requirements stand at most ${maxDepth} deep in each other.`);
    return null;
  }
  if (typeof value === "string") {
    const help = didYouMean(value, ["none"]) || ` For example: \`${demandSample}\`.`;
    report(decoding, at, `\`require\` is a map, or \`none\`, not ${quoteName(value)}.${help}`);
    return null;
  }
  const map = mapAt(decoding, at, {
    what: depth === 0 ? "`require`" : "A requirement",
    wanted: "a map, or `none`",
    help: describeHelp(value),
  });
  if (map === null) return null;
  const keys = Object.keys(map);
  const form = findForm(decoding, at, keys);
  if (form === "all" || form === "any") return decodeList(decoding, at, form, keys, depth);
  return form === null ? null : decodeForm(decoding, at, form);
}

function describeHelp(value: unknown): string {
  if (Array.isArray(value))
    return `Join several with \`all\` or \`any\`: \`{ all: [${demandSample}, { signed: true }] }\`.`;
  return `For example: \`${demandSample}\`.`;
}

function findForm(decoding: Decoding, at: YamlPath, keys: readonly string[]): (typeof forms)[number] | null {
  const found = forms.filter((form) => keys.includes(form));
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  if (second !== undefined) {
    report(
      decoding,
      [...at, second],
      `A requirement has one form: ${listNames(found)} cannot stand in one map. Join them with \`all\` or \`any\`.`,
      "key",
    );
    return null;
  }
  const strange = keys.filter((key) => !known.includes(key));
  for (const key of strange) {
    report(decoding, [...at, key], `Unknown key ${quoteName(key)} in a requirement.${didYouMean(key, known)}`, "key");
  }
  if (strange.length === 0) report(decoding, at, `A requirement needs one of ${listNames(forms)}.`);
  return null;
}

function decodeForm(
  decoding: Decoding,
  at: YamlPath,
  form: Exclude<(typeof forms)[number], "all" | "any">,
): Demand | null {
  switch (form) {
    case "count":
      return decodeCount(decoding, at);
    case "checks": {
      const decoded = decodePart(decoding, at, checks, () => "{ checks: [github-actions/ci] }");
      return decoded === null ? null : { form, checks: decoded.checks.map(splitCheck) };
    }
    case "labels": {
      const decoded = decodePart(decoding, at, labels, () => "{ labels: [urgent], from: data-controllers }");
      refer(decoding, "group", [...at, "from"]);
      return decoded === null ? null : { form, labels: decoded.labels, from: decoded.from };
    }
    case "signed":
      return decodeSigned(decoding, at);
    case "agreement":
      return decodePart(decoding, at, agreement, () => "{ agreement: true }") === null ? null : { form };
    default:
      return form satisfies never;
  }
}

function decodeCount(decoding: Decoding, at: YamlPath): Demand | null {
  const decoded = decodePart(decoding, at, count, (place) =>
    place.at(-1) === "blind" ? "{ count: 2, from: data-controllers, blind: true }" : demandSample,
  );
  refer(decoding, "group", [...at, "from"]);
  if (decoded === null) return null;
  return {
    form: "count",
    count: decoded.count,
    from: decoded.from ?? [],
    permission: weakest(decoded.permissions ?? []),
    distinct: decoded.distinct ?? null,
    each: decoded.each ?? null,
    ...(decoded.blind === true ? { blind: true } : {}),
  };
}

function decodeSigned(decoding: Decoding, at: YamlPath): Demand | null {
  if (typeof valueAt(decoding, [...at, "signed"]) !== "object")
    return decodePart(decoding, at, signed, () => "{ signed: true }") === null ? null : { form: "signed" };
  const decoded = decodePart(decoding, at, signedBy, () => "{ signed: { by: data-controllers } }");
  refer(decoding, "group", [...at, "signed", "by"]);
  return decoded === null ? null : { form: "signed", by: decoded.signed.by };
}

function decodeList(
  decoding: Decoding,
  at: YamlPath,
  form: "all" | "any",
  keys: readonly string[],
  depth: number,
): Demand | null {
  const others = keys.filter((key) => key !== form);
  for (const key of others) report(decoding, [...at, key], `${quoteName(key)} cannot stand beside \`${form}\`.`, "key");

  const entries = entriesAt(decoding, [...at, form]);
  if (entries.length === 0) report(decoding, [...at, form], `\`${form}\` must not be an empty list.`);
  const of = entries.map((entry) => decodeDemand(decoding, entry, depth + 1));
  return entries.length > 0 && others.length === 0 && of.every((one) => one !== null) ? { form, of } : null;
}

/** The permission that each of them includes. */
export function weakest(
  permissions: readonly (typeof permissionLevels)[number][],
): (typeof permissionLevels)[number] | null {
  return permissionLevels.find((level) => permissions.includes(level)) ?? null;
}

function splitCheck(text: string): { readonly app: string; readonly name: string } {
  const slash = text.indexOf("/");
  return { app: text.slice(0, slash), name: text.slice(slash + 1) };
}
