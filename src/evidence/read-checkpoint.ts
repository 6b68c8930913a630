import { z } from "zod";
import type { AuditCheckpoint } from "../domain/attestation.ts";
import { readStrictJson } from "../formats/strict-json.ts";

export const checkpointSchema = z.object({
  version: z.literal(1),
  seq: z.int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  isStart: z.literal(true).exactOptional(),
});

/** Reads what a checkpoint signs. */
export function readCheckpoint(text: string): { readonly content: AuditCheckpoint } | { readonly problem: string } {
  const json = readStrictJson(text);
  if ("problem" in json) return json;
  const parsed = checkpointSchema.safeParse(json.value);
  return parsed.success ? { content: parsed.data } : { problem: "is no checkpoint of an audit log" };
}
