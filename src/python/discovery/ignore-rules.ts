import { RE2JS } from "re2js";
import { readWildcard } from "./wildcard-pattern.ts";

/** Whether a line of a `.airflowignore` speaks of a path; `null` when it does not. */
export interface IgnoreRule {
  /** The path is relative to the folder of DAGs, with `/`. */
  judge(path: string, isDirectory: boolean): "ignored" | "kept" | null;
}

export type IgnoreSyntax = "glob" | "regexp";

/**
 * The rules of one `.airflowignore`, as `_find_path_from_directory` reads them. `directory` is the one that it stands in, relative
 * to the folder of DAGs; `airflow` is 2 or 3.
 */
export function readIgnoreFile(
  text: string,
  options: { readonly directory: string; readonly syntax: IgnoreSyntax; readonly airflow: 2 | 3 },
): readonly IgnoreRule[] {
  return linesOf(text).flatMap((line) => {
    const rule = options.syntax === "glob" ? globRule(line, options.directory, options.airflow) : regexpRule(line);
    return rule === null ? [] : [rule];
  });
}

/** The first line of a file of regular expressions that Python may read, but not we; `null`: there is none. */
export function firstUnread(text: string): string | null {
  return linesOf(text).find((line) => compile(line) === null && isExpression(line)) ?? null;
}

function linesOf(text: string): readonly string[] {
  return text
    .split(/\r\n|\n|\r/)
    .map(withoutComment)
    .filter((line) => line !== "");
}

function withoutComment(line: string): string {
  const at = line.indexOf("#");
  return at === -1 ? line : line.slice(0, at).trimEnd();
}

/** Is searched in the path from the folder of DAGs, wherever the file stands. A line that is no expression is passed over. */
function regexpRule(line: string): IgnoreRule | null {
  const regexp = compile(line);
  return regexp === null ? null : { judge: (path) => (regexp.matcher(path).find() ? "ignored" : null) };
}

/** In linear time, and so without looking ahead or behind. */
function compile(line: string): RE2JS | null {
  try {
    return RE2JS.compile(line);
  } catch {
    return null;
  }
}

/** Whether it is one where anything may be looked for; it is never matched. */
function isExpression(line: string): boolean {
  try {
    new RegExp(line);
    return true;
  } catch {
    return false;
  }
}

function globRule(line: string, directory: string, airflow: 2 | 3): IgnoreRule | null {
  const pattern = readWildcard(line);
  if (pattern === null || line.trim() === "/") return null;
  const isRelative = line.startsWith("/") || /\/[^/]/.test(line);
  const plain = line.replace(/^!+/, "").trimEnd();
  const endsWithSlash = airflow === 3 ? plain.endsWith("/") : line.endsWith("/");
  const verdict = pattern.isIncluded ? "ignored" : "kept";
  return {
    judge(path, isDirectory) {
      if (airflow === 3 && endsWithSlash && !isDirectory) return null;
      const own = isRelative
        ? path.slice(directory === "" ? 0 : directory.length + 1)
        : (path.split("/").at(-1) ?? path);
      const hasSlash = isDirectory && (airflow === 3 || endsWithSlash);
      const matcher = pattern.regexp.matcher(hasSlash ? `${own}/` : own);
      // Airflow 2 asks for a match from the start.
      const isFound = airflow === 3 ? matcher.find() : matcher.lookingAt();
      return isFound ? verdict : null;
    },
  };
}
