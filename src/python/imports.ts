import type { Node } from "web-tree-sitter";
import { present } from "./python-literal.ts";

/** Full names of what a module imports, by the name that it uses for them: `DAG` is `airflow.DAG`. */
export interface Imports {
  readonly names: ReadonlyMap<string, string>;
  /** Modules from which everything is imported (`from x import *`). */
  readonly stars: readonly string[];
}

/** Reads import statements, wherever in the module they stand. */
export function readImports(statements: readonly Node[]): Imports {
  const names = new Map<string, string>();
  const stars: string[] = [];
  for (const statement of statements) {
    const from = statement.childForFieldName("module_name")?.text ?? null;
    const isStar = present(statement.children).some((child) => child.type === "wildcard_import");
    if (from !== null && isStar) stars.push(from);
    for (const item of present(statement.childrenForFieldName("name"))) {
      const [name, full] = readItem(item, from);
      names.set(name, full);
    }
  }
  return { names, stars };
}

/** One imported name: as the module says it, and in full. */
function readItem(item: Node, from: string | null): readonly [name: string, full: string] {
  const isAliased = item.type === "aliased_import";
  const name = (isAliased ? item.childForFieldName("name") : item)?.text ?? item.text;
  const alias = isAliased ? (item.childForFieldName("alias")?.text ?? null) : null;
  if (from !== null) return [alias ?? name, `${from}${from.endsWith(".") ? "" : "."}${name}`];
  if (alias !== null) return [alias, name];
  const root = name.split(".")[0] ?? name;
  return [root, root];
}

/** The full name of an expression such as `models.DAG`, or `null` when it does not begin with something imported. */
export function resolveName(text: string, imports: Imports): string | null {
  const [head, ...rest] = text.split(".");
  const full = head === undefined ? undefined : imports.names.get(head);
  return full === undefined ? null : [full, ...rest].join(".");
}

/** Names under which Airflow 2 and 3 give the class. */
export function isDagClass(fullName: string | null): boolean {
  return fullName !== null && /^airflow(\.models|\.models\.dag|\.sdk|\.sdk\.definitions\.dag)?\.DAG$/.test(fullName);
}

export function isDagDecorator(fullName: string | null): boolean {
  return fullName !== null && /^airflow(\.decorators|\.models\.dag|\.sdk|\.sdk\.definitions\.dag)\.dag$/.test(fullName);
}

export function isParamClass(fullName: string | null): boolean {
  return (
    fullName !== null && /^airflow(\.models|\.models\.param|\.sdk|\.sdk\.definitions\.param)\.Param$/.test(fullName)
  );
}
