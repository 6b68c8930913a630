import { signStart } from "../evidence/checkpoints.ts";
import { openKeyStore } from "../evidence/key-store.ts";
import { createSigner } from "../evidence/signer.ts";
import type { AuditPoint } from "../ports/store.ts";
import { openAuditWriter } from "../store/open-audit-writer.ts";

export interface PruneOptions {
  readonly directory: string;
  readonly passphrase: string;
  readonly before: Date;
  readonly now: Date;
}

/** Removes the entries before an instant, unless the chain is broken. `start` is the last of them; `null` when there are none. */
export async function pruneAuditLog({
  directory,
  passphrase,
  before,
  now,
}: PruneOptions): Promise<{ removed: number; start: AuditPoint | null } | { broken: number }> {
  const signer = createSigner(openKeyStore(directory), passphrase);
  const log = openAuditWriter(directory);
  try {
    const { broken } = await log.verifyChain();
    if (broken !== null) return { broken };
    const start = await log.findLastBefore(before.toISOString());
    if (start === null) return { removed: 0, start: null };
    const checkpoint = await signStart(start, signer, now);
    const removed = await log.prune(start, checkpoint, {
      at: now.toISOString(),
      kind: "prune",
      repository: null,
      details: {
        before: before.toISOString(),
        upTo: start.seq,
        hash: start.hash,
        by: "an operator of this machine",
        signed: checkpoint.envelope,
      },
    });
    return { removed, start };
  } finally {
    log.close();
  }
}
