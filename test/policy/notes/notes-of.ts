import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readPolicy } from "../../../src/policy/read-policy.ts";

const directory = join(import.meta.dirname, "../../../policies");
const names = ["code-repo", "community", "node-repo", "tre"];
const presets = Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, `${name}.yml`), "utf8")]));

/** What is noted of a policy, each as `path:line:column message`. Throws when it is not good. */
export function notesOf(text: string | null, above: string | null = null): readonly string[] {
  const organisation = above === null ? null : { name: "above.yml", text: above };
  const reading = readPolicy(text, { path: "own.yml", presets, organisation });
  if ("problems" in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.notes.map(({ path, line, column, message }) => `${path}:${line}:${column} ${message}`);
}
