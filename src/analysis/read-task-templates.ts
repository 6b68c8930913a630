import type { CodeFacts } from "../python/code/code-facts.ts";
import { namedTemplates, searchedFolders } from "../rules/security/task-templates.ts";
import type { FileSubject, SharedFacts } from "../rules/subject.ts";
import { locateNamed } from "./locate-named.ts";
import type { Beside } from "./open-beside.ts";

/** More than the tasks of one file have. */
const mostTemplates = 50;
const mostFolders = 10;

/** No template that people write comes near it. In characters. */
const longest = 64 * 1024;

/** The files of the repository that the tasks of a file load as commands or SQL; those that are not found are left out. */
export async function readTaskTemplates(
  code: CodeFacts,
  path: string,
  { facts, beside }: { readonly facts: Pick<SharedFacts, "tree">; readonly beside: Beside },
): Promise<FileSubject["taskTemplates"]> {
  const { tree } = facts;
  const names = [...namedTemplates(code)].slice(0, mostTemplates);
  if (names.length === 0 || tree === null) return new Map();
  const folders = searchedFolders(code).slice(0, mostFolders);
  const places = names.map((name) => {
    const written = [name, ...folders.map((folder) => `${folder}/${name}`)];
    const found = written.map((one) => locateNamed(one, path, tree)).find((one) => one !== null);
    return [name, found ?? null] as const;
  });
  return beside.whileAsking(() =>
    Promise.resolve(
      new Map(
        places.flatMap(([name, place]) => {
          const text = place === null ? null : beside.readText(place);
          return text !== null && text.length <= longest ? [[name, text] as const] : [];
        }),
      ),
    ),
  );
}

/** Whether the text of a Python file may name such a file, or one of a pod. */
export function mayNameTemplate(text: string): boolean {
  return /\.(?:sql|hql|ddl|bq|sh|bash)["']|pod_template_file/i.test(text);
}
