import { fieldOf, fieldsOf, namedOf, type RawNode } from "../syntax/raw-node.ts";

export interface ImportedPath {
  /** The name that the module uses for it; `*` for all names. */
  readonly name: string;
  /** What that name is. */
  readonly path: string;
  /** What the statement names: for `import a.b` the name is `a`, and this is `a.b`. */
  readonly imported: string;
  readonly node: RawNode;
}

/** The names of one import statement. */
export function readImports(statement: RawNode, text: (node: RawNode) => string): readonly ImportedPath[] {
  const plain = (node: RawNode): string =>
    text(node)
      .replaceAll(/[\s\\]/g, "")
      .normalize("NFKC");
  const module = fieldOf(statement, "module_name");
  const from = module === null ? null : plain(module);
  if (from !== null && namedOf(statement).some(({ type }) => type === "wildcard_import"))
    return [{ name: "*", path: from, imported: `${from}.*`, node: statement }];
  return fieldsOf(statement, "name").map((node) => {
    const isAliased = node.type === "aliased_import";
    const named = isAliased ? fieldOf(node, "name") : node;
    const alias = isAliased ? fieldOf(node, "alias") : null;
    const name = named === null ? "" : plain(named);
    if (from !== null) {
      const path = `${from}${from.endsWith(".") ? "" : "."}${name}`;
      return { name: alias === null ? name : plain(alias), path, imported: path, node };
    }
    const root = name.split(".")[0] ?? name;
    return { name: alias === null ? root : plain(alias), path: alias === null ? root : name, imported: name, node };
  });
}
