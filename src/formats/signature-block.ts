import type { SignatureBlock } from "../domain/countersignature.ts";
import { sshSignatureBegin, sshSignatureEnd } from "./ssh-signature.ts";

const language = "countersign-signature";
const maxLines = 100_000;
const maxBlockLength = 24 * 1024;
/** More signatures than controllers of any node. */
const maxBlocks = 100;

/** A signature and its statement as a code block of Markdown, to be put into a comment or a file. */
export function writeSignatureBlock({ text, signature }: SignatureBlock): string {
  return ["```", language, "\n", text, signature.trimEnd(), "\n```\n"].join("");
}

/** The blocks in a text, however many of them are good; of very long texts only the beginning is read. */
export function findSignatureBlocks(body: string): readonly SignatureBlock[] {
  const blocks: SignatureBlock[] = [];
  let lines: string[] | null = null;
  for (const line of body.split(/\r?\n/, maxLines)) {
    if (lines === null) {
      if (line.trimEnd() === `\`\`\`${language}`) lines = [];
    } else if (line.trimEnd() === "```") {
      const block = toBlock(lines);
      if (block !== null) blocks.push(block);
      if (blocks.length === maxBlocks) return blocks;
      lines = null;
    } else {
      lines.push(line);
    }
  }
  return blocks;
}

/** The statement on the first line, the signature below it. */
function toBlock([statement = "", ...rest]: readonly string[]): SignatureBlock | null {
  const signature = `${rest.join("\n").trim()}\n`;
  if (statement.length + signature.length > maxBlockLength) return null;
  if (!signature.startsWith(sshSignatureBegin) || !signature.trimEnd().endsWith(sshSignatureEnd)) return null;
  return { text: `${statement}\n`, signature };
}
