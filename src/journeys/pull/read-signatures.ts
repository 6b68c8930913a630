import { signersByKey, verifyBlock } from "../../core/verify-block.ts";
import type { SignedStatement } from "../../core/weigh-signatures.ts";
import type { SignatureBlock } from "../../domain/countersignature.ts";
import { ForgeError, ServiceError } from "../../domain/errors.ts";
import { findSignatureBlocks } from "../../formats/signature-block.ts";
import type { PullPorts, Scene, Signatures } from "./ports.ts";

/** More than any repository needs: whoever floods a source, such as the comments, must neither keep the node busy nor hide the others. */
const maxBlocksOfSource = 2_000;
const maxProblems = 10;

/** All signatures that can be found now, each verified against the keys in the node's file. */
export async function readSignatures(
  ports: Pick<PullPorts, "node" | "sources">,
  scene: Scene,
  steps: readonly string[],
): Promise<Signatures> {
  const problems = new Set<string>();
  const blocks = await gatherBlocks(ports, scene, steps, (problem) => problems.add(problem));
  const signers = signersByKey(ports.node.controllers);
  const signed: SignedStatement[] = [];
  for (const block of blocks) {
    const verified = verifyBlock(block, signers);
    if ("statement" in verified) signed.push(verified);
    else if (problems.size < maxProblems) problems.add(verified.problem);
  }
  return { signed, problems: [...problems] };
}

/** Each block once, wherever it stands. */
async function gatherBlocks(
  { sources }: Pick<PullPorts, "sources">,
  scene: Scene,
  steps: readonly string[],
  onProblem: (problem: string) => void,
): Promise<readonly SignatureBlock[]> {
  const blocks = new Map<string, SignatureBlock>();
  for (const read of sources) {
    const texts = await read(scene, steps).catch((error: unknown): readonly string[] => {
      if (!(error instanceof ForgeError || error instanceof ServiceError)) throw error;
      onProblem(error.message);
      return []; // another source may have enough
    });
    const found = new Map(
      texts.flatMap(findSignatureBlocks).map((block) => [`${block.text}${block.signature}`, block] as const),
    );
    if (found.size > maxBlocksOfSource) {
      onProblem(`Only ${maxBlocksOfSource} of ${found.size} signatures in one place were looked at.`);
    }
    for (const [key, block] of [...found].slice(0, maxBlocksOfSource)) blocks.set(key, block);
  }
  return [...blocks.values()];
}
