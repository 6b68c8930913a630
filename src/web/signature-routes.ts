import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { signersByKey, verifyBlock } from "../core/verify-block.ts";
import type { NodeFile } from "../domain/node.ts";
import { findSignatureBlocks, writeSignatureBlock } from "../formats/signature-block.ts";
import type { SignatureFiles } from "../store/signature-files.ts";
import { isSameSecret } from "./is-same-secret.ts";

export interface SignatureRoutesOptions {
  readonly node: NodeFile | null;
  readonly files: SignatureFiles;
  /** Who has it may read signatures; `null`: nobody may. */
  readonly readToken: string | null;
}

const maxBytes = 32 * 1024;
const path = "/api/v1/signatures";

/** Takes controllers' signatures (`countersign sign --post URL`), and gives them to nodes, which check them again. */
export function signatureRoutes({ node, files, readToken }: SignatureRoutesOptions): Hono {
  const app = new Hono();
  const tooLarge = { version: 1, error: `A signature has at most ${maxBytes} bytes.` };

  app.post(
    path,
    bodyLimit({ maxSize: maxBytes, onError: (context) => context.json(tooLarge, 413) }),
    async (context) => {
      const blocks = findSignatureBlocks(await context.req.text());
      const [block] = blocks;
      if (block === undefined || blocks.length > 1) {
        const error = "Send one block as `countersign sign` prints it.";
        return context.json({ version: 1, error }, 400);
      }
      const verified = verifyBlock(block, signersByKey(node?.controllers ?? []));
      if ("problem" in verified) return context.json({ version: 1, error: verified.problem }, 403);
      const { repository } = verified.statement;
      const isKept = await files.keep(repository, writeSignatureBlock(block));
      if (!isKept) return context.json({ version: 1, error: `There are too many signatures of ${repository}.` }, 507);
      return context.json({ version: 1, repository, signer: verified.signer.login }, 201);
    },
  );

  app.get(path, async (context) => {
    if (readToken === null) return context.json({ version: 1, error: "There is nothing here." }, 404);
    if (!isSameSecret(context.req.header("authorization") ?? "", `Bearer ${readToken}`)) {
      context.header("www-authenticate", "Bearer");
      return context.json({ version: 1, error: "Send the read token as `Authorization: Bearer …`." }, 401);
    }
    const repository = context.req.query("repository") ?? "";
    return context.json({ version: 1, repository, signatures: await files.list(repository) });
  });
  return app;
}
