import type { Span } from "../../domain/finding.ts";
import { isMap } from "../../formats/is-map.ts";
import { readManifestYaml } from "../../formats/manifest-yaml.ts";
import type { CodeValue } from "../../python/code/code-facts.ts";

const mostDepth = 60;

/** What a text of YAML says, as if it were written in Python; all of it stands at `span`. Nothing where it cannot be read. */
export function yamlValues(text: string, span: Span): readonly CodeValue[] {
  const known = new Map<unknown, CodeValue>(); // what has an anchor is shared
  const toCode = (value: unknown, depth: number): CodeValue => {
    if (typeof value === "string") return { kind: "text", parts: [value], isBytes: false };
    if (typeof value === "number" || typeof value === "boolean" || value === null) return { kind: "constant", value };
    const before = known.get(value);
    if (before !== undefined || depth > mostDepth) return before ?? unknown;
    const made = toContainer(value, depth);
    known.set(value, made);
    return made;
  };
  const toContainer = (value: unknown, depth: number): CodeValue => {
    if (Array.isArray(value)) return { kind: "list", items: value.map((one) => toCode(one, depth + 1)) };
    if (!isMap(value)) return unknown;
    const entries = Object.entries(value).map(([key, held]) => ({ key, value: toCode(held, depth + 1), span }));
    return { kind: "dict", entries };
  };
  return readManifestYaml(text, "").documents.map(({ value }) => toCode(value, 0));
}

const unknown: CodeValue = { kind: "other", parts: [] };
