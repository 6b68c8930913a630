import { isAlias, parseAllDocuments } from "yaml";
import { folderOf } from "../../formats/relative-path.ts";
import { importModule } from "../evaluate/load-module.ts";
import { step } from "../evaluate/machine.ts";
import type { NativeCall } from "../evaluate/value.ts";
import { scriptDefinitions } from "./component-assets.ts";
import { type Fields, isComponent, isFields } from "./component-shapes.ts";
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

function componentIn(document: Fields, path: string, around: AroundComponents): DagsterValue {
  const type = typeof document.type === "string" ? document.type : "";
  const attributes = isFields(document.attributes) ? document.attributes : {};
  const [, own = ""] = /^dagster\.(?:components\.)?(\w+)$/.exec(type) ?? [];
  const unknown = unknownDefinitions(
    `what the component \`${type.slice(0, 100)}\` of \`${path}\` gives is not known`,
    around.call,
  );
  if (!isComponent(document, own)) return unknown;
  switch (own) {
    case "DefsFolderComponent":
      return around.children();
    case "DefinitionsComponent":
      return moduleNamed(attributes.path, path, around) ?? unknown;
    case "PythonScriptComponent":
    case "UvRunComponent":
    case "FunctionComponent":
    case "TemplatedSqlComponent": {
      const made = scriptDefinitions(own, attributes, around.call) ?? unknown;
      return runsHere(own, attributes, around.call) ? made : mergedDefinitions([made, unknown], around.call);
    }
    default:
      return unknown;
  }
}

/** Whether what a component calls is surely there, and takes what it is given. */
function runsHere(type: string, { execution }: Fields, { machine }: NativeCall): boolean {
  if (type !== "FunctionComponent") return type !== "TemplatedSqlComponent";
  const named = isFields(execution) ? execution.fn : execution;
  const [, module, name] = /^(\w[\w.]*)\.(\w+)$/.exec(String(named)) ?? [];
  const found = module === undefined ? null : importModule(module, machine);
  const fn = found?.kind === "module" && name !== undefined ? found.record.scope.names.get(name) : undefined;
  return fn?.kind === "function" && fn.parameters.every((one) => one.name === "context");
}

/** The file that a `DefinitionsComponent` names: it must have `Definitions`, and brings nothing else. */
function moduleNamed(name: unknown, path: string, { call, module }: AroundComponents): DagsterValue | null {
  const plain = name ?? "__init__.py";
  if (typeof plain !== "string" || !/^[\w-]+(\/[\w-]+)*\.py$/.test(plain)) return null;
  const file = joined(folderOf(path), plain);
  if (call.machine.surroundings.readText(file) === null) return null;
  const found = module(file);
  return found.symbol === "Definitions" ? null : found;
}

/** What `post_processing` says of assets changes all but their keys. */
function postProcessed(document: Fields, value: DagsterValue, call: NativeCall): DagsterValue {
  if (document.post_processing === undefined || document.post_processing === null) return value;
  return { ...makeDagster(".map_asset_specs", { ...call, arguments: [], text: "post_processing" }), base: value };
}
