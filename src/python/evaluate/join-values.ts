import { unknown } from "./make-values.ts";
import { isHarmless } from "./packages.ts";
import type { Value } from "./value.ts";

/** One of several values, nobody knows which. */
export function joinValues(values: readonly Value[], text: string): Value {
  const flat = values.flatMap((value) =>
    value.kind === "unknown" && value.candidates.length > 0 ? value.candidates : [value],
  );
  const different: Value[] = [];
  for (const value of flat) if (!different.some((one) => isAlike(one, value))) different.push(value);
  const [only] = different;
  if (only !== undefined && different.length === 1) return only;
  const isForeign = different.some((value) => value.kind === "unknown" && value.isForeign);
  return unknown(text, isForeign, different.slice(0, 8));
}

/** Whether two full names are of one thing: packages move what they have, and import it where it was. */
function isSameThing(left: string, right: string): boolean {
  const last = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
  return left === right || (last(left) === last(right) && isHarmless(left) && isHarmless(right));
}

/** Whether two values are surely the same. */
export function isAlike(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left.kind === "constant" && right.kind === "constant") {
    const [a, b] = [left.constant, right.constant];
    if (a.type !== b.type) return false;
    return "value" in a && "value" in b ? a.value === b.value : true;
  }
  if (left.kind === "external" && right.kind === "external") return isSameThing(left.name, right.name);
  if (left.kind === "tuple" && right.kind === "tuple") {
    return (
      left.items.length === right.items.length &&
      left.items.every((item, index) => {
        const other = right.items[index];
        return other !== undefined && isAlike(item, other);
      })
    );
  }
  if (left.kind === "module" && right.kind === "module") return left.record === right.record;
  return left.kind === "path" && right.kind === "path" && left.path === right.path && left.form === right.form;
}
