import type { Value } from "../evaluate/value.ts";
import { numberOf } from "../evaluate/value-contents.ts";

/** Whether a number or a `timedelta(…)` is less than nothing (-1), nothing, or more; `null` where that is not known. */
export function signOf(value: Value): number | null {
  if (value.kind !== "made") {
    const number = numberOf(value);
    return number === null ? null : Math.sign(Number(number));
  }
  if (value.by !== "datetime.timedelta") return null;
  const signs = new Set(value.arguments.map((one) => signOf(one.value)));
  signs.delete(0);
  const [only = 0] = signs;
  return signs.size > 1 ? null : only;
}
