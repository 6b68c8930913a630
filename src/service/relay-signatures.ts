import type { Logger } from "pino";
import { signersByKey, verifyBlock } from "../core/verify-block.ts";
import type { NodeFile } from "../domain/node.ts";
import { findSignatureBlocks, writeSignatureBlock } from "../formats/signature-block.ts";
import type { Forge, ForgeComment } from "../ports/forge.ts";
import type { SignatureFiles } from "../store/signature-files.ts";

export interface RelayParts {
  readonly node: NodeFile | null;
  readonly files: SignatureFiles;
  readonly log: Logger;
}

/**
 * A forge of which controllers' signatures that stand in comments are kept, whoever wrote the comment, as if they had been
 * posted: a node that cannot read the forge finds them here. The service decides nothing by them, and the node checks each.
 */
export function relaySignatures(forge: Forge, { node, files, log }: RelayParts): Forge {
  const signers = signersByKey(node?.controllers ?? []);
  if (signers.size === 0) return forge;

  async function keep(comments: readonly ForgeComment[]): Promise<void> {
    for (const block of comments.flatMap(({ body }) => findSignatureBlocks(body))) {
      const verified = verifyBlock(block, signers);
      if ("problem" in verified) continue; // anybody may write one
      const { repository } = verified.statement;
      const isKept = await files.keep(repository, writeSignatureBlock(block));
      if (!isKept) log.warn({ repository }, "there are too many signatures to keep another one");
    }
  }

  /** What goes wrong with it must not keep a change from being judged. */
  async function keepIfPossible(comments: readonly ForgeComment[]): Promise<void> {
    await keep(comments).catch((error: unknown) => log.warn({ err: error }, "a signature in a comment was not kept"));
  }

  return {
    ...forge,
    async readChange(ref) {
      const change = await forge.readChange(ref);
      await keepIfPossible(change.comments);
      return change;
    },
    async listCommitComments(repository, sha, alertKey) {
      const comments = await forge.listCommitComments(repository, sha, alertKey);
      await keepIfPossible(comments);
      return comments;
    },
  };
}
