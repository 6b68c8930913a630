import type { Consequences } from "../../domain/consequences.ts";
import { writeCanonicalJson } from "../../formats/canonical-json.ts";
import { sha256Hex } from "../../formats/sha256.ts";

/** SHA-256 (hex) of the canonical JSON. Nothing in it depends on when it was made. */
export function digestConsequences(consequences: Consequences): string {
  return sha256Hex(writeCanonicalJson(consequences));
}
