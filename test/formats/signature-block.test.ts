import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findSignatureBlocks, writeSignatureBlock } from "../../src/formats/signature-block.ts";

const signature = "-----BEGIN SSH SIGNATURE-----\nAAAA\nBBBB\n-----END SSH SIGNATURE-----\n";
const block = { text: '{"version":1}\n', signature };
const written = writeSignatureBlock(block);

describe("a signature in a comment", () => {
  test("is found as it was written, among other things, also with the line ends of a browser", () => {
    expect(findSignatureBlocks(written)).toEqual([block]);
    expect(findSignatureBlocks(`I agree.\n\n${written}\nand\n${written}`)).toEqual([block, block]);
    expect(findSignatureBlocks(`Hello\r\n${written.replaceAll("\n", "\r\n")}`)).toEqual([block]);
  });

  test.each([
    ["of another language", written.replace("countersign-signature", "json")],
    ["without an end", written.slice(0, -5)],
    ["quoted", written.replaceAll(/^/gm, "> ")],
    ["without a signature", "```countersign-signature\n{}\n```\n"],
    ["with another armor", written.replaceAll("SSH", "PGP")],
    ["too long", written.replace("AAAA", "A".repeat(30_000))],
  ])("%s is none", (_, body) => {
    expect(findSignatureBlocks(body)).toEqual([]);
  });

  test("a comment full of them is read in part", () => {
    expect(findSignatureBlocks(written.repeat(1_000))).toHaveLength(100);
  });

  test("no text makes it throw", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("```countersign-signature", "```", "{}", signature, "x", "\r")), (lines) => {
        for (const found of findSignatureBlocks(lines.join("\n"))) expect(found.signature).toContain("BEGIN SSH");
      }),
    );
  });
});
