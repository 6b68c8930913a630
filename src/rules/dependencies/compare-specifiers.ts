import { satisfies } from "@renovatebot/pep440";

/** More clauses than anybody writes are not compared. */
const mostClauses = 50;

/** Whether a version is one that a specifier set allows; versions before a release count as well. */
export function allows(specifier: string, version: string): boolean {
  return specifier === "" || satisfies(version, specifier, { prereleases: true });
}

/** Whether no version can be allowed by both specifier sets. What cannot be told is "no". */
export function areDisjoint(one: string, other: string): boolean {
  const clauses = [...one.split(","), ...other.split(",")].filter((clause) => clause !== "");
  if (one === "" || other === "" || clauses.length > mostClauses) return false;
  if (clauses.some((clause) => clause.startsWith("===") || /\d{15}/.test(clause))) return false; // past what numbers can tell
  const candidates = clauses.flatMap((clause) =>
    near(clause.replace(/^(~=|==|!=|<=|>=|<|>)\s*/, "").replace(/\.\*$/, "")),
  );
  return !candidates.some((version) => allows(one, version) && allows(other, version));
}

/**
 * A version, and ones just above and below it. What two ranges share begins at a version that one of them names, just above, or ends
 * just below one: so one of these is in it.
 */
function near(version: string): readonly string[] {
  const release = /^(?:\d+!)?\d+(?:\.\d+)*/.exec(version)?.[0] ?? "";
  if (release === "") return [version];
  const epoch = /^\d+!/.exec(release)?.[0] ?? "";
  const numbers = release.slice(epoch.length).split(".").map(Number);
  const above = (at: number): string => epoch + [...numbers.slice(0, at), (numbers[at] ?? 0) + 1].join(".");
  const lower = numbers.findLastIndex((number) => number > 0);
  const below =
    lower === -1 ? [] : [epoch + [...numbers.slice(0, lower), (numbers[lower] ?? 0) - 1, 999_999].join(".")];
  const justAbove = [`${epoch}${numbers.join(".")}.0.0.1`, `${version}.post1`];
  return [version, `${epoch}${numbers.join(".")}`, ...justAbove, ...below, ...numbers.map((_, at) => above(at))];
}
