import { readYaml } from "../formats/yaml-document.ts";

/** Whether a policy has nothing but its version: what an organisation leaves where its policy is gone on purpose. */
export function saysNothing(text: string, path: string): boolean {
  const reading = readYaml(text, path);
  if ("problems" in reading) return false;
  const { value } = reading.document;
  return JSON.stringify(value) === '{"version":1}';
}
