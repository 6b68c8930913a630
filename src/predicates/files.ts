import { RE2JS } from "re2js";
import { z } from "zod";
import { glob, listOf } from "./accepts.ts";
import { definePredicate, fails, holds } from "./define-predicate.ts";
import { compileGlobs, compileGlobsBelow, type PathTest } from "./glob.ts";
import { holdsForAll } from "./opaque.ts";
import { somePaths } from "./sentence.ts";

const pattern = z
  .string()
  .min(1)
  .max(500)
  .superRefine((value, context) => {
    try {
      compilePattern(value);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const message = `The regular expression \`${value}\` cannot be used (RE2 syntax, so without look-around): ${why}.`;
      context.addIssue({ code: "custom", message });
    }
  });

export const files = definePredicate({
  key: "files",
  accepts: z
    .strictObject({
      paths: listOf(glob).optional(),
      patterns: listOf(pattern).optional(),
      except: listOf(glob).optional(),
      "except-patterns": listOf(pattern).optional(),
    })
    .refine(({ paths, patterns }) => paths !== undefined || patterns !== undefined, {
      message: "`files` needs `paths` (globs), `patterns` (regular expressions), or both: which files?",
      when: ({ issues }) => issues.length === 0, // an unknown key may have been meant as one of them
    }),
  describe:
    "Whether at least one changed path matches one of the globs in `paths` or is found by one of the regular expressions in `patterns` (RE2 syntax), and by none in `except` and `except-patterns`. A renamed or copied file counts under both of its paths.",
  example: 'files: { paths: ["dags/**"], except: ["dags/docs/**"] }',
  namesOf: null,
  speaksOfPaths: "some",
  evaluate(wanted, { paths: changed, opaque }) {
    const isMeant = compileAny(wanted.paths, wanted.patterns);
    const isExcepted = compileAny(wanted.except, wanted["except-patterns"]);
    const matched = changed.filter(
      (path) =>
        (isMeant.here(path) || (opaque.has(path) && isMeant.below(path))) &&
        !holdsForAll(isExcepted.here, path, opaque),
    );
    const isWhole = (path: string) => isMeant.here(path) && !isExcepted.here(path);
    const whole = matched.filter(
      (path) => holdsForAll(isWhole, path, opaque) && !(opaque.has(path) && isExcepted.below(path)),
    );
    const known = new Set(whole);
    const partly = matched.filter((path) => opaque.has(path) && !known.has(path));
    return matched.length > 0
      ? holds(`it changes ${somePaths(matched)}`, whole, partly)
      : fails("it changes none of the files that are meant");
  },
});

function compilePatterns(patterns: readonly string[]): PathTest {
  const compiled = patterns.map(compilePattern);
  return (path) => compiled.some((one) => one.matcher(path).find());
}

/** Whether an expression could be found in a path below this one: all could be that do not begin with another folder's name. */
function compilePatternsBelow(patterns: readonly string[]): PathTest {
  const beginnings = patterns.map(fixedBeginning);
  return (path) => beginnings.some((one) => one.startsWith(`${path}/`) || `${path}/`.startsWith(one));
}

/** The letters with which whatever an expression is found in must begin, as far as that is plain. */
function fixedBeginning(pattern: string): string {
  const [, fixed = "", next = ""] = /^\^([\w/-]*)(.?)/s.exec(pattern.includes("|") ? "" : pattern) ?? [];
  return /[*?+{]/.test(next) ? fixed.slice(0, -1) : fixed;
}

/** A file's name may hold a line break, which must not hide it from `.`. */
function compilePattern(text: string): RE2JS {
  return RE2JS.compile(text, RE2JS.DOTALL);
}

/** Whether globs or expressions match a path, and whether they could match anything below it. */
function compileAny(globs: readonly string[] = [], patterns: readonly string[] = []) {
  return {
    here: anyOf(compileGlobs(globs), compilePatterns(patterns)),
    below: anyOf(compileGlobsBelow(globs), compilePatternsBelow(patterns)),
  };
}

function anyOf(first: PathTest, second: PathTest): PathTest {
  return (path) => first(path) || second(path);
}
