import { quoteName } from "../formats/did-you-mean.ts";
import type { YamlPath } from "../formats/yaml-document.ts";
import { type Decoding, report, valueAt } from "./decode-part.ts";

/** Of two requirements of one name nobody could tell which one a decision speaks of. One without a name is called by its place. */
export function refuseTwins(decoding: Decoding): void {
  const list = valueAt(decoding, ["requirements"]);
  if (!Array.isArray(list)) return;
  const places = new Map<string, YamlPath>();
  for (const [index, item] of list.entries()) {
    const name = nameOf(item, index);
    if (name === null) continue;
    const at: YamlPath = ["requirements", index, ...(name.isGiven ? ["name"] : [])];
    const first = places.get(name.text);
    if (first === undefined) {
      places.set(name.text, at);
      continue;
    }
    const what = name.isGiven ? "Two requirements have" : "This requirement is given";
    const { line } = decoding.document.spanOf(first).start;
    report(decoding, at, `${what} the name ${quoteName(name.text)}, the first one on line ${line}. Give each its own.`);
  }
}

function nameOf(item: unknown, index: number): { readonly text: string; readonly isGiven: boolean } | null {
  if (typeof item !== "object" || item === null) return null;
  if (!("name" in item)) return { text: `requirement ${index + 1}`, isGiven: false };
  return typeof item.name === "string" ? { text: item.name, isGiven: true } : null;
}
