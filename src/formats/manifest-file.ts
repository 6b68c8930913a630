import type { FormatProblem } from "./format-problem.ts";
import { hasActions, maskActions } from "./helm-template.ts";
import { type ManifestYaml, readManifestYaml } from "./manifest-yaml.ts";
import type { YamlDocument, YamlPath } from "./yaml-document.ts";

/**
 * `chart`: a Helm chart's `Chart.yaml`. `values`: what a chart is rendered with. `template`: only rendering makes YAML of it.
 * `manifest`: anything else, documents of Kubernetes most likely.
 */
export type ManifestForm = "chart" | "values" | "template" | "manifest";

/** What in a manifest its kind does not allow. `wrong`: a field it does not have, or a value it does not take. */
export interface Violation {
  readonly what: "wrong" | "missing";
  readonly at: YamlPath;
  readonly part: "key" | "value";
  readonly message: string;
}

/** One document that says of what kind it is. */
export interface Manifest extends YamlDocument {
  readonly apiVersion: string;
  readonly kind: string;
  /** `null` where it has none that is text. */
  readonly name: string | null;
  readonly value: Readonly<Record<string, unknown>>;
  /** `null`: not compared with its kind, or nothing is known of that. */
  readonly violations: readonly Violation[] | null;
}

export interface ManifestFile {
  readonly form: ManifestForm;
  /** All documents that can be read. Of a template they are what is written out, with unknown values (`isUnknown`). */
  readonly documents: readonly YamlDocument[];
  /** Those of a manifest or template that say of what kind they are, the items of a `List` each by itself. */
  readonly manifests: readonly Manifest[];
  readonly problems: readonly FormatProblem[];
  /** Why it cannot be known whether this is good YAML; `null` where it can. */
  readonly doubt: string | null;
}

/** What a YAML file of a node is, by its place and its text. */
export function manifestFormOf(path: string, text: string): ManifestForm {
  const folders = path.split("/");
  const name = folders.pop() ?? "";
  if (name === "Chart.yaml") return "chart";
  if (folders.includes("templates") && hasActions(text)) return "template";
  return /^(?:.+[-_.])?values(?:[-_.].+)?\.ya?ml$/i.test(name) ? "values" : "manifest";
}

/** Reads a YAML file of a node: manifests, a chart's own files. Never throws. */
export function readManifestFile(text: string, path: string): ManifestFile {
  const form = manifestFormOf(path, text);
  if (form === "template") return readTemplate(text, path);
  const yaml = readManifestYaml(text, path);
  if (hasActions(text) && (yaml.isGrammar || hasBareActions(text))) return readTemplate(text, path);
  const doubt = yaml.isGrammar ? yaml.doubt : null;
  const manifests = form === "manifest" ? yaml.documents.flatMap(toManifests) : [];
  return { form, documents: yaml.documents, manifests, problems: doubt === null ? yaml.problems : [], doubt };
}

/** Whether an action stands where a value does: YAML takes it for a map in a map. */
function hasBareActions(text: string): boolean {
  return /[:-] +\{\{/.test(text);
}

function readTemplate(text: string, path: string): ManifestFile {
  const { documents }: ManifestYaml = readManifestYaml(maskActions(text), path, { isTolerant: true });
  const doubt = "it is a template, and only Helm, with the chart's values, can tell what it renders to";
  return { form: "template", documents, manifests: documents.flatMap(toManifests), problems: [], doubt };
}

function toManifests(document: YamlDocument): readonly Manifest[] {
  const { value } = document;
  if (!isMap(value)) return [];
  const { apiVersion, kind, metadata, items } = value;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return [];
  if (apiVersion === "v1" && kind === "List" && Array.isArray(items)) {
    return items.flatMap((item, index) => toManifests(partOf(document, ["items", index], item)));
  }
  const name = isMap(metadata) && typeof metadata.name === "string" ? metadata.name : null;
  return [{ ...document, value, apiVersion, kind, name, violations: null }];
}

function partOf(document: YamlDocument, at: YamlPath, value: unknown): YamlDocument {
  return { path: document.path, value, spanOf: (inside, part) => document.spanOf([...at, ...inside], part) };
}

/** Whether plain data is a map. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
