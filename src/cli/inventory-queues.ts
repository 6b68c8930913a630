import { readFile } from "node:fs/promises";
import { ConfigError } from "../domain/errors.ts";
import { readWorkerQueues } from "../formats/worker-queues.ts";
import { readYaml } from "../formats/yaml-document.ts";

/** The queues of a node's worker pools, from the values of Airflow's Helm chart; `null` with a note where they cannot be told. Throws `ConfigError`. */
export async function readQueues(
  paths: readonly string[],
): Promise<{ readonly queues: readonly string[] | null; readonly notes: readonly string[] }> {
  const read = readWorkerQueues(await Promise.all(paths.map(readValues)));
  if (read === null) return { queues: null, notes: ["--values tells of no worker pools of Celery"] };
  return "queues" in read
    ? { queues: read.queues, notes: [] }
    : { queues: null, notes: [`which queues the workers listen to is not known: ${read.open}`] };
}

async function readValues(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new ConfigError("--values", `The file ${path} could not be read.`, { cause });
  });
  const reading = readYaml(text, path);
  if ("document" in reading) return reading.document.value;
  const [{ line, message }] = reading.problems;
  throw new ConfigError("--values", `${path}:${line} cannot be read as YAML: ${message}`);
}
