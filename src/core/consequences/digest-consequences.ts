import { createHash } from "node:crypto";
import type { Consequences } from "../../domain/consequences.ts";
import { writeCanonicalJson } from "../../formats/canonical-json.ts";

/** SHA-256 (hex) of the canonical JSON. Nothing in it depends on when it was made. */
export function digestConsequences(consequences: Consequences): string {
  return createHash("sha256").update(writeCanonicalJson(consequences)).digest("hex");
}
