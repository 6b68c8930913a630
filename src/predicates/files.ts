import { RE2JS } from "re2js";
import { z } from "zod";
import { glob, listOf } from "./accepts.ts";
import { definePredicate, fails, holds } from "./define-predicate.ts";
import { compileGlobs, type PathTest } from "./glob.ts";
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
  evaluate(wanted, { paths: changed }) {
    const isMeant = anyOf(compileGlobs(wanted.paths ?? []), compilePatterns(wanted.patterns ?? []));
    const isExcepted = anyOf(compileGlobs(wanted.except ?? []), compilePatterns(wanted["except-patterns"] ?? []));
    const matched = changed.filter((path) => isMeant(path) && !isExcepted(path));
    return matched.length > 0
      ? holds(`it changes ${somePaths(matched)}`, matched)
      : fails("it changes none of the files that are meant");
  },
});

function compilePatterns(patterns: readonly string[]): PathTest {
  const compiled = patterns.map(compilePattern);
  return (path) => compiled.some((one) => one.matcher(path).find());
}

/** A file's name may hold a line break, which must not hide it from `.`. */
function compilePattern(text: string): RE2JS {
  return RE2JS.compile(text, RE2JS.DOTALL);
}

function anyOf(first: PathTest, second: PathTest): PathTest {
  return (path) => first(path) || second(path);
}
