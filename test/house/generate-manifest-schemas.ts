import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/**
 * Writes the schemas of Kubernetes' and Argo CD's kinds to `src/formats/schemas/`, from the descriptions that both projects
 * publish in their Go modules. Needs `go`. Run it by hand for a new version: the schemas are part of the source, because a
 * check downloads nothing.
 */
const kubernetes = { module: "k8s.io/kubernetes", version: "v1.35.0" };
const argocd = { module: "github.com/argoproj/argo-cd/v3", version: "v3.3.0" };

type Json = Readonly<Record<string, unknown>>;

/** The definitions of Kubernetes that its own swagger describes as text or not at all, as its decoder reads them. */
const special: Readonly<Record<string, Json>> = {
  "io.k8s.apimachinery.pkg.api.resource.Quantity": { type: ["string", "number"], format: "quantity" },
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": { type: ["string", "integer"] },
};

if (import.meta.main) {
  write("kubernetes.json", readKubernetes(fetchModule(kubernetes)));
  write("argocd.json", readArgoCd(fetchModule(argocd)));
}

function fetchModule({ module, version }: typeof kubernetes): string {
  const answer: unknown = JSON.parse(
    execFileSync("go", ["mod", "download", "-json", `${module}@${version}`]).toString(),
  );
  return String(asObject(answer).Dir);
}

interface SchemaFile {
  readonly source: string;
  readonly version: string;
  readonly kinds: Readonly<Record<string, string>>;
  readonly definitions: Readonly<Record<string, unknown>>;
}

function readKubernetes(directory: string): SchemaFile {
  const swagger = asObject(JSON.parse(readFileSync(join(directory, "api/openapi-spec/swagger.json"), "utf8")));
  const described = asObject(swagger.definitions);
  const kinds: [string, string][] = [];
  for (const [name, definition] of Object.entries(described)) {
    const all = asObject(definition)["x-kubernetes-group-version-kind"];
    if (!Array.isArray(all) || all.length !== 1) continue; // options and lists that belong to all groups
    const { group, version, kind } = asObject(all[0]);
    if (!String(kind).endsWith("List"))
      kinds.push([`${group === "" ? "" : `${group}/`}${version}/${kind}`, shorten(name)]);
  }
  const tops = new Set(kinds.map(([, name]) => name));
  const compact = Object.entries(described).map(([name, definition]): [string, Json] => {
    const schema = special[name] ?? compactSwagger(asObject(definition));
    return [shorten(name), tops.has(shorten(name)) ? withoutStatus(schema) : schema];
  });
  return {
    source: `Kubernetes ${kubernetes.version}, api/openapi-spec/swagger.json. Copyright The Kubernetes Authors, licensed under the Apache License 2.0. Shortened by test/house/generate-manifest-schemas.ts: descriptions, status and read-only kinds are left out.`,
    version: kubernetes.version,
    kinds: Object.fromEntries(kinds.sort()),
    definitions: reachable(Object.fromEntries(compact), [...tops, "meta.v1.ObjectMeta"]),
  };
}

function shorten(name: string): string {
  return name.replace(
    /^io\.k8s\.(api|kube-aggregator\.pkg\.apis|apiextensions-apiserver\.pkg\.apis|apimachinery\.pkg\.(apis|api|util))\./,
    "",
  );
}

/** An object with properties takes no others: Kubernetes refuses what it does not know, since `kubectl` asks it to. */
function compactSwagger(schema: Json): Json {
  const { $ref, type, properties, required, items, additionalProperties } = schema;
  if (typeof $ref === "string") return { $ref: `#/definitions/${shorten($ref.replace("#/definitions/", ""))}` };
  return {
    ...(type === undefined ? {} : { type }),
    ...(properties === undefined
      ? {}
      : {
          properties: mapValues(asObject(properties), (one) => compactSwagger(asObject(one))),
          additionalProperties: false,
        }),
    ...(required === undefined ? {} : { required }),
    ...(items === undefined ? {} : { items: compactSwagger(asObject(items)) }),
    ...(isObject(additionalProperties) ? { additionalProperties: compactSwagger(additionalProperties) } : {}),
  };
}

/** What the cluster writes and people only ever copy is not looked at. */
function withoutStatus(schema: Json): Json {
  const properties = asObject(schema.properties ?? {});
  return "status" in properties ? { ...schema, properties: { ...properties, status: {} } } : schema;
}

