import { isMap } from "./is-map.ts";

/** Which queues of Celery the workers of a node listen to; `open`: why that cannot be told. `null`: there are no such workers in it. */
export type WorkerQueues = { readonly queues: readonly string[] } | { readonly open: string } | null;

type Fields = Readonly<Record<string, unknown>>;

/** Celery's own default, which Airflow's `operators.default_queue` has as well. */
const defaultQueue = "default";

/**
 * What the values of Airflow's official Helm chart say of its worker pools, in the file itself or for a chart that it is a part of
 * (https://airflow.apache.org/docs/helm-chart/stable/parameters-ref.html, `workers.celery`). Later files win over earlier ones, as `helm -f` has it.
 */
export function readWorkerQueues(files: readonly unknown[]): WorkerQueues {
  const values = files.reduce(merge, {});
  if (!isMap(values)) return null;
  if (JSON.stringify(values).includes("AIRFLOW__OPERATORS__DEFAULT_QUEUE"))
    return { open: "the default queue is set in the environment" };
  const charts = [values, ...Object.values(values)].filter(isMap).filter(({ workers }) => isMap(workers));
  const found = charts.map(queuesOfChart).filter((one) => one !== null);
  const open = found.find((one) => "open" in one);
  if (open !== undefined || found.length === 0) return open ?? null;
  return { queues: [...new Set(found.flatMap((one) => ("queues" in one ? one.queues : [])))].sort() };
}

function queuesOfChart({ executor, workers, config }: Fields): WorkerQueues {
  if (typeof executor === "string" && !/celery/i.test(executor)) return null;
  if (!isMap(workers)) return null;
  const celery = isMap(workers.celery) ? workers.celery : {};
  const usual = defaultOf(config);
  const base = { args: workers.args, command: workers.command, ...celery };
  const sets = Array.isArray(celery.sets) ? celery.sets.filter(isMap) : [];
  const pools = [...(celery.enableDefault === false ? [] : [base]), ...sets.map((one) => ({ ...base, ...one }))];
  const found = typeof executor === "string" && /CeleryKubernetes/.test(executor) ? ["kubernetes"] : [];
  for (const pool of pools) {
    const queues = queuesOfPool(pool, usual);
    if (queues === null) return { open: "a worker pool is given its queues as it starts" };
    found.push(...queues);
  }
  return { queues: found };
}

/** Written out as arguments, or else as a value; `null` where neither is constant. */
function queuesOfPool({ args, command, queue }: Fields, usual: string): readonly string[] | null {
  const started = [command, args].flatMap((one) => (Array.isArray(one) ? one : [])).join(" ");
  const written = /(?:^|\s)(?:-q|--queues)(?:=|\s+)(\S+)/.exec(started)?.[1];
  const text = written?.replaceAll(/^["']|["']$/g, "") ?? queue ?? usual;
  if (typeof text !== "string" || /[${}]/.test(text)) return null;
  if (written === undefined && /\{\{|\$/.test(started) && !isUsualStart.test(started)) return null;
  return text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

/** As the chart itself starts its workers. */
const isUsualStart = /airflow \{\{ semverCompare|\.Values\.workers\.(?:celery\.)?queue/;

function defaultOf(config: unknown): string {
  const operators = isMap(config) ? config.operators : null;
  const name = isMap(operators) ? operators.default_queue : null;
  return typeof name === "string" && name !== "" ? name : defaultQueue;
}

function merge(one: unknown, other: unknown): unknown {
  if (!isMap(one) || !isMap(other)) return other ?? one;
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    keys.map((key) => [key, Object.hasOwn(other, key) ? merge(one[key], other[key]) : one[key]]),
  );
}
