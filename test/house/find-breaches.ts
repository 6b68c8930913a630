import { posix } from "node:path";
import { findImpurities } from "./find-impurities.ts";
import { findReferences, parseModule, type Reference } from "./find-references.ts";
import { floorOf, floors, floorsOfSiblings, pureBuiltins, pureFloors, purePackages } from "./floors.ts";

/** A file of `src/`; the path is relative to `src/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One place that breaks the rules of the house. */
export interface Breach {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** It plays on the forge simulator, which is in the checkout and not in the package, so that it may not even be compiled with it. */
const demo = "cli/demo.ts";

/** Holds all files against the floors: what they import, and what the pure ones do. */
export function findBreaches(files: readonly SourceFile[]): readonly Breach[] {
  return files.flatMap(({ path, text }) => {
    const at = (line: number) => (message: string) => ({ path, line, message });
    if (floorOf(path) === null)
      return [at(1)("The house has no such floor: add it to test/house/floors.ts, or move it.")];

    const program = parseModule(path, text);
    const breaches = findReferences(program, text).flatMap((reference) =>
      judgeReference(path, reference).map(at(reference.line)),
    );
    if (!isPure(path)) return breaches;
    const impurities = findImpurities(program, text).map(({ line, what }) =>
      at(line)(`\`${what}\` on a pure floor: take what it gives as an argument.`),
    );
    return [...breaches, ...impurities];
  });
}

function judgeReference(path: string, reference: Reference): readonly string[] {
  const { specifier } = reference;
  if (specifier === null && path === demo) return [];
  if (specifier === null) return ["A computed import: nobody can tell which floor it leads to."];
  if (specifier.startsWith(".")) return judgeStep(path, posix.join(posix.dirname(path), specifier));
  return isPure(path) && !isPurePackage(path, reference)
    ? [`\`${specifier}\` on a pure floor: move what needs it up, or name it in test/house/floors.ts with the reason.`]
    : [];
}

function judgeStep(from: string, to: string): readonly string[] {
  if (to.startsWith("../")) return judgeStepOutside(from, to);
  const [start, end] = [floorOf(from), floorOf(to)];
  if (end === null) return [`\`${to}\` is on no floor of the house.`];
  if (start === null || start > end) return [`\`${to}\` is above: imports only go down.`];
  if (start < end) return [];

  const floor = floors[start] ?? [];
  if (floor.length > 1 && from !== to)
    return [`\`${to}\` stands beside it: files of this floor do not import each other.`];
  return areSiblings(from, to) ? [`\`${to}\` is a sibling: folders of this floor do not import each other.`] : [];
}

/** Out of `src/`: only the package's own data, and the demo's stage. */
function judgeStepOutside(from: string, to: string): readonly string[] {
  if (to === "../package.json") return [];
  if (from === demo && to.startsWith("../test/")) return [];
  return [`\`${to}\` is outside of src/.`];
}

/** `forges/github/…` and `forges/gitlab/…` are siblings; a file of `forges/` itself serves both, and imports neither. */
function areSiblings(from: string, to: string): boolean {
  const [floor = "", room = "", ...deep] = from.split("/");
  const [, otherRoom = "", ...otherDeep] = to.split("/");
  if (!floorsOfSiblings.includes(floor) || otherDeep.length === 0) return false;
  return deep.length === 0 || room !== otherRoom;
}

function isPure(path: string): boolean {
  return pureFloors.some((floor) => path.startsWith(`${floor}/`));
}

function isPurePackage(path: string, { specifier, names, isType }: Reference): boolean {
  if (specifier === null) return false;
  const builtin = pureBuiltins[specifier];
  if (builtin !== undefined) return names.length > 0 && names.every((name) => builtin.includes(name));
  if (specifier.startsWith("node:")) return isType && path.startsWith("ports/");
  return purePackages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}
