import type { NodeDataset } from "../../domain/node.ts";
import type { DagNaming } from "../../domain/node-dags.ts";
import type { Dag, Task } from "../../python/dag-model.ts";
import type { PlainValue } from "../../python/plain-value.ts";
import { namesDataset } from "./names-dataset.ts";

/** Something outside of the repository that a DAG reaches. */
export interface Reference {
  readonly kind: "dataset" | "connection" | "image" | "variable" | DagNaming;
  readonly name: string;
  readonly dagId: string;
  readonly path: string;
  /** False: the name is the expression of what is only known when it runs. */
  readonly isKnown: boolean;
}

type Found = Pick<Reference, "kind" | "name" | "isKnown">;

/** Lists what the arguments of a DAG and its tasks, and the functions that these run, name, each once. What an operator uses without being told is not among it. */
export function referencesOf(dag: Dag, path: string, datasets: readonly NodeDataset[]): readonly Reference[] {
  const found: Found[] = dag.tasks.flatMap(referencesOfTask);
  const strings = [...dag.tasks.flatMap(({ arguments: given, defaults }) => [...given, ...defaults]), ...dag.arguments]
    .map(({ value }) => value)
    .concat(dag.schedule.value === null ? [] : [dag.schedule.value])
    .flatMap((value) => listValues(value, null))
    .flatMap(({ value }) => (isText(value) ? [value.value] : []));
  for (const dataset of datasets) {
    if (strings.some(namesDataset(dataset))) found.push({ kind: "dataset", name: dataset.name, isKnown: true });
  }
  const all = found.map((one): Reference => ({ ...one, dagId: dag.dagId ?? dag.idText, path }));
  return [...new Map(all.map((one) => [`${one.kind} ${one.name}`, one])).values()];
}

function referencesOfTask(task: Task): readonly Found[] {
  const values = [...task.arguments, ...task.defaults].flatMap(({ name, value }) => listValues(value, name));
  const told = values.flatMap(({ name, value }) => [
    ...(name === null ? [] : byArgument(name, value, task.operator)),
    ...(isText(value) ? inTemplate(value.value) : []),
    ...(value.kind === "call" ? byCall(value) : []),
  ]);
  return [...told, ...(task.asks ?? []).map((one) => ({ ...one, isKnown: true }))];
}

function byArgument(name: string, value: PlainValue, operator: string): readonly Found[] {
  const kind = kindOfArgument(name, operator);
  if (kind === null) return [];
  if (isText(value))
    return value.value === "" || value.value.includes("{{") ? [] : [{ kind, name: value.value, isKnown: true }];
  return value.kind === "unknown" ? [{ kind, name: value.expression.slice(0, 80), isKnown: false }] : [];
}

function kindOfArgument(name: string, operator: string): Reference["kind"] | null {
  if (name === "image") return "image";
  if (/(^|_)conn_id$/.test(name)) return "connection";
  if (name === "trigger_dag_id" && lastPart(operator).includes("TriggerDagRun")) return "triggers";
  if (name === "external_dag_id" && lastPart(operator).includes("ExternalTask"))
    return lastPart(operator) === "ExternalTaskMarker" ? "marks" : "awaits";
  return null;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

const inTemplates = [
  {
    kind: "variable",
    pattern:
      /\bvar\.(?:value|json)(?:\.get\(\s*["']([^"']{1,250})["']|\.([A-Za-z_]\w{0,250})|\[["']([^"']{1,250})["']\])/g,
  },
  {
    kind: "connection",
    pattern: /\bconn(?:\.get\(\s*["']([^"']{1,250})["']|\.([A-Za-z_]\w{0,250})|\[["']([^"']{1,250})["']\])/g,
  },
] as const;

/** `{{ var.value.threshold }}`, `{{ conn.lake.host }}` */
function inTemplate(text: string): readonly Found[] {
  if (!text.includes("{{") && !text.includes("{%")) return [];
  return inTemplates.flatMap(({ kind, pattern }) =>
    [...text.matchAll(pattern)].flatMap(([, got, dotted, keyed]) => {
      const name = got ?? dotted ?? keyed;
      return name === undefined || (dotted === "get" && got === undefined) ? [] : [{ kind, name, isKnown: true }];
    }),
  );
}

/** `Variable.get("threshold")` */
function byCall(call: Extract<PlainValue, { kind: "call" }>): readonly Found[] {
  const kind = /(^|\.)Variable\.get$/.test(call.name)
    ? ("variable" as const)
    : /(^|\.)(Connection\.get|get_connection|get_connection_from_secrets)$/.test(call.name)
      ? ("connection" as const)
      : null;
  const [first] = call.arguments;
  return kind === null || first === undefined || !isText(first.value)
    ? []
    : [{ kind, name: first.value.value, isKnown: true }];
}

interface NamedValue {
  readonly name: string | null;
  readonly value: PlainValue;
}

/** A value and all in it, each with the argument or key that it is given to. */
function listValues(value: PlainValue, name: string | null): readonly NamedValue[] {
  const own = { name, value };
  switch (value.kind) {
    case "list":
      return [own, ...value.items.flatMap((item) => listValues(item, name))];
    case "dict":
      return [
        own,
        ...value.entries.flatMap(({ key, value: inner }) => [
          ...listValues(key, null),
          ...listValues(inner, isText(key) ? key.value : null),
        ]),
      ];
    case "call":
      return [own, ...value.arguments.flatMap((one) => listValues(one.value, one.name))];
    case "constant":
    case "name":
    case "function":
    case "tasks":
    case "path":
    case "unknown":
      return [own];
    default:
      return value satisfies never;
  }
}

function isText(value: PlainValue): value is { readonly kind: "constant"; readonly value: string } {
  return value.kind === "constant" && typeof value.value === "string";
}
