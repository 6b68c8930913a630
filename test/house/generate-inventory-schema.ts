import { z } from "zod";
import { inventorySchema } from "../../src/formats/inventory.ts";
import type { GeneratedFile } from "./generate-rules-index.ts";

/** `docs/schemas/inventory.schema.json`: what `countersign inventory` writes, from the very schema that decodes it. */
export function renderInventorySchema(): GeneratedFile {
  const { $schema, ...schema } = z.toJSONSchema(inventorySchema, { io: "input" });
  const titled = { $schema, title: "What a node has, as `countersign inventory` writes it", ...schema };
  return { path: "docs/schemas/inventory.schema.json", text: `${JSON.stringify(titled, null, 2)}\n` };
}