function readArgoCd(directory: string): SchemaFile {
  const kinds: [string, string][] = [];
  const tops: [string, Json][] = [];
  for (const file of ["application", "applicationset", "appproject"]) {
    const crd = asObject(parse(readFileSync(join(directory, `manifests/crds/${file}-crd.yaml`), "utf8")));
    const spec = asObject(crd.spec);
    const kind = String(asObject(spec.names).kind);
    for (const version of asArray(spec.versions).map(asObject)) {
      const schema = asObject(asObject(version.schema).openAPIV3Schema);
      kinds.push([`${spec.group}/${version.name}/${kind}`, kind]);
      const { properties, ...rest } = withoutStatus(compactCrd(schema));
      const metadata = { $ref: "kubernetes.json#/definitions/meta.v1.ObjectMeta" };
      tops.push([kind, { ...rest, properties: { ...asObject(properties), metadata } }]);
    }
  }
  return {
    source: `Argo CD ${argocd.version}, manifests/crds. Copyright The Argo Authors, licensed under the Apache License 2.0. Shortened by test/house/generate-manifest-schemas.ts: descriptions, formats, patterns and status are left out.`,
    version: argocd.version,
    kinds: Object.fromEntries(kinds.sort()),
    definitions: shareParts(tops),
  };
}

function compactCrd(schema: Json): Json {
  if (schema["x-kubernetes-int-or-string"] === true) return { type: ["string", "integer"] };
  const { type, properties, required, items, additionalProperties, enum: values } = schema;
  const isOpen = schema["x-kubernetes-preserve-unknown-fields"] === true;
  return {
    ...(type === undefined ? {} : { type }),
    ...(values === undefined ? {} : { enum: values }),
    ...(properties === undefined
      ? {}
      : { properties: mapValues(asObject(properties), (one) => compactCrd(asObject(one))) }),
    ...(properties === undefined || isOpen ? {} : { additionalProperties: false }),
    ...(required === undefined ? {} : { required }),
    ...(items === undefined ? {} : { items: compactCrd(asObject(items)) }),
    ...(isObject(additionalProperties) ? { additionalProperties: compactCrd(additionalProperties) } : {}),
  };
}

/** A CRD writes every part out wherever it is used; parts that come again become definitions of their own. */
function shareParts(tops: readonly (readonly [string, Json])[]): Readonly<Record<string, unknown>> {
  const counts = new Map<string, number>();
  const count = (value: unknown): void => {
    if (!isObject(value)) return;
    const text = JSON.stringify(value);
    const seen = (counts.get(text) ?? 0) + 1;
    counts.set(text, seen);
    if (seen === 1) for (const part of Object.values(value)) count(part);
  };
  for (const [, schema] of tops) count(schema);

  const names = new Map<string, string>();
  const definitions: Record<string, unknown> = {};
  const share = (value: unknown): unknown => {
    if (Array.isArray(value) || !isObject(value)) return value;
    const text = JSON.stringify(value);
    const isPart =
      "type" in value && typeof value.type === "string" && (counts.get(text) ?? 0) > 1 && text.length > 120;
    if (!isPart) return mapValues(value, share);
    const known = names.get(text);
    if (known !== undefined) return { $ref: `#/definitions/${known}` };
    const name = `part-${names.size + 1}`;
    names.set(text, name);
    definitions[name] = mapValues(value, share);
    return { $ref: `#/definitions/${name}` };
  };
  for (const [kind, schema] of tops) definitions[kind] = mapValues(schema, share);
  return definitions;
}

function reachable(
  definitions: Readonly<Record<string, Json>>,
  from: readonly string[],
): Readonly<Record<string, Json>> {
  const wanted = new Set<string>();
  const visit = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const [, next = ""] of JSON.stringify(definitions[name]).matchAll(/"#\/definitions\/([^"]+)"/g)) visit(next);
  };
  for (const name of from) visit(name);
  return Object.fromEntries(Object.entries(definitions).filter(([name]) => wanted.has(name)));
}

/** One definition a line, so that what a new version brings can be read in a diff. */
function write(name: string, { source, version, kinds, definitions }: SchemaFile): void {
  const lines = (map: Json): string =>
    Object.entries(map)
      .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
      .join(",\n");
  const head = `"source":${JSON.stringify(source)},\n"version":${JSON.stringify(version)},\n`;
  const text = `{${head}"kinds":{\n${lines(kinds)}\n},\n"definitions":{\n${lines(definitions)}\n}}\n`;
  JSON.parse(text);
  writeFileSync(join(import.meta.dirname, "../../src/formats/schemas", name), text);
  console.log(
    `${name}: ${Object.keys(kinds).length} kinds, ${Object.keys(definitions).length} definitions, ${text.length} bytes`,
  );
}

function mapValues<T>(map: Json, change: (value: unknown) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asObject(value: unknown): Json {
  if (!isObject(value)) throw new Error(`not an object: ${JSON.stringify(value)?.slice(0, 100)}`);
  return value;
}

function asArray(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`not a list: ${JSON.stringify(value)?.slice(0, 100)}`);
  return value;
}
