import type { Block, Expression, ModuleSyntax, Place } from "./syntax/ast.ts";

/** What a call is bound to where it is written. */
export interface WrittenBinding {
  readonly form: "context" | "assignment";
  readonly name: string | null;
  readonly place: Place | null;
}

/** Calls that are bound to a name or used as a context, by where they begin. */
export function listBindings(syntax: ModuleSyntax): ReadonlyMap<number, WrittenBinding> {
  const found = new Map<number, WrittenBinding>();
  collect(syntax.body, found);
  return found;
}

function collect(block: Block, found: Map<number, WrittenBinding>): void {
  for (const statement of block) {
    switch (statement.kind) {
      case "assign": {
        const [target] = statement.targets;
        if (statement.value?.kind === "call")
          found.set(statement.value.start, { form: "assignment", ...nameOf(target ?? null) });
        break;
      }
      case "with":
        for (const { value, target } of statement.items) found.set(value.start, { form: "context", ...nameOf(target) });
        collect(statement.body, found);
        break;
      case "if":
        collect(statement.body, found);
        collect(statement.otherwise, found);
        break;
      case "for":
      case "while":
        collect(statement.body, found);
        collect(statement.otherwise, found);
        break;
      case "try":
        for (const one of [
          statement.body,
          ...statement.handlers.map(({ body }) => body),
          statement.otherwise,
          statement.finally,
        ])
          collect(one, found);
        break;
      case "match":
        for (const { body } of statement.cases) collect(body, found);
        break;
      case "function":
      case "class":
        collect(statement.body, found);
        break;
    }
  }
}

function nameOf(target: Expression | null): { name: string | null; place: Place | null } {
  return target?.kind === "name" ? { name: target.id, place: target } : { name: null, place: target };
}
