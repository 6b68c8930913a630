import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { AcceptanceEvidence } from "../domain/attestation.ts";
import { ConfigError } from "../domain/errors.ts";
import { trustBases } from "../domain/trust.ts";
import { acceptanceEvidence } from "../formats/statement.ts";
import { writeDurably } from "./write-durably.ts";

/** How a node came to accept a tree. `restores`: it is the tree that was accepted before. */
export const acceptanceBases = [...trustBases, "restores"] as const;

const acceptedWire = z.object({
  version: z.literal(1),
  repository: z.string(),
  ref: z.string(),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  tree: z.string().regex(/^[0-9a-f]{40}$/),
  basis: z.enum(acceptanceBases),
  reason: z.string(),
  by: z.array(z.string()),
  at: z.string(),
  landedHeads: z.array(z.string().regex(/^[0-9a-f]{40}$/)),
  evidence: acceptanceEvidence.exactOptional(),
});

/** What a node accepted last of one repository, by its own judgement: nothing older goes live on the same signatures again. */
export type AcceptedState = Readonly<Omit<z.infer<typeof acceptedWire>, "evidence">> & {
  /** Why; absent of what was accepted before any was kept. */
  readonly evidence?: AcceptanceEvidence;
};

const maxLandedHeads = 20_000;

/** Reads what was accepted last in a namespace; `null` when nothing was. Throws `ConfigError` for a file that cannot be read. */
export function readAccepted(directory: string, namespace: string): AcceptedState | null {
  const file = fileOf(directory, namespace);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
    throw unreadable(file, cause);
  }
  try {
    return acceptedWire.parse(JSON.parse(text));
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** Replaces the file whole, on the disk before it answers. */
export function writeAccepted(directory: string, namespace: string, state: AcceptedState): void {
  const file = fileOf(directory, namespace);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const kept = { ...state, landedHeads: state.landedHeads.slice(-maxLandedHeads) };
  writeDurably(file, `${JSON.stringify(kept)}\n`);
}

function fileOf(directory: string, namespace: string): string {
  return join(directory, "accepted", `${namespace}.json`);
}

function unreadable(file: string, cause: unknown): ConfigError {
  return new ConfigError(
    file,
    `${file} says what this node accepted last, and cannot be read. Restore it from a backup, or remove it and sign a baseline anew.`,
    { cause },
  );
}
