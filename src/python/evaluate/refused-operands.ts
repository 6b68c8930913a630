import { raise } from "./machine.ts";
import type { Site } from "./site.ts";
import type { Value } from "./value.ts";

/** What each operator takes, of types that are plain: on its left, and what may stand on its right. */
const taken: Readonly<Record<string, readonly string[]>> = {
  __proto__: null as never,
  "+": ["int|float int|float", "str str", "bytes bytes", "list list", "tuple tuple"],
  "-": ["int|float int|float", "set set"],
  "*": ["int|float int|float", "int str|bytes|list|tuple", "str|bytes|list|tuple int"],
  "/": ["int|float int|float"],
  "//": ["int|float int|float"],
  "**": ["int|float int|float"],
  "%": ["int|float int|float", "str|bytes str|bytes|int|float|none|list|tuple|dict|set|other"],
  "@": [],
  "<<": ["int int"],
  ">>": ["int int"],
  "&": ["int int", "set set"],
  "^": ["int int", "set set"],
  // `|=` takes pairs for a dictionary, too.
  "|": ["int int", "set set", "dict dict|list|tuple|set"],
};

/** Raises where Python surely knows no such operation. */
export function refuseOperands(operator: string, left: Value, right: Value, { place, scope }: Site): void {
  const [a, b] = [typeOf(left), typeOf(right)];
  if (a === null || b === null) return;
  const isTaken = taken[operator]?.some((pair) => {
    const [first = "", second = ""] = pair.split(" ");
    return first.split("|").includes(a) && second.split("|").includes(b);
  });
  if (isTaken === false) raise("TypeError", "an operator does not take these", place, scope);
}

/** `other`: it has no operators. `null`: it is not known, or one of its own may do. */
function typeOf(value: Value): string | null {
  switch (value.kind) {
    case "constant":
      return value.constant.type === "bool"
        ? "int"
        : value.constant.type === "ellipsis"
          ? "other"
          : value.constant.type;
    case "list":
      return value.type === undefined ? "list" : null;
    case "tuple":
    case "dict":
    case "set":
      return value.kind;
    case "function":
    case "dag":
      return "other";
    default:
      return null;
  }
}
