import type { FormatProblem } from "./format-problem.ts";
import { findChartProblems, findValuesProblems } from "./helm-chart.ts";
import { findConditions, hasActions, maskActions } from "./helm-template.ts";
import { isMap } from "./is-map.ts";
import { readManifestTexts } from "./manifest-texts.ts";
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

/** What stands in the texts of manifests: patches, a chart's values, what a ConfigMap holds. */
export interface InnerManifests {
  /** What may describe pods. */
  readonly documents: readonly YamlDocument[];
  /** What says of what kind it is. */
  readonly manifests: readonly Manifest[];
}

export interface ManifestFile {
  readonly form: ManifestForm;
  /** All documents that can be read. Of a template they are what is written out, with unknown values (`isUnknown`). */
  readonly documents: readonly YamlDocument[];
  /** Those of a manifest or template that say of what kind they are, the items of a `List` each by itself. */
  readonly manifests: readonly Manifest[];
  /** What they have as texts of YAML. */
  readonly inner: InnerManifests;
  readonly problems: readonly FormatProblem[];
  /** What Helm refuses in a chart's own file or its values. */
  readonly chartProblems: readonly FormatProblem[];
  /** Why it cannot be known whether this is good YAML; `null` where it can. */
  readonly doubt: string | null;
  /** Lines (from, to, both included) of a template's documents that are rendered under a condition only. */
  readonly conditions: readonly (readonly [number, number])[];
}

/** What a YAML file of a node is, by its place and its text. */
export function manifestFormOf(path: string, text: string): ManifestForm {
  const folders = path.split("/");
  const name = folders.pop() ?? "";
  if (name === "Chart.yaml") return "chart";
  if (folders.includes("templates") && hasActions(text)) return "template";
  return /^(?:.+[-_.])?values(?:[-_.].+)?\.ya?ml$/i.test(name) ? "values" : "manifest";
}

/** Reads a YAML or JSON file of a node: manifests, a chart's own files. Never throws. */
export function readManifestFile(text: string, path: string): ManifestFile {
  const place = manifestFormOf(path, text);
  if (place === "template") return readTemplate(text, path);
  const yaml = readManifestYaml(text, path);
  if (hasActions(text) && (yaml.isGrammar || hasBareActions(text))) return readTemplate(text, path);
  const { documents } = yaml;
  const manifests = documents.flatMap(toManifests);
  const form = place === "values" && manifests.length > 0 ? "manifest" : place; // whatever its name, it can be applied
  const doubt = doubtOf(yaml, path);
  const problems = doubt === null ? yaml.problems : [];
  const inner = readInner(documents, text);
  return { form, documents, manifests, inner, problems, chartProblems: judgeChart(form, yaml), doubt, conditions: [] };
}

/** Not all that is named JSON is for the cluster, so nothing is called wrong with it. */
function doubtOf({ problems, doubt }: ManifestYaml, path: string): string | null {
  return path.endsWith(".json") && problems.length > 0 ? "it is no JSON that can be read" : doubt;
}

/** Whether an action stands where a value does: YAML takes it for a map in a map. */
function hasBareActions(text: string): boolean {
  return /[:-] +\{\{/.test(text);
}

function readTemplate(text: string, path: string): ManifestFile {
  const masked = maskActions(text);
  const { documents }: ManifestYaml = readManifestYaml(masked, path, { isTolerant: true });
  const doubt = "it is a template, and only Helm, with the chart's values, can tell what it renders to";
  return {
    form: "template",
    documents,
    manifests: documents.flatMap(toManifests),
    inner: readInner(documents, masked),
    problems: [],
    chartProblems: [],
    doubt,
    conditions: findConditions(text),
  };
}

function readInner(documents: readonly YamlDocument[], source: string): InnerManifests {
  const texts = readManifestTexts(documents, source);
  return {
    documents: texts.flatMap(({ form, document }) => (form === "object" ? toManifests(document) : document)),
    manifests: texts.flatMap(({ document }) => toManifests(document)),
  };
}

function judgeChart(form: ManifestForm, { documents: [first], problems }: ManifestYaml): readonly FormatProblem[] {
  if (first === undefined || problems.length > 0) return [];
  if (form === "chart") return findChartProblems(first);
  return form === "values" ? findValuesProblems(first) : [];
}

/** Airflow takes a `pod_template_file` for a pod, whether or not it says that it is one (`PodGenerator.deserialize_model_file`). */
function isBarePod({ apiVersion, kind, spec }: Readonly<Record<string, unknown>>): boolean {
  return (apiVersion === undefined || kind === undefined) && isMap(spec) && Array.isArray(spec.containers);
}

/** Of the cluster's own groups; other kinds may be called a list and be none. */
function isList(apiVersion: string, kind: string): boolean {
  if (kind === "List") return true;
  const isOwn = /^(?:v1|(?:apps|autoscaling|batch|policy)\/\w+|[\w.]+\.k8s\.io\/\w+|argoproj\.io\/\w+)$/.test(
    apiVersion,
  );
  return isOwn && /[a-z]List$/.test(kind);
}

/** `kubectl apply` takes the items of any list, those of a `PodList` also where they do not say that they are pods. */
function toManifests(document: YamlDocument): readonly Manifest[] {
  const { value } = document;
  if (!isMap(value)) return [];
  const { metadata, items } = value;
  const { apiVersion, kind } = isBarePod(value) ? { apiVersion: "v1", kind: "Pod" } : value;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return [];
  if (isList(apiVersion, kind) && Array.isArray(items)) {
    const of = kind === "List" ? {} : { apiVersion, kind: kind.slice(0, -"List".length) };
    return items.flatMap((item: unknown, index) =>
      toManifests(partOf(document, ["items", index], isMap(item) ? { ...of, ...item } : item)),
    );
  }
  const name = isMap(metadata) && typeof metadata.name === "string" ? metadata.name : null;
  return [{ ...document, value, apiVersion, kind, name, violations: null }];
}

function partOf(document: YamlDocument, at: YamlPath, value: unknown): YamlDocument {
  return { path: document.path, value, spanOf: (inside, part) => document.spanOf([...at, ...inside], part) };
}
