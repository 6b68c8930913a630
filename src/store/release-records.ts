import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Envelope } from "../domain/attestation.ts";
import { readEnvelope } from "../formats/dsse.ts";
import { writeDurably } from "./write-durably.ts";

/** What a node leaves beside the tree that is live in a target. */
export interface ReleaseRecord {
  readonly commit: string;
  readonly envelope: Envelope;
}

const wire = z.object({ version: z.literal(1), commit: z.string(), envelope: z.unknown() });

/** The node's own copy of the newest record of a place; `null` where there is none, or it was damaged: it can be made again. */
export function readRecord(directory: string, namespace: string, target: string): ReleaseRecord | null {
  try {
    const { commit, envelope } = wire.parse(JSON.parse(readFileSync(fileOf(directory, namespace, target), "utf8")));
    const reading = readEnvelope(JSON.stringify(envelope) ?? "", true);
    return "envelope" in reading ? { commit, envelope: reading.envelope } : null;
  } catch {
    return null;
  }
}

/** Replaces it whole, on the disk before it answers. */
export function writeRecord(directory: string, namespace: string, target: string, record: ReleaseRecord): void {
  const file = fileOf(directory, namespace, target);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeDurably(file, `${JSON.stringify({ version: 1, ...record })}\n`);
}

function fileOf(directory: string, namespace: string, target: string): string {
  return join(directory, "records", namespace, `${target}.json`);
}
