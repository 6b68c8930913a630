import facts from "./package-names.json" with { type: "json" };
import { isStandard } from "./packages.ts";

/** The names in common modules and classes; test/real/dagster/names.test.ts holds them against Python. */
const names: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(facts.names).map(([owner, text]) => [owner, new Set(text.split(" "))]),
);

/** Packages that are wherever Dagster is. */
const always = /^(pydantic|yaml|typing_extensions)\b/;

/**
 * Whether it is not known that Python's library, or a package that is always there, has something of that full name, such as
 * `os.environ.get`. What other packages have is for those to know who install them.
 */
export function mayLackName(full: string): boolean {
  const at = full.lastIndexOf(".");
  const own = full.slice(at + 1);
  if (at < 0 || names.has(full) || own.startsWith("__") || !(isStandard(full) || always.test(full))) return false;
  return names.get(full.slice(0, at))?.has(own) !== true;
}
