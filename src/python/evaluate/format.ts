import type { FStringPart } from "../syntax/ast.ts";
import { doubtOf } from "./doubt.ts";
import { evaluate } from "./evaluate.ts";
import type { Machine } from "./machine.ts";
import type { Scope } from "./scope.ts";
import { toRepresentation, toText } from "./show-value.ts";
import type { Value } from "./value.ts";

/** An f-string's text; `null` where it is not known. All its fields are evaluated. */
export function formatParts(parts: readonly FStringPart[], scope: Scope, machine: Machine): string | null {
  const texts = parts.map((part) => {
    if (typeof part === "string") return part;
    const value = evaluate(part.value, scope, machine);
    const format = formatParts(part.format, scope, machine);
    return format === null ? null : formatField(value, part.conversion, format);
  });
  return texts.every((text) => text !== null) ? texts.join("") : null;
}

/** One field of an f-string or of `str.format`. */
export function formatField(value: Value, conversion: string | null, format: string): string | null {
  if (value.kind === "path") return null;
  if (conversion === "a") return null;
  if (conversion === "r" || conversion === "s") {
    const text = conversion === "r" ? toRepresentation(value) : toText(value);
    return text === null ? null : pad(text, format, "<");
  }
  if (value.kind === "constant" && value.constant.type === "bool" && format !== "")
    return formatNumber(value.constant.value ? 1 : 0, "int", format);
  if (value.kind === "constant" && (value.constant.type === "int" || value.constant.type === "float"))
    return formatNumber(value.constant.value, value.constant.type, format);
  // Only texts have formats of their own, besides numbers.
  if (format !== "" && (value.kind !== "constant" || value.constant.type !== "str")) return null;
  const text = toText(value);
  return text === null ? null : pad(text, format, "<");
}

/** https://docs.python.org/3/library/string.html#format-specification-mini-language, without precision of strings. */
function pad(text: string, format: string, usual: "<" | ">"): string | null {
  if (format === "" || format === "s") return text;
  const match = /^(?:(.)?([<>^]))?(0?)(\d{1,3})?s?$/su.exec(format);
  if (match === null) return null;
  const [, fill, align = usual, zero = "", width = "0"] = match;
  const missing = Number(width) - [...text].length;
  if (missing <= 0) return text;
  const filling = fill ?? (zero === "" ? " " : "0");
  if (align === ">") return filling.repeat(missing) + text;
  if (align === "<") return text + filling.repeat(missing);
  const left = Math.floor(missing / 2);
  return filling.repeat(left) + text + filling.repeat(missing - left);
}

function formatNumber(value: number | bigint, type: "int" | "float", format: string): string | null {
  const plain =
    type === "float" ? toText({ kind: "constant", constant: { type, value: Number(value) } }) : String(value);
  if (format === "") return plain;
  const match = /^(0?)(\d{1,3})?(,)?(?:\.(\d{1,2}))?([dfxX%])?$/.exec(format);
  const isText = format.endsWith("s");
  if (match === null) return plain === null || type === "float" || isText ? null : pad(plain, format, ">");
  const [, zero = "", width = "0", comma, precision, kind] = match;
  if (comma !== undefined || kind === "%") return null;
  const text = digitsOf(value, type, kind, precision);
  if (text === null) return null;
  if (text.startsWith("-") && zero !== "") return `-${text.slice(1).padStart(Number(width) - 1, "0")}`;
  return text.padStart(Number(width), zero === "" ? " " : "0");
}

/** As the letter at the end of a format asks for it; `null` where Python refuses it, or it is not sure. */
function digitsOf(
  value: number | bigint,
  type: "int" | "float",
  kind: string | undefined,
  precision: string | undefined,
): string | null {
  if (kind === "f") return toFixed(Number(value), precision === undefined ? 6 : Number(precision));
  if (type === "float" || precision !== undefined) return null;
  if (kind === "x") return BigInt(value).toString(16);
  return kind === "X" ? BigInt(value).toString(16).toUpperCase() : String(value);
}

/** As Python rounds: what lies in the middle goes to the even digit. `null` where that is not sure. */
function toFixed(value: number, digits: number): string | null {
  const isInMiddle = /^-?\d*\.\d*5$/.test(String(value)) && (String(value).split(".")[1]?.length ?? 0) === digits + 1;
  return isInMiddle || Math.abs(value) >= 1e15 ? null : value.toFixed(digits);
}

/** `"…" % value`; `null` where it is not known. */
export function formatPercent(template: string, value: Value): string | null {
  const positional = value.kind === "tuple" ? [...value.items] : [value];
  let isKnown = true;
  const text = template.replaceAll(
    /%(?:\((\w+)\))?(-?0?\d{0,3})([sdrif%])/g,
    (_, key: string | undefined, width: string, kind: string) => {
      if (kind === "%") return "%";
      const one =
        key === undefined
          ? positional.shift()
          : value.kind === "dict" && doubtOf(value.doubts) === null
            ? value.entries.get(`str:${key}`)?.value
            : undefined;
      const shown = one === undefined ? null : formatOne(one, kind);
      if (shown === null) isKnown = false;
      return shown === null ? "" : padPercent(shown, width, kind);
    },
  );
  const isLeft = /%(?!\(\w+\))/.test(template.replaceAll(/%(?:\((\w+)\))?(-?0?\d{0,3})([sdrif%])/g, ""));
  return isKnown && !isLeft && (value.kind === "dict" || positional.length === 0) ? text : null;
}

function padPercent(shown: string, width: string, kind: string): string {
  if (width.startsWith("-")) return shown.padEnd(Number(width.slice(1)));
  if (!width.startsWith("0") || kind === "s" || kind === "r") return shown.padStart(Number(width));
  const sign = shown.startsWith("-") ? "-" : "";
  return sign + shown.slice(sign.length).padStart(Number(width) - sign.length, "0");
}

function formatOne(value: Value, kind: string): string | null {
  if (kind === "r") return toRepresentation(value);
  if (kind === "s") return value.kind === "path" ? null : toText(value);
  if (value.kind !== "constant") return null;
  const { constant } = value;
  if (constant.type === "int" && kind !== "f") return String(constant.value);
  if ((constant.type === "int" || constant.type === "float") && kind === "f") return toFixed(Number(constant.value), 6);
  return null;
}
