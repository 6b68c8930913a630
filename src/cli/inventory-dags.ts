import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { nothingKnown, type SharedInput } from "../analysis/shared-facts.ts";
import { createWorkerPool } from "../analysis/worker-pool.ts";
import { maxFileBytes } from "../core/inspect/inspect-parts.ts";
import { ConfigError } from "../domain/errors.ts";
import type { NodeFile } from "../domain/node.ts";
import type { InventoryFile } from "../formats/inventory.ts";
import { mightContainDag } from "../python/dag-discovery.ts";

type LiveDag = NonNullable<InventoryFile["dags"]>[number];

export interface LiveDags {
  readonly dags: readonly LiveDag[];
  /** For people. */
  readonly notes: readonly string[];
}

export interface LiveSettings {
  /** Tells whose the namespaces in the directory are. */
  readonly node: NodeFile | null;
  /** The full version of the node's Python. */
  readonly python: string;
}

interface FoundFile {
  readonly repository: string | null;
  readonly path: string;
  readonly absolute: string;
}

/** Reads which DAGs stand in the directory that Airflow reads. None of them is run. Throws `ConfigError`. */
export async function readLiveDags(directory: string, { node, python }: LiveSettings): Promise<LiveDags> {
  const { pino } = await import("pino");
  const pool = createWorkerPool({ workers: 1, deadlineMs: 20_000, log: pino({ level: "silent" }) });
  const shared: SharedInput = {
    ...nothingKnown,
    python: python.split(".").slice(0, 2).join("."),
    today: "1970-01-01", // no rule is run
    severities: {},
  };
  const dags: LiveDag[] = [];
  const unsure: string[] = [];
  try {
    for (const { repository, path, absolute } of await listFiles(directory, node)) {
      const content = await readDagFile(absolute);
      if (content === null) continue;
      const { module } = await pool.run({ job: "model", file: { path, kind: "dag", content }, shared });
      if (module?.certainty !== "exact" || module.dags.some(({ dagId }) => dagId === null)) unsure.push(path);
      for (const { dagId } of module?.dags ?? []) {
        if (dagId !== null) dags.push({ dag_id: dagId, path, ...(repository === null ? {} : { repository }) });
      }
    }
  } finally {
    await pool.close();
  }
  const notes =
    unsure.length === 0
      ? []
      : [`these files may have more DAGs than can be told without running them: ${unsure.toSorted().join(", ")}`];
  return { dags: withoutTwins(dags), notes };
}

function withoutTwins(dags: readonly LiveDag[]): readonly LiveDag[] {
  return [...new Map(dags.map((dag) => [JSON.stringify([dag.dag_id, dag.repository, dag.path]), dag])).values()];
}

/** All Python files: below a namespace of the node's file as paths of its repository, else as they stand in the directory. */
async function listFiles(directory: string, node: NodeFile | null): Promise<readonly FoundFile[]> {
  const owners = new Map((node?.repositories ?? []).map(({ namespace, name }) => [namespace, name]));
  const names = await readdir(directory).catch((cause: unknown) => {
    throw new ConfigError("--dags", `The directory ${directory} could not be read.`, { cause });
  });
  const visible = names.filter((name) => !name.startsWith(".")).toSorted();
  const found = await Promise.all(visible.map((name) => listEntry(directory, name, owners.get(name) ?? null)));
  return found.flat().filter(({ path }) => path.endsWith(".py"));
}

async function listEntry(directory: string, name: string, repository: string | null): Promise<readonly FoundFile[]> {
  const absolute = join(directory, name);
  const stats = await stat(absolute).catch(() => null); // a namespace is a link
  if (stats?.isFile()) return [{ repository: null, path: name, absolute }];
  if (!stats?.isDirectory()) return [];
  const paths = await walk(absolute);
  return paths.map((path) => ({
    repository,
    path: repository === null ? `${name}/${path}` : path,
    absolute: join(absolute, path),
  }));
}

/** The files below a directory, without what is hidden. Links are not followed. */
async function walk(directory: string, prefix = ""): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(directory, prefix), { withFileTypes: true })) {
    if (entry.name.startsWith(".") || entry.name === "__pycache__") continue;
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await walk(directory, path)));
    else if (entry.isFile()) found.push(path);
  }
  return found.toSorted();
}

/** `null` for what Airflow's safe mode passes over, is too large, or is gone by now. */
async function readDagFile(path: string): Promise<Buffer | null> {
  const content = await readFile(path).catch(() => null);
  if (content === null || content.length > maxFileBytes) return null;
  return mightContainDag(content.toString("latin1")) ? content : null;
}
