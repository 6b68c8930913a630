import { RE2JS } from "re2js";
import { z } from "zod";
import { glob, listOf } from "./accepts.ts";
import { definePredicate, fails, holds } from "./define-predicate.ts";
import { compileMatcher, type PathMatcher } from "./glob.ts";
import { createReachOf, divide, eitherOf } from "./opaque.ts";
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
    const meant = createReachOf(compileAny(wanted.paths, wanted.patterns), opaque);
    const excepted = createReachOf(compileAny(wanted.except, wanted["except-patterns"]), opaque);
    const { matched, whole, partly } = divide(changed, (path) => {
      const except = excepted(path);
      if (except === "whole") return "none";
      const reach = meant(path);
      return reach === "whole" && except === "partly" ? "partly" : reach;
    });
    return matched.length > 0
      ? holds(`it changes ${somePaths(matched)}`, whole, partly)
      : fails("it changes none of the files that are meant");
  },
});

/** Whether globs or expressions match a path, and what could be below it. */
function compileAny(globs: readonly string[] = [], patterns: readonly string[] = []): PathMatcher {
  return eitherOf(compileMatcher(globs), compilePatterns(patterns));
}

function compilePatterns(patterns: readonly string[]): PathMatcher {
  const compiled = patterns.map(compilePattern);
  const beginnings = patterns.map(fixedBeginning);
  const always = patterns.map(readFixedText).filter((one) => one !== null);
  return {
    matches: (path) => compiled.some((one) => one.matcher(path).find()),
    mayMatchBelow: (path) => beginnings.some((one) => one.startsWith(`${path}/`) || `${path}/`.startsWith(one)),
    matchesAllBelow: (path) =>
      always.some(({ text, isAtStart }) => (isAtStart ? `${path}/`.startsWith(text) : `${path}/`.includes(text))),
  };
}

/** The letters with which whatever an expression is found in must begin, as far as that is plain. */
function fixedBeginning(pattern: string): string {
  const [, fixed = "", next = ""] = /^\^([\w/-]*)(.?)/s.exec(pattern.includes("|") ? "" : pattern) ?? [];
  return /[*?+{]/.test(next) ? fixed.slice(0, -1) : fixed;
}

/** The text that an expression finds wherever it stands, or at the start; `null` where it asks for more than that, or may. */
function readFixedText(pattern: string): { readonly text: string; readonly isAtStart: boolean } | null {
  const [whole, start = "", text = ""] = /^(\^?)((?:[\w/ -]|\\[./-])*)(?:\.\*\$?)?$/.exec(pattern) ?? [];
  return whole === undefined ? null : { text: text.replaceAll("\\", ""), isAtStart: start !== "" };
}

/** A file's name may hold a line break, which must not hide it from `.`. */
function compilePattern(text: string): RE2JS {
  return RE2JS.compile(text, RE2JS.DOTALL);
}
