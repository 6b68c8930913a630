import type { ErrorObject, ValidateFunction } from "ajv";
import { kindOf, nameOf, valueIn } from "./describe-value.ts";
import { didYouMean, listNames, quoteName } from "./did-you-mean.ts";
import type { Manifest, Violation } from "./manifest-file.ts";
import type { YamlPath } from "./yaml-document.ts";

export interface ManifestChecker {
  /** `null`: nothing is known of this kind. */
  check(manifest: Pick<Manifest, "apiVersion" | "kind" | "value">): readonly Violation[] | null;
}

/** A longer list would help nobody. */
const mostViolations = 50;

type SchemaFile = { readonly kinds: Readonly<Record<string, string>>; readonly definitions: object };

/** Loads the schemas of Kubernetes' and Argo CD's own kinds. Those of a kind are compiled when it is first seen. */
export async function loadManifestChecker(): Promise<ManifestChecker> {
  const [{ Ajv }, kubernetes, argocd] = await Promise.all([
    import("ajv"),
    import("./schemas/kubernetes.json", { with: { type: "json" } }),
    import("./schemas/argocd.json", { with: { type: "json" } }),
  ]);
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    validateSchema: false,
    meta: false,
    inlineRefs: false,
    code: { optimize: false }, // it costs more than it gains
    formats: { quantity: isQuantity },
  });
  const files: Readonly<Record<string, SchemaFile>> = {
    "kubernetes.json": kubernetes.default,
    "argocd.json": argocd.default,
  };
  for (const [name, { definitions }] of Object.entries(files)) ajv.addSchema({ definitions }, name);

  const validatorOf = (kind: string): ValidateFunction | undefined => {
    const found = Object.entries(files).find(([, { kinds }]) => Object.hasOwn(kinds, kind));
    return found === undefined ? undefined : ajv.getSchema(`${found[0]}#/definitions/${found[1].kinds[kind]}`);
  };
  return {
    check({ apiVersion, kind, value }) {
      const validate = validatorOf(`${apiVersion}/${kind}`);
      if (validate === undefined) return null;
      validate(value);
      return describeErrors(validate.errors ?? [], value);
    },
  };
}

/** https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity */
function isQuantity(text: string): boolean {
  return /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?\s*$/.test(text);
}

function describeErrors(errors: readonly ErrorObject[], value: unknown): readonly Violation[] {
  const shown = errors.filter(isRefused).slice(0, mostViolations);
  const missing = shown.filter(({ keyword }) => keyword === "required");
  const byMap = Map.groupBy(missing, ({ instancePath }) => instancePath);
  return [
    ...shown.filter(({ keyword }) => keyword !== "required").map((error) => describe(error, value)),
    ...[...byMap].map(([pointer, all]) => describeMissing(toPath(pointer, value), all)),
  ];
}

/** Kubernetes takes an empty value for one that is left out, and patches have directives such as `$patch` besides fields. */
function isRefused({ keyword, data, params }: ErrorObject): boolean {
  if (keyword === "additionalProperties") return !String(params.additionalProperty).startsWith("$");
  return data !== null;
}

function describeMissing(at: YamlPath, errors: readonly ErrorObject[]): Violation {
  const names = errors.map(({ params }) => nameOf([...at, String(params.missingProperty)]));
  const message = `${listNames(names)} ${names.length === 1 ? "is" : "are"} missing.`;
  return { what: "missing", at, part: typeof at.at(-1) === "string" ? "key" : "value", message };
}

function describe({ keyword, instancePath, params, data, parentSchema }: ErrorObject, value: unknown): Violation {
  const at = toPath(instancePath, value);
  if (keyword === "additionalProperties") {
    const key = String(params.additionalProperty);
    const known = Object.keys(parentSchema?.properties ?? {});
    const place = at.length === 0 ? "" : ` in ${quoteName(nameOf(at))}`;
    const message = `Unknown field ${quoteName(key)}${place}.${didYouMean(key, known)}`;
    return { what: "wrong", at: [...at, key], part: "key", message };
  }
  return { what: "wrong", at, part: "value", message: describeValue(quoteName(nameOf(at)), keyword, params, data) };
}

function describeValue(name: string, keyword: string, params: ErrorObject["params"], data: unknown): string {
  if (keyword === "type") {
    const types: readonly string[] = [params.type].flat();
    const wanted = types.map((type) => typeNames[type] ?? type).join(" or ");
    const isScalar = typeof data === "number" || typeof data === "boolean";
    const remedy = types.includes("string") && isScalar ? " Write it in quotes." : "";
    return `${name} must be ${wanted}, not ${describeActual(data)}.${remedy}`;
  }
  if (keyword === "enum") {
    const [known, actual]: [readonly string[], string] = [params.allowedValues.map(String), String(data)];
    return `${name} must be one of ${listNames(known)}, not ${quoteName(actual)}.${didYouMean(actual, known)}`;
  }
  if (keyword === "format") {
    return `${name} must be a quantity such as \`500m\` or \`2Gi\`, not ${quoteName(String(data))}.`;
  }
  return `${name} is not what its kind allows.`;
}

/** YAML 1.1 reads `yes` and `on` so, which surprises. */
function describeActual(data: unknown): string {
  return typeof data === "boolean" || typeof data === "number" ? `${kindOf(data)} (\`${data}\`)` : kindOf(data);
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "a map",
  array: "a list",
};

/** From a JSON pointer. */
function toPath(pointer: string, value: unknown): YamlPath {
  const steps = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return steps.map((step, index) => (Array.isArray(valueIn(value, steps.slice(0, index))) ? Number(step) : step));
}
