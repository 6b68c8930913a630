import { z } from "zod";
import { demandForms } from "../../src/policy/decode-demand.ts";
import { nodeSchema } from "../../src/policy/node-schema.ts";
import { layerSchema, ruleSetting } from "../../src/policy/policy-schema.ts";
import { predicates } from "../../src/predicates/index.ts";
import type { Rule } from "../../src/rules/define-rule.ts";
import { rules } from "../../src/rules/index.ts";
import type { GeneratedFile } from "./generate-rules-index.ts";

type Json = Record<string, unknown>;

/** `docs/schemas/policy.schema.json`, for editors: from the schemas that decode a policy, and what the predicates say of themselves. */
export function renderPolicySchema(): GeneratedFile {
  const { $schema, ...schema } = toJson(layerSchema);
  const { requirements, otherwise, rules: ruleMap } = schema.properties as Record<string, Json>; // an object's schema has them
  const item = (requirements?.items ?? {}) as Json; // a list's schema has it
  set(item, "when", { $ref: "#/$defs/condition" });
  set(item, "require", { $ref: "#/$defs/demand" });
  item.required = ["require"];
  set(otherwise ?? {}, "require", { $ref: "#/$defs/demand" });
  if (otherwise !== undefined) otherwise.required = ["require"];
  const properties = {
    ...(schema.properties as Json), // as above
    requirements: { anyOf: [requirements, item] },
    rules: { ...ruleMap, properties: Object.fromEntries(rules.map((rule) => [rule.id, settingOf(rule)])) },
  };
  const titled = { $schema, title: "A policy of Countersign", ...schema, properties, $defs: definitions() };
  return { path: "docs/schemas/policy.schema.json", text: `${JSON.stringify(titled, null, 2)}\n` };
}

/** `docs/schemas/node.schema.json`: the node's own file. */
export function renderNodeSchema(): GeneratedFile {
  const { $schema, ...schema } = toJson(nodeSchema);
  const titled = { $schema, title: "A node's own file, `countersign.node.yml`", ...schema };
  return { path: "docs/schemas/node.schema.json", text: `${JSON.stringify(titled, null, 2)}\n` };
}

/** What may be said of one rule. */
function settingOf({ summary, options }: Rule): Json {
  const said = withoutDialect(toJson(options)).properties as Record<string, Json>; // an object's schema has them
  const own = Object.fromEntries(Object.entries(said).map(([key, option]) => [key, notEmpty(option)]));
  if (Object.keys(own).length === 0) return { description: summary, $ref: "#/$defs/rule" };
  return { description: summary, ...settingWith(own) };
}

/** An empty list is refused when the policy is read, which no schema of zod's tells. */
function notEmpty({ mayBeEmpty, ...option }: Json): Json {
  return option.type === "array" && mayBeEmpty !== true ? { ...option, minItems: 1 } : option;
}

/** A word, or what may be said of any rule, with the rule's own options. */
function settingWith(own: Json): Json {
  const { anyOf } = withoutDialect(toJson(ruleSetting)) as { anyOf: readonly [Json, Json] }; // a word, or a map
  const [word, map] = anyOf;
  const properties = { ...(map.properties as Json), ...own }; // as above
  return { anyOf: [word, { ...map, properties, additionalProperties: false }] };
}

function definitions(): Json {
  const conditions = predicates.map(({ key, accepts, describe, example }) => [
    key,
    { description: `${describe} For example: \`${example}\`.`, ...withoutDialect(toJson(accepts)) },
  ]);
  const list = (name: string) => {
    const one = { $ref: `#/$defs/${name}` };
    return { anyOf: [one, { type: "array", minItems: 1, items: one }] };
  };
  const forms = Object.values(demandForms).map((form) => withoutDialect(toJson(form)));
  const combined = ["all", "any"].map((form) => ({
    type: "object",
    required: [form],
    additionalProperties: false,
    properties: { [form]: list("demand") },
  }));
  return {
    rule: settingWith({}),
    condition: {
      description: "When a requirement applies. Several keys must all hold.",
      type: "object",
      minProperties: 1,
      additionalProperties: false,
      properties: {
        ...Object.fromEntries(conditions),
        any: list("condition"),
        all: list("condition"),
        not: { $ref: "#/$defs/condition" },
      },
    },
    demand: {
      description: "What is asked for: one form a map, or `none`.",
      anyOf: [{ const: "none" }, ...forms.map(whoMayApprove), ...combined],
    },
  };
}

/** A count without anybody who may fill it is refused, which no schema of zod's tells. */
function whoMayApprove(form: Json): Json {
  const properties = form.properties as Json; // an object's schema has them
  return "count" in properties ? { ...form, anyOf: [{ required: ["from"] }, { required: ["permissions"] }] } : form;
}

/** As it is written. What a schema decodes itself is told by its `writtenAs`; of what nothing is known, anything may stand there. */
function toJson(schema: z.ZodType): Json {
  return z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override({ jsonSchema }) {
      const json = jsonSchema as Json; // with what `meta` added
      const { writtenAs } = json;
      if (!(writtenAs instanceof z.ZodType)) return;
      delete json.writtenAs;
      Object.assign(json, withoutDialect(toJson(writtenAs)));
    },
  }) as Json; // plain data
}

function withoutDialect({ $schema: _, ...schema }: Json): Json {
  return schema;
}

function set(schema: Json, key: string, value: Json): void {
  (schema.properties as Json)[key] = value; // an object's schema has them
}
