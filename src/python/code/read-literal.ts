import { decodeEscapes } from "../escapes.ts";
import { fieldOf, namedOf, type RawNode } from "../syntax/raw-node.ts";

export interface Literal {
  /** Text, or the expression that is put there; the whole field where it says how. */
  readonly parts: readonly (string | RawNode)[];
  readonly isBytes: boolean;
}

/** One string literal, its escapes decoded; a name of a character (`\N{…}`) stays as it is. */
export function readLiteral(node: RawNode, text: (node: RawNode) => string): Literal | null {
  const [opening] = namedOf(node);
  if (node.type !== "string" || opening?.type !== "string_start") return null;
  const prefix = text(opening)
    .replace(/['"]+$/, "")
    .toLowerCase();
  const isFormatted = /[ft]/.test(prefix);
  const parts = namedOf(node).flatMap((child): readonly (string | RawNode)[] => {
    if (child.type === "interpolation") return [isPlainField(child) ? (fieldOf(child, "expression") ?? child) : child];
    if (child.type !== "string_content") return [];
    const raw = text(child).replaceAll("\r\n", "\n");
    const plain = prefix.includes("r") ? raw : decodeEscapes(raw);
    return [isFormatted ? plain.replaceAll("{{", "{").replaceAll("}}", "}") : plain];
  });
  return { parts, isBytes: prefix.includes("b") };
}

/** `{x}`, but not `{x!r}`, `{x:>8}`. */
function isPlainField(field: RawNode): boolean {
  return namedOf(field).length === 1;
}
