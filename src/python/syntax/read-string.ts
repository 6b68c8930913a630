import { decodeKnownEscapes } from "../escapes.ts";
import type { Constant, Expression, FStringPart } from "./ast.ts";
import { fieldOf, namedOf, type RawNode } from "./raw-node.ts";
import type { Reader } from "./reader.ts";

/** A string literal, or several that stand next to each other. */
export function readString(node: RawNode, reader: Reader): Expression {
  const literals = node.type === "string" ? [node] : namedOf(node);
  const parts = literals.map((literal) => readLiteral(literal, reader));
  const place = { start: node.start, end: node.end };
  if (parts.some((part) => part === null)) return { kind: "other", ...place };
  const known = parts.filter((part) => part !== null);
  const constants = known.flatMap((part) => (part.isFormatted ? [] : [part.constant]));
  if (constants.length < known.length) {
    const all = known.flatMap((part) => (part.isFormatted ? part.parts : [String(part.constant.value)]));
    return { kind: "f-string", parts: all, ...place };
  }
  const value = constants.map((constant) => constant.value).join("");
  return { kind: "constant", constant: { type: constants[0]?.type ?? "str", value }, ...place };
}

type StringConstant = Extract<Constant, { type: "str" | "bytes" }>;
type Literal =
  | { readonly isFormatted: false; readonly constant: StringConstant }
  | { readonly isFormatted: true; readonly parts: readonly FStringPart[] };

/** `null` for what is not decoded: template strings, names of characters. */
function readLiteral(node: RawNode, reader: Reader): Literal | null {
  const children = namedOf(node);
  const opening = children[0];
  if (node.type !== "string" || opening?.type !== "string_start") return null;
  const prefix = reader
    .text(opening)
    .replace(/['"]+$/, "")
    .toLowerCase();
  if (prefix.includes("t")) return null;
  const isRaw = prefix.includes("r");
  if (!prefix.includes("f")) {
    const raw = children.filter((child) => child.type === "string_content").map((child) => reader.text(child));
    const text = decode(raw.join(""), isRaw);
    if (text === null) return null;
    return { isFormatted: false, constant: { type: prefix.includes("b") ? "bytes" : "str", value: text } };
  }
  const parts: FStringPart[] = [];
  for (const child of children) {
    if (child.type === "string_content") {
      const text = decode(reader.text(child), isRaw);
      if (text === null) return null;
      parts.push(text.replaceAll("{{", "{").replaceAll("}}", "}"));
    } else if (child.type === "interpolation") parts.push(readInterpolation(child, reader));
  }
  return { isFormatted: true, parts };
}

function readInterpolation(node: RawNode, reader: Reader): FStringPart {
  const value = fieldOf(node, "expression");
  const conversion = fieldOf(node, "type_conversion");
  const format = fieldOf(node, "format_specifier");
  const text = reader.text(node);
  const isSelfDocumenting = /=\s*(![rsa])?\s*(:.*)?\}$/s.test(text) && !/[=!<>]=\s*\}$/.test(text);
  const place = { start: node.start, end: node.end };
  return {
    value: value === null || isSelfDocumenting ? { kind: "other", ...place } : reader.expression(value),
    conversion: conversion === null ? null : reader.text(conversion).slice(1),
    format: format === null ? [] : readFormat(format, reader),
  };
}

function readFormat(node: RawNode, reader: Reader): readonly FStringPart[] {
  const parts: FStringPart[] = [];
  let at = node.start + 1;
  for (const child of namedOf(node)) {
    if (child.type !== "format_expression" && child.type !== "interpolation") continue;
    parts.push(reader.slice(at, child.start), readInterpolation(child, reader));
    at = child.end;
  }
  return [...parts, reader.slice(at, node.end)];
}

function decode(raw: string, isRaw: boolean): string | null {
  const text = raw.replaceAll("\r\n", "\n");
  return isRaw ? text : decodeKnownEscapes(text);
}
