import type { Block, Expression, Statement } from "./ast.ts";

/**
 * Names that a block binds for itself: what Python looks for nowhere else in a function, bound or not. A name that only `:=` binds
 * is left out; where there is a statement that is not understood, all are.
 */
export function localNames(block: Block): ReadonlySet<string> {
  const known = found.get(block);
  if (known !== undefined) return known;
  const [bound, elsewhere] = [new Set<string>(), new Set<string>()];
  const isUnderstood = collect(block, bound, elsewhere);
  const names = isUnderstood ? new Set([...bound].filter((name) => !elsewhere.has(name))) : new Set<string>();
  found.set(block, names);
  return names;
}

/** A function is called many times. */
const found = new WeakMap<Block, ReadonlySet<string>>();

function collect(block: Block, bound: Set<string>, elsewhere: Set<string>): boolean {
  return block.every((statement) => {
    for (const name of boundBy(statement)) bound.add(name);
    if (statement.kind === "global" || statement.kind === "nonlocal")
      for (const name of statement.names) elsewhere.add(name);
    return statement.kind !== "other" && blocksOf(statement).every((inner) => collect(inner, bound, elsewhere));
  });
}

/** Blocks that share the names of the one that they are in. */
function blocksOf(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case "if":
    case "for":
    case "while":
      return [statement.body, statement.otherwise];
    case "with":
      return [statement.body];
    case "try":
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.otherwise, statement.finally];
    case "match":
      return statement.cases.map(({ body }) => body);
    default:
      return [];
  }
}

function boundBy(statement: Statement): readonly string[] {
  switch (statement.kind) {
    case "assign":
    case "delete":
      return statement.targets.flatMap(namesIn);
    case "augment":
    case "for":
      return namesIn(statement.target);
    case "with":
      return statement.items.flatMap(({ target }) => (target === null ? [] : namesIn(target)));
    case "try":
      return statement.handlers.flatMap(({ name }) => name ?? []);
    case "match":
      return statement.cases.flatMap(({ captures }) => captures);
    case "function":
    case "class":
      return [statement.name];
    case "import":
      return statement.names.flatMap(({ name, alias }) => alias ?? name.split(".")[0] ?? []);
    case "import-from":
      return (statement.names ?? []).map(({ name, alias }) => alias ?? name);
    default:
      return [];
  }
}

function namesIn(target: Expression): readonly string[] {
  if (target.kind === "name") return [target.id];
  if (target.kind === "starred") return namesIn(target.value);
  return target.kind === "tuple" || target.kind === "list" ? target.items.flatMap(namesIn) : [];
}
