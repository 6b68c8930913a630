import type { Argument } from "./ast.ts";
import { fieldOf, namedOf, type RawNode } from "./raw-node.ts";
import type { Reader } from "./reader.ts";

/** What a call is given, or a class its bases. */
export function readArguments(call: RawNode, reader: Reader): readonly Argument[] {
  const list = fieldOf(call, "arguments") ?? fieldOf(call, "superclasses");
  if (list === null) return [];
  const place = { start: list.start, end: list.end };
  if (list.type === "generator_expression") return [{ name: null, star: "", value: reader.expression(list), ...place }];
  return namedOf(list).map((item): Argument => {
    const at = { start: item.start, end: item.end };
    const [inner] = namedOf(item);
    if (item.type === "list_splat" || item.type === "dictionary_splat") {
      const star = item.type === "list_splat" ? "*" : "**";
      return { name: null, star, value: reader.expression(inner ?? item), ...at };
    }
    if (item.type !== "keyword_argument") return { name: null, star: "", value: reader.expression(item), ...at };
    const [name, value] = [fieldOf(item, "name"), fieldOf(item, "value")];
    return { name: name === null ? "" : reader.text(name), star: "", value: reader.expression(value ?? item), ...at };
  });
}
