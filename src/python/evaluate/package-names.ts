import facts from "./package-names.json" with { type: "json" };
import { isStandard } from "./packages.ts";

/** The names in common modules and classes; test/real/dagster/names.test.ts holds them against Python. */
const names: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(facts.names).map(([owner, text]) => [owner, new Set(text.split(" "))]),
);

/** Whether it is one of the classes whose names are the same in all versions of Python, and has no such name. */
export function lacksName(owner: string, own: string): boolean {
  return (
    /^datetime\.(?:datetime|date|timedelta)$/.test(owner) &&
    !own.startsWith("__") &&
    names.get(owner)?.has(own) === false
  );
}

/** Packages that are wherever Dagster is. */
const always = /^(pydantic|yaml|typing_extensions)\b/;

/**
 * Whether it is not known that something of that full name, such as `os.environ.get`, is there: in Python's library, or in a package that
 * is wherever Dagster is. What Dagster itself has is looked at elsewhere.
 */
export function mayLackName(full: string): boolean {
  const at = full.lastIndexOf(".");
  const own = full.slice(at + 1);
  if (/^(dagster|__future__)\b/.test(full) || names.has(full)) return false;
  if (at < 0 || own.startsWith("__")) return !isStandard(full) && !always.test(full);
  return names.get(full.slice(0, at))?.has(own) !== true;
}
