import { buildAcceptance } from "../../core/attest/build-statement.ts";
import { type Envelope, statementPayloadType } from "../../domain/attestation.ts";
import type { AcceptedState } from "../../store/accepted-state.ts";
import { readRecord, writeRecord } from "../../store/release-records.ts";
import { digestFiles } from "../digest-files.ts";
import type { Acceptance, PullPorts, Scene } from "./ports.ts";

type Ports = Pick<PullPorts, "node" | "store" | "stateDirectory" | "signer">;

/** Keeps what the service says of a release to each target: it is left beside their trees as it is. */
export function keepEnvelopes(
  { stateDirectory }: Ports,
  namespace: string,
  commit: string,
  envelopes: Acceptance["envelopes"],
): void {
  for (const [target, envelope] of envelopes ?? [])
    writeRecord(stateDirectory, namespace, target, { commit, envelope });
}

/**
 * What is left beside the tree of a target: why it was accepted. Of a release that the service attests it is what the service
 * says, else the node's own statement, which is made once; unsigned where the node has no key.
 */
export async function recordRelease(
  ports: Ports,
  scene: Pick<Scene, "mirror" | "place" | "ref" | "repository">,
  state: AcceptedState,
  target: string,
): Promise<Envelope> {
  const { node, signer, stateDirectory, store } = ports;
  const { namespace } = scene.repository;
  const known = readRecord(stateDirectory, namespace, target);
  const isAsGoodAsCanBe = known !== null && (known.envelope.signatures.length > 0 || signer === null);
  if (isAsGoodAsCanBe && known.commit === state.commit) return known.envelope;

  const { commit, tree, basis, reason, by, at, evidence = null } = state;
  const about = { node: node.node, target, namespace, repository: scene.place, baseRef: scene.ref };
  const why = { landed: { commit, tree }, basis, reason, by, evidence, at };
  const files = await digestFiles(store, scene.mirror, tree);
  const payload = JSON.stringify(buildAcceptance({ ...about, ...why }, files));
  const envelope = signer === null ? unsigned(payload) : await signer.sign(statementPayloadType, payload);
  writeRecord(stateDirectory, namespace, target, { commit, envelope });
  return envelope;
}

function unsigned(payload: string): Envelope {
  return { payloadType: statementPayloadType, payload: Buffer.from(payload).toString("base64"), signatures: [] };
}
