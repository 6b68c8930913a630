import { matchesStars } from "../environment/match-stars.ts";

/** A list that allows (when it has anything) and one that denies. */
export interface NameLists {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

/** Which list is against a dotted name: the pattern that denies it, or `null` for the list that does not allow it; undefined: none. */
export function refusalOf(path: string, { allow, deny }: NameLists): { readonly pattern: string | null } | undefined {
  const denied = deny.find((pattern) => covers(pattern, path));
  if (denied !== undefined) return { pattern: denied };
  return allow.length > 0 && !allow.some((pattern) => covers(pattern, path)) ? { pattern: null } : undefined;
}

/** A pattern covers what it says, and all that is below it; one for all that is below something covers that, too. */
function covers(pattern: string, path: string): boolean {
  const own = pattern.replace(/(?<=.)\.\*$/, "");
  return matchesStars(own, path) || matchesStars(`${own}.*`, path);
}
