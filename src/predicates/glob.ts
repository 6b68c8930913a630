import picomatch from "picomatch";

const options = {
  dot: true,
  nocase: false,
  nonegate: true,
  noextglob: true,
  windows: false,
  strictSlashes: true,
  fastpaths: false, // by them `*.*` means something else than as a part
  flags: "s", // a file's name may hold a line break, which must not hide it
} as const;

/** Longer ones only cost time. */
export const longestGlob = 500;
const maxStars = 20;

export type PathTest = (path: string) => boolean;

/** What globs, or expressions, say of a path, and of all that could be below it. */
export interface PathMatcher {
  readonly matches: PathTest;
  /** Whether anything below could match; where that is hard to tell, it could. */
  readonly mayMatchBelow: PathTest;
  /** Whether all that could be below is proved to match; where that is hard to tell, it is not. */
  readonly matchesAllBelow: PathTest;
}

export function compileMatcher(globs: readonly string[]): PathMatcher {
  return {
    matches: compileGlobs(globs),
    mayMatchBelow: whenAsked(() => compileGlobsBelow(globs)),
    matchesAllBelow: whenAsked(() => compileGlobsOfAllBelow(globs)),
  };
}

/** Most changes have nothing below which something could be. */
function whenAsked(compile: () => PathTest): PathTest {
  let test: PathTest | null = null;
  return (path) => {
    test ??= compile();
    return test(path);
  };
}

/** Makes a test of globs: anchored, case-sensitive, matching dot files; `**` followed by a slash also matches no folder. */
export function compileGlobs(globs: readonly string[]): PathTest {
  const tests = globs.map((glob) => ({ glob, pattern: compilePattern(glob) }));
  return (path) => tests.some(({ glob, pattern }) => path === glob || pattern.test(path));
}

function compilePattern(glob: string): RegExp {
  const { source, flags } = picomatch.makeRe(asPicomatch(glob), options);
  return new RegExp(source.replaceAll(/\\.|\[(?:\\.|[^\\\]])*\]/gs, withoutSlash), flags);
}

/** A class of characters never matches a slash, as with git, whatever its ranges and names hold. */
function withoutSlash(part: string): string {
  return part.startsWith("[") && part !== "[^/]" ? `(?!\\/)${part}` : part;
}

/**
 * Makes a test whether all below a path is proved to match: one of the globs ends with a part of its own that is `**`, and what stands
 * before that part matches the path or a folder that it is in.
 */
function compileGlobsOfAllBelow(globs: readonly string[]): PathTest {
  if (globs.includes("**")) return () => true;
  const folders = globs
    .filter((glob) => glob.endsWith("/**"))
    .map((glob) => glob.slice(0, -"/**".length))
    .filter((folder) => objectToGlob(folder) === null && folder.split("/").every(isPlainPart))
    .map(compilePattern);
  return (path) => withFoldersOf(path).some((one) => folders.some((folder) => folder.test(one)));
}

/** Two stars beside other signs mean something else where a glob ends with them. */
function isPlainPart(part: string): boolean {
  return part === "**" || !part.includes("**");
}

/** `a/b/c`: itself, `a`, `a/b`. */
function withFoldersOf(path: string): readonly string[] {
  return [path, ...[...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index))];
}

/** Makes a test whether anything below a path could match one of these globs. Where that is hard to tell, it could. */
export function compileGlobsBelow(globs: readonly string[]): PathTest {
  const tests = globs.map(compileBelow);
  return (path) => tests.some((test) => test(path));
}

function compileBelow(glob: string): PathTest {
  const parts = glob.split("/");
  const folders = parts.map((part) => (mayHoldSlash(part) ? null : compileGlobs([part])));
  const wide = folders.indexOf(null);
  const isElsewhere = beginsElsewhere(parts[0] ?? "");
  return (path) => {
    if (isElsewhere(path)) return false;
    if (glob.startsWith(`${path}/`)) return true;
    const names = path.split("/");
    const known = names.slice(0, wide < 0 ? names.length : wide);
    if (!known.every((name, index) => folders[index]?.(name) === true)) return false;
    return folders.length > known.length;
  };
}

/** Whether a path is in another folder than the first of a glob, which is soon told where that has no sign of a glob. */
function beginsElsewhere(first: string): PathTest {
  if (!/^[\w.-]+$/.test(first)) return () => false;
  return (path) => path !== first && !path.startsWith(`${first}/`);
}

/** A slash within a group has cut it in two, and what is escaped or nested is not looked into. */
function mayHoldSlash(part: string): boolean {
  const count = (sign: string): number => part.split(sign).length;
  if (part.includes("**") || part.includes("\\")) return true;
  const isCut = count("{") !== count("}") || count("[") !== count("]");
  return isCut || (part.includes("{") && part.includes("["));
}

/** Why a glob can match nothing or not what was meant, or `null` when it is good. */
export function objectToGlob(glob: string): string | null {
  if (glob === "") return "is empty";
  if (glob.length > longestGlob) return `has more than ${longestGlob} characters`;
  if ((glob.match(/\*+/g)?.length ?? 0) > maxStars) return `has more than ${maxStars} stars`;
  if (glob.startsWith("!")) return "begins with `!`, which is not for globs; use `not`";
  if (glob.startsWith("/")) return "begins with `/`; paths are relative to the repository";
  if (glob.endsWith("/")) return "ends with `/`, and so matches no file; write `/**` for all that is in a folder";
  if (/(?<!\\)(?:\\\\)*\\$/.test(glob)) return "ends with `\\`, with nothing behind it to take as it is";
  if (glob.split("/").some((part) => part === "" || part === "." || part === ".."))
    return "has an empty, `.` or `..` part";
  if (/(?<!\\)[()]/.test(glob)) return "has a parenthesis; write `{a,b}` for alternatives, or `\\(` for the character";
  if (/\\{4}/.test(glob)) return "has four `\\` in a row";
  if (hasRange(glob))
    return "has `..` within braces, which is no range here; write `{1,2,3}`, or `[1-3]` for one character";
  return objectToPattern(glob);
}

/**
 * `[!ab]`, as shells write it, is known to picomatch as `[^ab]` only. To us `|`, `+`, `"` and `$` are letters; it takes them for alternatives,
 * repetition, a quotation and (the last of several) the end.
 */
function asPicomatch(glob: string): string {
  return glob.replaceAll(/\\.|\[!|[|+"$]/gs, (sign) => {
    if (sign.startsWith("\\")) return sign;
    return sign === "[!" ? "[^" : `\\${sign}`;
  });
}

/** Two dots within braces, which picomatch takes for a range of single characters: `{1..20}` is `[1-20]` to it. */
function hasRange(glob: string): boolean {
  let depth = 0;
  for (const [sign] of glob.matchAll(/\\[^.]|\[(?:\\.|[^\\\]])*\]|[{}]|\\?\.\\?\./gs)) {
    if (sign === "{") depth += 1;
    else if (sign === "}") depth -= 1;
    else if (depth > 0 && /^\\?\./.test(sign)) return true;
  }
  return false;
}

function objectToPattern(glob: string): string | null {
  try {
    picomatch.makeRe(asPicomatch(glob), { ...options, strictBrackets: true, debug: true });
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, side, bracket] = /^Missing (closing|opening): "(.)"/.exec(message) ?? [];
    return side === undefined ? "is not a glob" : `has no ${side} ${bracket}`;
  }
}
