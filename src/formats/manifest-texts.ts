import type { Span } from "../domain/finding.ts";
import { hasActions, maskActions } from "./helm-template.ts";
import { isMap } from "./is-map.ts";
import { readManifestYaml } from "./manifest-yaml.ts";
import type { YamlDocument, YamlPath } from "./yaml-document.ts";

/** YAML that a manifest has as text. `object`: only what says of what kind it is; else all of it may describe pods. */
export interface ManifestText {
  readonly form: "object" | "part";
  readonly document: YamlDocument;
}

interface Held {
  readonly document: YamlDocument;
  readonly at: YamlPath;
  readonly form: ManifestText["form"];
  readonly text: string;
}

/**
 * Reads what a file's documents have as texts of YAML: patches of Kustomize, values that Argo CD and the Helm controller give a chart,
 * patches of Argo Workflows' pods, and what a ConfigMap holds. Texts in such texts are not read. `source`: what the documents were read
 * from. Equal texts are read once.
 */
export function readManifestTexts(documents: readonly YamlDocument[], source: string): readonly ManifestText[] {
  const known = new Set<string>();
  const held = documents.flatMap((document) => [...textsIn(document, [], document.value)]);
  const own = held.filter(({ text }) => {
    const isNew = text.includes(":") && !known.has(text);
    known.add(text);
    return isNew;
  });
  if (own.length === 0) return [];
  const lines = source.split(/\r?\n/);
  return own.flatMap((one) => {
    const { documents: inner } = readManifestYaml(
      hasActions(one.text) ? maskActions(one.text) : one.text,
      one.document.path,
      { isTolerant: true },
    );
    return inner
      .map((document) => placeInside(document, one, lines))
      .flatMap((document) => operationsOf(document))
      .map((document) => ({ form: one.form, document }));
  });
}

function* textsIn(document: YamlDocument, at: YamlPath, value: unknown): Iterable<Held> {
  if (typeof value === "string") {
    const form = formOf(at, document.value);
    if (form !== null) yield { document, at, form, text: value };
  } else if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) yield* textsIn(document, [...at, index], one);
  } else if (isMap(value)) {
    for (const [key, one] of Object.entries(value)) yield* textsIn(document, [...at, key], one);
  }
}

function formOf(at: YamlPath, root: unknown): ManifestText["form"] | null {
  const [before, , last] = [at.at(-3), at.at(-2), at.at(-1)];
  if (last === "podSpecPatch" || last === "valuesContent") return "part";
  if (last === "values" && at.at(-2) === "helm") return "part";
  if (last === "patch" && (before === "patches" || before === "patchesJson6902")) return "part";
  if (typeof last === "number" && at.at(-2) === "patchesStrategicMerge") return "part";
  const isData = at.length === 2 ? at[0] === "data" : at.length === 4 && at[0] === "items" && at[2] === "data";
  return isData && isOfConfigMaps(root) ? "object" : null;
}

function isOfConfigMaps(root: unknown): boolean {
  return isMap(root) && (root.kind === "ConfigMap" || root.kind === "ConfigMapList" || root.kind === "List");
}

/** The document as it stands in the file: where the text is a block of its own (`|`), line by line, else where the text begins. */
function placeInside(inner: YamlDocument, { document, at, text }: Held, lines: readonly string[]): YamlDocument {
  const own = text.split(/\r?\n/);
  const spanOf = (path: YamlPath, part?: "key" | "value"): Span => {
    const whole = document.spanOf(at);
    const { start, end } = inner.spanOf(path, part);
    const isBlock = lines[whole.start.line - 1]?.[whole.start.column - 1] === "|";
    const line = whole.start.line + start.line;
    const [outside = "", inside = ""] = [lines[line - 1], own[start.line - 1]];
    if (!isBlock || !outside.endsWith(inside) || end.line !== start.line) return whole;
    const indent = outside.length - inside.length;
    return { start: { line, column: start.column + indent }, end: { line, column: end.column + indent } };
  };
  return { path: inner.path, value: inner.value, spanOf };
}

/** The operations of a JSON patch, each as the maps that it makes; a document that is no such patch as it is. */
function operationsOf(document: YamlDocument): readonly YamlDocument[] {
  const { value } = document;
  if (!Array.isArray(value)) return [document];
  return value.flatMap((one: unknown, index): readonly YamlDocument[] => {
    if (!isMap(one) || typeof one.path !== "string" || !("value" in one)) return [];
    const steps = one.path.split("/").slice(1, 50);
    const made = steps.reduceRight((inside: unknown, step) => ({ [step]: inside }), one.value);
    const spanOf: YamlDocument["spanOf"] = (at, part) =>
      document.spanOf([index, "value", ...at.slice(steps.length)], part);
    return [{ path: document.path, value: made, spanOf }];
  });
}
