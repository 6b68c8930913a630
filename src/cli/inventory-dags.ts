import { answerWants } from "../analysis/answer-wants.ts";
import type { FilesBeside } from "../analysis/files-beside.ts";
import { nothingKnown, type SharedInput } from "../analysis/shared-facts.ts";
import { createWorkerPool } from "../analysis/worker-pool.ts";
import type { NodeFile } from "../domain/node.ts";
import type { InventoryFile } from "../formats/inventory.ts";
import { defaultKinds } from "../policy/defaults.ts";
import { listRoots } from "../policy/kind-of.ts";
import { mightContainDag } from "../python/dag-discovery.ts";
import type { LiveFile } from "./live-files.ts";

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

/** Reads which DAGs these files make. None of them is run. */
export async function readLiveDags(
  files: readonly LiveFile[],
  { node, python, airflow }: LiveSettings,
): Promise<LiveDags> {
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
    for (const { repository, path, beside } of files.filter((file) => file.path.endsWith(".py"))) {
      const content = await readDagFile(path, beside);
      if (content === null) continue;
      const { module } = await run({ job: "model", file: { path, kind: "dag", content }, shared }, beside);
      const ids = (module?.dags ?? []).map(({ dagId }) => dagId);
      if (module?.certainty !== "exact" || ids.includes(null)) unsure.push(path);
      const whose = repository === null ? {} : { repository };
      dags.push(...ids.filter((id) => id !== null).map((id) => ({ dag_id: id, path, ...whose })));
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

/** `null` for what Airflow's safe mode passes over, is too large, or is gone by now. */
async function readDagFile(path: string, beside: FilesBeside): Promise<Uint8Array | null> {
  const read = await beside.read(path);
  if (!("content" in read)) return null;
  return mightContainDag(Buffer.from(read.content).toString("latin1")) ? read.content : null;
}
