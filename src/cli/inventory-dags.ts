import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { answerWants } from "../analysis/answer-wants.ts";
import type { FilesBeside } from "../analysis/files-beside.ts";
import { nothingKnown, type SharedInput } from "../analysis/shared-facts.ts";
import { createWorkerPool } from "../analysis/worker-pool.ts";
import { ConfigError } from "../domain/errors.ts";
import type { NodeFile } from "../domain/node.ts";
import type { InventoryFile } from "../formats/inventory.ts";
import { defaultKinds } from "../policy/defaults.ts";
import { listRoots } from "../policy/kind-of.ts";
import { mightContainDag } from "../python/dag-discovery.ts";
import { filesOnDisk } from "./files-on-disk.ts";

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
  /** The version of its Airflow; `null` where it has none. */
  readonly airflow: string | null;
}

interface FoundFile {
  readonly repository: string | null;
  readonly path: string;
  /** What it can import and read, by paths like its own. */
  readonly beside: FilesBeside;
}

/** Reads which DAGs stand in the directory that Airflow reads. None of them is run. Throws `ConfigError`. */
export async function readLiveDags(directory: string, { node, python, airflow }: LiveSettings): Promise<LiveDags> {
  const { pino } = await import("pino");
  const pool = createWorkerPool({ workers: 1, deadlineMs: 20_000, log: pino({ level: "silent" }) });
  const { run } = answerWants(pool);
  const shared: SharedInput = {
    ...nothingKnown,
    airflow: airflow?.startsWith("2.") === true ? 2 : 3,
    roots: listRoots(defaultKinds),
    namespaces: (node?.repositories ?? []).map(({ namespace }) => namespace),
    python: python.split(".").slice(0, 2).join("."),
    today: "1970-01-01", // no rule is run
    severities: {},
  };
  const dags: LiveDag[] = [];
  const unsure: string[] = [];
  try {
    for (const { repository, path, beside } of await listFiles(directory, node)) {
      const content = await readDagFile(path, beside);
      if (content === null) continue;
      const task = { job: "model", file: { path, kind: "dag", content }, shared } as const;
      const { module } = await run(task, beside);
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
  const entries = await Promise.all(visible.map((name) => listEntry(directory, name)));
  const loose = entries.flatMap(({ name, paths }) => (owners.has(name) ? [] : paths.map((path) => `${name}${path}`)));
  const ofNobody = toFound(directory, null, loose);
  const ofRepositories = entries.flatMap(({ name, paths }) => {
    const owner = owners.get(name);
    return owner === undefined
      ? []
      : toFound(
          join(directory, name),
          owner,
          paths.map((path) => path.slice(1)),
        );
  });
  return [...ofRepositories, ...ofNobody].filter(({ path }) => path.endsWith(".py"));
}

function toFound(root: string, repository: string | null, paths: readonly string[]): readonly FoundFile[] {
  const beside = filesOnDisk(root, () => paths);
  return paths.map((path) => ({ repository, path, beside }));
}

/** What is below an entry of the directory, each path with a slash before it; of a file the empty path. */
async function listEntry(directory: string, name: string): Promise<{ name: string; paths: readonly string[] }> {
  const stats = await stat(join(directory, name)).catch(() => null); // a namespace is a link
  if (stats?.isFile()) return { name, paths: [""] };
  if (!stats?.isDirectory()) return { name, paths: [] };
  return { name, paths: (await walk(join(directory, name))).map((path) => `/${path}`) };
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
async function readDagFile(path: string, beside: FilesBeside): Promise<Uint8Array | null> {
  const read = await beside.read(path);
  if (!("content" in read)) return null;
  return mightContainDag(Buffer.from(read.content).toString("latin1")) ? read.content : null;
}
