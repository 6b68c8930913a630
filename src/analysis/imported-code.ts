import { listStrings } from "../core/consequences/list-strings.ts";
import { isHeld } from "./file-content.ts";
import type { FilesBeside } from "./files-beside.ts";
import type { InspectionInput } from "./inspector.ts";
import type { Done, Ran } from "./read-files.ts";

/** What DAG files run beside their own code. */
export interface ImportedCode {
  /** A file of the change, by which it is run otherwise than before. */
  readonly path: string;
  /** `null` where it could not be read. */
  readonly strings: readonly string[] | null;
}

/** The strings of modules that DAG files import: of those that the change touches, and of those that a DAG file imports since. */
export async function readImportedCode(
  input: InspectionInput,
  { now, then }: { readonly now: Ran; readonly then: Ran },
  beside: FilesBeside,
): Promise<readonly ImportedCode[]> {
  if ((input.known?.node?.datasets ?? []).length === 0) return [];
  return [...touchedModules(input, now.done), ...(await importedSince(input, now.done, then.done, beside))];
}

/** Where not all DAG files are known, any of them may import a module. */
function touchedModules({ files, rest }: InspectionInput, done: readonly Done[]): readonly ImportedCode[] {
  const asked = new Set(done.flatMap(({ outcome }) => outcome.uses.files));
  const areAllKnown = rest === undefined || rest.missing === null;
  return files
    .filter(({ path }) => path.endsWith(".py") && (asked.has(path) || !areAllKnown))
    .map((file) => ({ path: file.path, strings: isHeld(file) ? stringsOf(file.content) : null }));
}

async function importedSince(
  { files }: InspectionInput,
  done: readonly Done[],
  before: readonly Done[],
  beside: FilesBeside,
): Promise<readonly ImportedCode[]> {
  const given = new Map(files.map((file) => [file.path, file]));
  const modulesBefore = new Map(before.map(({ path, outcome }) => [path, outcome.module]));
  const found = done.map(async ({ path, outcome }): Promise<readonly ImportedCode[]> => {
    const known = new Set(modulesBefore.get(given.get(path)?.before?.path ?? path)?.reads);
    const fresh = (outcome.module?.reads ?? []).filter(
      (one) => one.endsWith(".py") && !known.has(one) && !given.has(one),
    );
    const all = await Promise.all(fresh.map((one) => beside.read(one)));
    return all.map((one) => ({ path, strings: "withheld" in one ? null : stringsOf(one.content) }));
  });
  return (await Promise.all(found)).flat();
}

function stringsOf(content: Uint8Array): readonly string[] {
  return listStrings(new TextDecoder().decode(content));
}
