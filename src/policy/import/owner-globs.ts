import { objectToGlob } from "../../predicates/glob.ts";

/** The globs that match what a pattern of a CODEOWNERS file matches, or why there are none. */
export type OwnerGlobs = { readonly globs: readonly string[] } | { readonly objection: string };

/**
 * GitHub's patterns: as in `.gitignore`, without `!` and `[]`. A name without a slash stands anywhere, a folder for all that
 * is in it, `folder/*` for its files alone.
 * Sources: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-syntax,
 * and the matcher of github.com/hmarr/codeowners (match.go), which follows GitHub's behaviour where that page says nothing.
 */
export function githubGlobs(pattern: string): OwnerGlobs {
  if (pattern.includes("***")) return { objection: "has three stars in a row" };
  if (pattern.startsWith("!")) return { objection: "begins with `!`, which GitHub does not know" };
  if (/(?<!\\)[[\]]/.test(pattern)) return { objection: "has brackets, which GitHub does not know" };
  if (pattern === "/") return { objection: "matches nothing" };

  const isAnchored = pattern.startsWith("/");
  const parts = (isAnchored ? pattern.slice(1) : pattern).split("/");
  const isName = !isAnchored && (parts.length === 1 || (parts.length === 2 && parts[1] === ""));
  if (isName && parts[0] !== "**") parts.unshift("**");
  if (parts.length > 1 && parts.at(-1) === "") parts[parts.length - 1] = "**";
  const glob = parts.map(escapePart).join("/");
  const last = parts.at(-1);
  // Whatever is named by its own name may be a folder.
  return checked(last === "*" || last === "**" ? [glob] : [glob, `${glob}/**`]);
}

/**
 * GitLab's patterns: Ruby's `File.fnmatch` with dot files and paths. One that does not begin with `/` stands anywhere; a folder
 * is meant only where it ends with `/`.
 * Source: https://docs.gitlab.com/user/project/codeowners/reference/#paths, #pattern-matching
 */
export function gitlabGlobs(pattern: string): OwnerGlobs {
  if (pattern === "*") return { globs: ["**"] };
  const unescaped = pattern.replace(/^\\#/, "#").replaceAll(/\\(\s)/g, "$1");
  const anchored = unescaped.startsWith("/") ? unescaped.slice(1) : `**/${unescaped}`;
  const whole = anchored.endsWith("/") ? `${anchored}**` : anchored.replace(/\/\*\*\/\*$/, "/**");
  return checked([whole.split("/").map(escapePart).join("/")]);
}

/** Two stars beside other characters are one star; braces and parentheses are only themselves. */
function escapePart(part: string): string {
  if (part === "**") return part;
  return part.replaceAll(/\*+/g, "*").replaceAll(/(?<!\\)[{}()]/g, "\\$&");
}

function checked(globs: readonly string[]): OwnerGlobs {
  const objection = globs.map(objectToGlob).find((one) => one !== null);
  return objection === undefined ? { globs } : { objection };
}

/** Whether a path may match both globs: `false` only where their beginnings or ends rule it out. */
export function mayOverlap(first: string, second: string): boolean {
  const [a, b] = [literalEnds(first), literalEnds(second)];
  const begins = a.begin.startsWith(b.begin) || b.begin.startsWith(a.begin);
  const ends = a.end.endsWith(b.end) || b.end.endsWith(a.end);
  return begins && ends;
}

function literalEnds(glob: string): { readonly begin: string; readonly end: string } {
  const special = /[*?[\]{}\\]/;
  if (!special.test(glob)) return { begin: glob, end: glob };
  const begin = glob.slice(0, glob.search(special));
  const end = /[^*?[\]{}\\]*$/.exec(glob)?.[0] ?? "";
  // What ends with `/**` matches the folder's own name too, and `**/` nothing.
  return { begin: begin.replace(/\/$/, ""), end: end.replace(/^\//, "") };
}
