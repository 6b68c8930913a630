import { z } from "zod";
import type { InventoryDag, NodeInventory } from "../domain/inventory.ts";
import { decodeYaml } from "./decode-yaml.ts";
import { type FormatProblem, problemAt } from "./format-problem.ts";
import { readSpecifier } from "./requirements-entry.ts";
import { normalizePackageName } from "./requirements-name.ts";
import { readStrictJson } from "./strict-json.ts";
import { readYaml } from "./yaml-document.ts";

const module = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u, "This must be the full name of a module.");
const text = z.string().min(1).max(1000);

const packageSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,198}[A-Za-z0-9])?$/, "This must be the name of a Python package."),
  version: z.string().min(1).max(200),
  /** Absent: not known. */
  modules: z.array(module).max(20_000).optional(),
  provider: z.literal(true).optional(),
  /** Of a provider, and of `airflow.sdk`: the modules with their classes; `null` where these are not known. */
  classes: z.record(module, z.array(z.string().min(1).max(200)).max(5000).nullable()).optional(),
});

const dagSchema = z.strictObject({
  dag_id: text,
  path: text,
  repository: text.optional(),
  /** The number of the open change that would bring it; absent for what is live. */
  change: z.int().min(1).optional(),
});

const requirementSchema = z.strictObject({
  name: packageSchema.shape.name,
  specifier: z
    .string()
    .min(1)
    .max(1000)
    .refine((given) => readSpecifier(given) !== null, "This must be a version specifier such as `>=2,<3`."),
  repository: text,
  path: text,
});

/** `countersign.inventory.json`. */
export const inventorySchema = z.strictObject({
  version: z.literal(1),
  python: z.string().regex(/^3\.\d{1,3}(\.\d{1,3})?\S{0,40}$/, "`python` is a version such as `3.12.4`."),
  airflow: text.nullable().optional(),
  dagster: text.nullable().optional(),
  packages: z.array(packageSchema).max(20_000),
  modules: z.array(module).max(20_000).optional(),
  queues: z.array(z.string().min(1).max(200)).min(1).max(1000).optional(),
  dags: z.array(dagSchema).max(100_000).optional(),
  requirements: z.array(requirementSchema).max(100_000).optional(),
});

export type InventoryFile = z.infer<typeof inventorySchema>;

export type InventoryReading = { readonly inventory: NodeInventory } | { readonly problems: readonly FormatProblem[] };

/** Larger files are no inventory. In characters. */
const longest = 20 * 1024 * 1024;

/** Reads an inventory. Tells what is wrong with line and column; never throws. */
export function readInventory(source: string, path: string): InventoryReading {
  if (source.length > longest) {
    const start = { line: 1, column: 1 };
    return { problems: [problemAt(path, { start, end: { line: 1, column: 2 } }, "An inventory has at most 20 MB.")] };
  }
  const json = readStrictJson(source);
  const quick = "value" in json ? inventorySchema.safeParse(json.value) : null;
  if (quick?.success) return { inventory: toInventory(quick.data) };
  const yaml = readYaml(source, path); // it knows where what is wrong stands
  if ("problems" in yaml) return yaml;
  const decoded = decodeYaml(yaml.document, inventorySchema);
  return "problems" in decoded ? decoded : { inventory: toInventory(decoded.value) };
}

function toInventory({
  python,
  packages,
  modules = [],
  queues,
  dags = [],
  requirements,
}: InventoryFile): NodeInventory {
  const named = packages.map((one) => ({ ...one, key: normalizePackageName(one.name) }));
  const bringers = new Map<string, string[]>(modules.map((name) => [name, []]));
  for (const { key, modules: brought = [] } of named) {
    for (const name of brought) bringers.set(name, [...(bringers.get(name) ?? []), key]);
  }
  const isProvider = ({ key, provider }: (typeof named)[number]): boolean =>
    provider === true || key.startsWith("apache-airflow-providers-");
  return {
    python,
    packages: Object.fromEntries(named.map(({ key, version }) => [key, version])),
    providers: Object.fromEntries(named.filter(isProvider).map(({ key, version }) => [key, version])),
    modules: Object.fromEntries(bringers),
    opaque: named.filter((one) => one.modules === undefined).map(({ key }) => key),
    ...(named.some(({ classes }) => classes !== undefined)
      ? { classes: Object.fromEntries(named.flatMap(({ classes = {} }) => Object.entries(classes))) }
      : {}),
    ...(queues === undefined ? {} : { queues }),
    dags: dags.map(
      ({ dag_id: dagId, path, repository = null, change = null }): InventoryDag => ({
        dagId,
        path,
        repository,
        state: change === null ? "live" : "pending",
        change,
      }),
    ),
    ...(requirements === undefined
      ? {}
      : { requirements: requirements.map((one) => ({ ...one, name: normalizePackageName(one.name) })) }),
  };
}

/** Writes an inventory: the same node gives the same bytes, with a line for each package and DAG. */
export function renderInventory({
  version,
  python,
  airflow,
  dagster,
  packages,
  modules = [],
  queues,
  dags,
  requirements,
}: InventoryFile): string {
  const lines = (items: readonly unknown[]): string =>
    items.length === 0 ? "[]" : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
  const byName = packages.toSorted((a, b) => compare(a.name, b.name));
  const parts = [
    `"version": ${version}`,
    `"python": ${JSON.stringify(python)}`,
    `"airflow": ${JSON.stringify(airflow ?? null)}`,
    `"dagster": ${JSON.stringify(dagster ?? null)}`,
    `"packages": ${lines(byName)}`,
    ...(modules.length === 0 ? [] : [`"modules": ${JSON.stringify(modules.toSorted(compare))}`]),
    ...(queues === undefined ? [] : [`"queues": ${JSON.stringify(queues.toSorted(compare))}`]),
    ...(dags === undefined
      ? []
      : [`"dags": ${lines(dags.toSorted((a, b) => compare(a.dag_id, b.dag_id) || compare(a.path, b.path)))}`]),
    ...(requirements === undefined ? [] : [`"requirements": ${lines(requirements)}`]),
  ];
  return `{\n${parts.map((part) => `  ${part}`).join(",\n")}\n}\n`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
