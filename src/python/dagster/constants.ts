import { truthOf } from "../evaluate/compare.ts";
import type { Value } from "../evaluate/value.ts";

/** Whether an argument is given and true. */
export function isTrue(value: Value | undefined): boolean {
  return value !== undefined && truthOf(value) === true;
}
