import { isAlias, parseAllDocuments } from "yaml";
import { step } from "../evaluate/machine.ts";
import type { NativeCall } from "../evaluate/value.ts";
import { scriptDefinitions } from "./component-assets.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { joined } from "./dg-project.ts";
import { makeDagster, mergedDefinitions, unknownDefinitions } from "./make-dagster.ts";

/** What a component may make of what stands around its file. */
export interface AroundComponents {
  readonly call: NativeCall;
  /** What a Python file gives. */
  readonly module: (path: string) => DagsterValue;
  /** What else is in the folder. */
  readonly children: () => DagsterValue;
}

type Fields = Readonly<Record<string, unknown>>;

const longest = 100_000;

/** The definitions that the components of a `defs.yaml` make, as far as Dagster's own are concerned. */
export function componentsIn(path: string, around: AroundComponents): DagsterValue {
  const documents = readDocuments(path, around.call);
  if (documents === null) return unknownDefinitions(`\`${path}\` is not understood`, around.call);
  return mergedDefinitions(
    documents.map((one) => postProcessed(one, componentIn(one, path, around), around.call)),
    around.call,
  );
}

function readDocuments(path: string, { machine }: NativeCall): readonly Fields[] | null {
  const text = machine.surroundings.readText(path);
  if (text === null || text.length > longest) return null;
  step(machine, Math.ceil(text.length / 100));
  // YAML 1.1, as PyYAML reads it.
  const parsed = [...parseAllDocuments(text, { version: "1.1", schema: "yaml-1.1" })];
  if (parsed.length === 0 || parsed.some(({ errors, contents }) => errors.length > 0 || isAlias(contents))) return null;
  const values: readonly unknown[] = parsed.map((document) => plainOf(document));
  return values.every(isFields) ? values : null;
}

function plainOf(document: { toJS(options: { maxAliasCount: number }): unknown }): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof ReferenceError) return null; // an alias bomb, or an alias of nothing
    throw error;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function componentIn(document: Fields, path: string, around: AroundComponents): DagsterValue {
  const type = typeof document.type === "string" ? document.type : "";
  const attributes = isFields(document.attributes) ? document.attributes : {};
  const [, own] = /^dagster\.(?:components\.)?(\w+)$/.exec(type) ?? [];
  const unknown = unknownDefinitions(
    `what the component \`${type.slice(0, 100)}\` of \`${path}\` gives is not known`,
    around.call,
  );
  switch (own) {
    case "DefsFolderComponent":
      return around.children();
    case "DefinitionsComponent":
      return moduleNamed(attributes.path, path, around) ?? unknown;
    case "PythonScriptComponent":
    case "UvRunComponent":
    case "FunctionComponent":
    case "TemplatedSqlComponent":
      return scriptDefinitions(own, attributes, around.call) ?? unknown;
    default:
      return unknown;
  }
}

/** The file that a `DefinitionsComponent` names: it must have `Definitions`, and brings nothing else. */
function moduleNamed(name: unknown, path: string, { call, module }: AroundComponents): DagsterValue | null {
  const plain = name ?? "__init__.py";
  if (typeof plain !== "string" || !/^[\w-]+(\/[\w-]+)*\.py$/.test(plain)) return null;
  const file = joined(path.slice(0, Math.max(0, path.lastIndexOf("/"))), plain);
  if (call.machine.surroundings.readText(file) === null) return null;
  const found = module(file);
  return found.symbol === "Definitions" ? null : found;
}

/** What `post_processing` says of assets changes all but their keys. */
function postProcessed(document: Fields, value: DagsterValue, call: NativeCall): DagsterValue {
  if (document.post_processing === undefined || document.post_processing === null) return value;
  return { ...makeDagster(".map_asset_specs", { ...call, arguments: [], text: "post_processing" }), base: value };
}
