import type { ImportedName, Statement } from "./ast.ts";
import { fieldOf, fieldsOf, namedOf, type RawNode } from "./raw-node.ts";
import type { Reader } from "./reader.ts";

export function readImport(node: RawNode, reader: Reader): Statement {
  const names = fieldsOf(node, "name").map((name) => readName(name, reader));
  return { kind: "import", names, start: node.start, end: node.end };
}

export function readImportFrom(node: RawNode, reader: Reader): Statement {
  const module = fieldOf(node, "module_name");
  const text = module === null ? "__future__" : reader.text(module).replaceAll(/\s/g, "");
  const level = /^\.*/.exec(text)?.[0].length ?? 0;
  const isStar = namedOf(node).some((child) => child.type === "wildcard_import");
  const names = isStar ? null : fieldsOf(node, "name").map((name) => readName(name, reader));
  return { kind: "import-from", level, module: text.slice(level), names, start: node.start, end: node.end };
}

function readName(node: RawNode, reader: Reader): ImportedName {
  const place = { start: node.start, end: node.end };
  if (node.type !== "aliased_import") return { name: plain(node, reader), alias: null, ...place };
  const [name, alias] = [fieldOf(node, "name"), fieldOf(node, "alias")];
  return {
    name: name === null ? "" : plain(name, reader),
    alias: alias === null ? null : reader.text(alias),
    ...place,
  };
}

function plain(node: RawNode, reader: Reader): string {
  return reader.text(node).replaceAll(/\s/g, "");
}
