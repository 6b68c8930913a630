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
    if (statement.type === "future_import_statement") continue;
    const from = statement.childForFieldName("module_name");
    if (from !== null && present(statement.children).some((child) => child.type === "wildcard_import")) {
      stars.push(from.text);
    }
    for (const item of present(statement.childrenForFieldName("name"))) {
      const name = (item.type === "aliased_import" ? item.childForFieldName("name") : item)?.text ?? item.text;
      const alias = item.type === "aliased_import" ? item.childForFieldName("alias")?.text : undefined;
      if (from !== null) names.set(alias ?? name, `${from.text}${from.text.endsWith(".") ? "" : "."}${name}`);
      else if (alias !== undefined) names.set(alias, name);
      else names.set(name.split(".")[0] ?? name, name.split(".")[0] ?? name);
    }
  }
  return { names, stars };
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
