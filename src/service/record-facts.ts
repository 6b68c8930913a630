import type { KeyStore } from "../evidence/key-store.ts";
import { writeCanonicalJson } from "../formats/canonical-json.ts";
import { sha256Hex } from "../formats/sha256.ts";
import type { AuditEntry, AuditStore, Delivery, DeliveryOutcome, TaskSubject } from "../ports/store.ts";
import type { Configuration } from "./configuration.ts";

/** What became of a delivery whose signature was good. Others are counted only: anybody could fill the log. */
export function deliveryEntry(
  { id, forge, event, receivedAt }: Delivery,
  subjects: readonly TaskSubject[],
  outcome: DeliveryOutcome,
): AuditEntry {
  const details = { forge, delivery: id, event, outcome, looks: subjects };
  return { at: receivedAt, kind: "delivery", repository: null, details };
}

/**
 * Tells the audit log with which configuration and keys the service runs, when they are others than before. Keys are files: whoever
 * was killed between making one and telling it has it told here.
 */
export async function recordConfiguration(
  store: Pick<AuditStore, "append" | "readLastEntry">,
  configuration: Configuration,
  { keys }: ReturnType<KeyStore["list"]>,
  at: Date,
): Promise<void> {
  const details = {
    ...describeConfiguration(configuration),
    keys: keys.map(({ keyid, state }) => ({ keyid, state })),
  };
  const last = await store.readLastEntry("configuration");
  if (last !== null && writeCanonicalJson(last.details) === writeCanonicalJson(details)) return;
  await store.append({ at: at.toISOString(), kind: "configuration", repository: null, details });
}

/** What is not secret; of secrets only whether they are set. */
function describeConfiguration(configuration: Configuration): Readonly<Record<string, unknown>> {
  const { github, gitlab, node, s3 } = configuration;
  return {
    github: github === null ? null : { appId: github.appId, apiUrl: withoutUser(github.apiUrl) },
    gitlab:
      gitlab === null
        ? null
        : {
            url: withoutUser(gitlab.url),
            hasSecret: gitlab.secret !== null,
            hasSigningToken: gitlab.signingToken !== null,
          },
    node:
      node === null
        ? null
        : {
            name: node.node,
            sha256: sha256Hex(writeCanonicalJson(node)),
            controllers: node.controllers.map(({ forge, id, login }) => ({ forge, id, login })),
          },
    host: configuration.host,
    port: configuration.port,
    workers: configuration.workers,
    reconcileIntervalMs: configuration.reconcileIntervalMs,
    runIntervalMs: configuration.runIntervalMs,
    makesEvidence: configuration.keyPassphrase !== null,
    servesAttestations: configuration.readToken !== null,
    s3: { endpoint: s3.endpoint === null ? null : withoutUser(s3.endpoint), region: s3.region },
  };
}

function withoutUser(url: string): string {
  return url.replace(/\/\/[^@/]*@/, "//");
}
