import type { Logger } from "pino";
import { objectToCheckpoint, signHead } from "../evidence/checkpoints.ts";
import type { Clock } from "../ports/clock.ts";
import type { Signer } from "../ports/signer.ts";
import type { AuditEntry, AuditStore, Store } from "../ports/store.ts";
import type { Evidence } from "./start-evidence.ts";

/** A killed service leaves at most so many entries without a signed point, until it starts again. */
export const entriesBetweenCheckpoints = 100;

export interface Checkpoints {
  /** The store, of which every hundredth entry of the audit log is signed. */
  readonly store: Store;
  /** Signs the newest entry. */
  sign(): Promise<void>;
}

/** Whether what a method is given is, or may be, an entry of the audit log, or makes one. */
type IsEntry<T> = AuditEntry extends T ? true : T extends (...values: never) => AuditEntry ? true : false;
type TakesEntry<A extends readonly unknown[]> = true extends { [I in keyof A]: IsEntry<A[I]> }[number] ? true : false;

/** The methods of the store that add to the audit log: all that take an entry. */
type Recording = {
  [Name in keyof Store]: TakesEntry<Parameters<Store[Name]>> extends true ? Name : never;
}[keyof Store];

/** All of them: one that is missing, or is none, does not compile. */
const recording: Readonly<Record<Recording, true>> = {
  append: true,
  receive: true,
  recordLanding: true,
  recordRelease: true,
  recordRecall: true,
  endRecall: true,
  moveRun: true,
  updatePublication: true,
  recordDecision: true,
  recordAnswer: true,
  recordOrganisationPolicy: true,
  recordAttestation: true,
};

/**
 * Signs points of the audit log, so that a chain that was rewritten as a whole is found. What does not follow from the last
 * signed point is not signed again: that would make a forgery good.
 */
export async function keepCheckpoints(
  store: Store,
  { signer, keys }: Pick<Evidence, "signer" | "keys">,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): Promise<Checkpoints> {
  if (signer === null) return { store, sign: async () => {} };
  if (await isRewritten(store, keys.list())) {
    log.error("the audit log is not the one that was signed, so it is not signed again: countersign audit verify");
    return { store, sign: async () => {} };
  }

  let { seq: since } = await store.readAuditHead();
  const sign = () => signNow(store, signer, clock, log);
  function counted(write: (...values: never) => Promise<unknown>) {
    return async (...values: never) => {
      const answer = await write(...values);
      const { seq } = await store.readAuditHead();
      if (seq - since < entriesBetweenCheckpoints) return answer;
      since = seq;
      await sign();
      return answer;
    };
  }
  const names = Object.keys(recording) as Recording[]; // it has no other keys
  const signing = Object.fromEntries(names.map((name) => [name, counted(store[name])]));
  return { sign, store: { ...store, ...(signing as Pick<Store, Recording>) } }; // each takes and answers what it did
}

/** Whether the log since the last signed point, or that point, is another than it was. */
async function isRewritten(
  store: Pick<AuditStore, "readLastCheckpoint" | "readHashOf" | "verifyChain">,
  keys: ReturnType<Evidence["keys"]["list"]>,
): Promise<boolean> {
  const last = await store.readLastCheckpoint();
  if (last === null) return (await store.verifyChain()).broken !== null;
  const hash = await store.readHashOf(last.seq);
  if (hash === null || objectToCheckpoint(last, hash, keys) !== null) return true;
  return (await store.verifyChain({ seq: last.seq, hash })).broken !== null;
}

async function signNow(store: AuditStore, signer: Signer, clock: Clock, log: Logger): Promise<void> {
  await signHead(store, signer, clock.now()).catch((error: unknown) => {
    log.error({ err: error }, "the audit log could not be signed; it is tried again later");
  });
}
