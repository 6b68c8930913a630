import { declaresElsewhere, dependencyFormOf } from "../formats/dependency-file-name.ts";
import type { DependencyFile } from "../formats/requirements-file.ts";

/** More than any repository has; of more, the first ones are read. */
export const mostDeclaring = 300;

/** Larger lists are not read. In bytes. */
export const maxDeclaredBytes = 1024 * 1024;

/** Of the paths of a repository those that tell which packages it wants. */
export function listDeclaring(paths: Iterable<string>): readonly string[] {
  const found: string[] = [];
  for (const path of paths) {
    if (found.length < mostDeclaring && (dependencyFormOf(path) !== null || declaresElsewhere(path))) found.push(path);
  }
  return found;
}

/**
 * Reads what the repository's files want. `content` is `null` where it could not be read, or is too large: what such a file wants is
 * open. The parsers are loaded when there is something to read.
 */
export async function readDeclared(
  files: readonly { readonly path: string; readonly content: Uint8Array | null }[],
): Promise<readonly DependencyFile[]> {
  if (files.length === 0) return [];
  const { readDependencyFile } = await import("../formats/dependency-file.ts");
  return files.flatMap(({ path, content }) => {
    const read = readDependencyFile(content === null ? "" : new TextDecoder().decode(content), path);
    if (read === null) return [];
    return [content === null ? { ...read, isOpen: true } : read];
  });
}

/** What one file itself asks for. */
export async function readFileDependencies(
  text: string,
  path: string,
  isPython: boolean,
): Promise<readonly DependencyFile[]> {
  if (isPython) {
    const { readScriptBlock } = await import("../formats/pep723.ts");
    const { readDocstringDependencies } = await import("../formats/docstring-dependencies.ts");
    return [readScriptBlock(text, path), readDocstringDependencies(text, path)].filter((one) => one !== null);
  }
  const { readDependencyFile } = await import("../formats/dependency-file.ts");
  const read = readDependencyFile(text, path);
  return read === null ? [] : [read];
}
