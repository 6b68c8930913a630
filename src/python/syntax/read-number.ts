import type { Constant } from "./ast.ts";

/** A number as Python writes it; `null` for imaginary ones. */
export function readNumber(text: string, type: "integer" | "float"): Constant | null {
  const plain = text.replaceAll("_", "").toLowerCase();
  if (plain.endsWith("j")) return null;
  if (type === "float") return { type: "float", value: Number(plain) };
  if (plain.length > 400) return null;
  const exact = toBigInt(plain);
  if (exact === null) return null;
  return { type: "int", value: Number.isSafeInteger(Number(exact)) ? Number(exact) : exact };
}

function toBigInt(text: string): bigint | null {
  try {
    return BigInt(/^0+\d/.test(text) ? text.replace(/^0+(?=\d)/, "") : text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
