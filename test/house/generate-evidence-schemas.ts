import { z } from "zod";
import { keySetSchema } from "../../src/formats/key-set.ts";
import { acceptanceSchema, approvalSchema, releaseSchema } from "../../src/formats/statement.ts";
import type { GeneratedFile } from "./generate-rules-index.ts";

/** Schemas of what is signed and of the keys, from the very schemas that decode them. */
export function renderEvidenceSchemas(): readonly GeneratedFile[] {
  return [
    render("keys", "The public keys: `keys.json`, and `countersign keys list --format json`", keySetSchema),
    render("approval-statement", "What is signed when a change is approved", approvalSchema),
    render("release-statement", "What is signed when a landing goes to a node", releaseSchema),
    render("acceptance-statement", "What a node that pulls says of a release that it accepted", acceptanceSchema),
  ];
}

function render(name: string, title: string, schema: z.ZodType): GeneratedFile {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", reused: "ref" });
  const text = JSON.stringify({ $schema, title, ...rest }, null, 2);
  return { path: `docs/schemas/${name}.schema.json`, text: `${text}\n` };
}
