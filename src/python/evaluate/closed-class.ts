import { orderOfBases } from "./class.ts";
import type { ClassValue } from "./value.ts";

/** Classes of Python that add no names to those that come from them but such as begin with `_`. */
const bare = /^(?:builtins\.object|abc\.ABC|typing\.(?:Generic|Protocol))$/;

/** Whether all is known that a class has: it comes from none but such as stand in the repository, and no code makes it. */
export function isClosed(one: ClassValue): boolean {
  return orderOfBases(one).every(
    ({ bases, isOpaque, decorators, members }) =>
      !isOpaque &&
      decorators.every((by) => by.kind === "external") &&
      !members.has("__members__") &&
      bases.every((base) => base.kind === "class" || (base.kind === "external" && bare.test(base.name))),
  );
}
