import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";

export interface IgnoredTree {
  readonly paths: readonly string[];
  readonly ignores: Readonly<Record<string, string>>;
}

const name = fc.constantFrom("a", "b", "ab", "tests", "a.py", "b.py", "test_a.py", "x-y.py", "[a].py");
const path = fc
  .tuple(
    fc.array(fc.constantFrom("a", "b", "ab", "tests"), { maxLength: 3 }),
    fc.constantFrom("a.py", "b.py", "test_a.py", "[a].py"),
  )
  .map(([folders, file]) => [...folders, file].join("/"));
const glob = fc
  .array(fc.oneof(name, fc.constantFrom("*", "**", "/", "/", "!", "?", "[ab]", "[!a]*", "*.py", "\\", " ", "#x")), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(""));
const regexp = fc
  .array(fc.oneof(name, fc.constantFrom(".*", "^", "$", "/", "(a|b)", "[ab]", "\\.", "+", "(", "#x")), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(""));

/** Folders of DAGs with what `.airflowignore` may say of them. */
export function treesFor(syntax: "glob" | "regexp"): fc.Arbitrary<IgnoredTree> {
  const pattern = patternOf(syntax);
  const ignore = fc.array(pattern, { minLength: 1, maxLength: 4 }).map((lines) => lines.join("\n"));
  const place = fc
    .array(fc.constantFrom("a", "b", "ab", "tests"), { maxLength: 2 })
    .map((folders) => [...folders, ".airflowignore"].join("/"));
  return fc.record({
    paths: fc.uniqueArray(path, { minLength: 4, maxLength: 12 }),
    ignores: fc.dictionary(place, ignore, { minKeys: 1, maxKeys: 2 }),
  });
}

/** Airflow 3 takes Python's own expressions, which know `a*+`. */
function patternOf(syntax: "glob" | "regexp"): fc.Arbitrary<string> {
  return syntax === "glob" ? glob : regexp.filter((line) => !/[*+^$]\+/.test(line));
}

export async function writeTree(root: string, { paths, ignores }: IgnoredTree): Promise<void> {
  for (const [file, text] of [...paths.map((one) => [one, ""] as const), ...Object.entries(ignores)]) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
}
