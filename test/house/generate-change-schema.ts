import { z } from "zod";
import { changeSchema } from "../../src/core/change-schema.ts";
import type { GeneratedFile } from "./generate-rules-index.ts";

/** `docs/schemas/change.schema.json`: the input of `policy decide`, from the very schema that decodes it. */
export function renderChangeSchema(): GeneratedFile {
  const { $schema, ...schema } = z.toJSONSchema(changeSchema, { io: "input", reused: "ref" });
  const titled = { $schema, title: "The change that `countersign policy decide` takes", ...schema };
  return { path: "docs/schemas/change.schema.json", text: `${JSON.stringify(titled, null, 2)}\n` };
}
