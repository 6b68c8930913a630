import type { ChangedFile } from "../domain/change.ts";
import type { PathTest } from "./glob.ts";

/** Paths at which something else than an ordinary file stands or stood: a link, a submodule, or nobody knows what. */
export function opaquePaths(files: readonly ChangedFile[]): ReadonlySet<string> {
  return new Set(
    files
      .filter(({ mode, previousMode }) => !isOrdinary(mode) || !isOrdinary(previousMode ?? mode))
      .flatMap(({ path, previousPath }) => (previousPath === null ? [path] : [path, previousPath])),
  );
}

function isOrdinary(mode: string): boolean {
  return /^100[0-7]{3}$/.test(mode);
}

/** Names that no pattern means, the second where one means all that begins with no dot. */
const anyNames = ["\u0001any name\u0001", ".\u0001any name\u0001"];
const anyPaths = anyNames.flatMap((name) => [1, 2, 3].map((depth) => `/${name}`.repeat(depth)));

/** Paths that stand for all that could be below this one. */
export function samplesBelow(path: string): readonly string[] {
  return anyPaths.map((below) => path + below);
}

/** Whether a test holds for a path and, where it is opaque, for all that could be below it. */
export function holdsForAll(test: PathTest, path: string, opaque: ReadonlySet<string>): boolean {
  return test(path) && (!opaque.has(path) || samplesBelow(path).every(test));
}
