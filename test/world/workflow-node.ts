import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const consumerFile = fileURLToPath(new URL("../fixtures/inbox_consumer.py", import.meta.url));

/** A small node: a DAG directory, a job inbox with a program that takes requests from it, and storage for results. */
export interface WorkflowNode {
  readonly file: string;
  readonly dagDirectory: string;
  readonly inbox: string;
  readonly internal: string;
  readonly publication: string;
  /** A file as Airflow would read it; `null` when it is not there. Of the first repository, unless another's namespace is named. */
  readDag(path: string, namespace?: string): Promise<string | null>;
  /** Writes into a live file, as somebody on the machine would. */
  tamper(path: string, text: string): Promise<void>;
  /** Ids of the runs that the node took, and of the requests that wait. */
  listRuns(): Promise<readonly string[]>;
  /** Puts a file where the DAG directory is, and takes it away again. */
  breakDagDirectory(): Promise<void>;
  mendDagDirectory(): Promise<void>;
  startConsumer(): void;
  stopConsumer(): Promise<void>;
}

export interface NodeOptions {
  readonly directory: string;
  readonly forge: "github" | "gitlab";
  readonly repositoryUrl: string;
  readonly namespace: string;
  /** Another repository, in the namespace `trials`. */
  readonly neighbourUrl?: string;
  readonly controllers: readonly { readonly login: string; readonly id: number }[];
  /** The owners of each dataset, such as `team:acme/data-controllers`. */
  readonly datasets: Readonly<Record<string, string>>;
}

export async function createWorkflowNode(options: NodeOptions): Promise<WorkflowNode> {
  const at = (name: string) => join(options.directory, name);
  const paths = {
    dags: at("dags"),
    inbox: at("inbox"),
    internal: at("results-internal"),
    publication: at("results-public"),
  };
  for (const path of Object.values(paths)) await mkdir(path, { recursive: true });
  const file = at("countersign.node.yml");
  await writeFile(file, nodeFile(options, paths));
  let consumer: ChildProcess | null = null;

  return {
    file,
    dagDirectory: paths.dags,
    inbox: paths.inbox,
    internal: paths.internal,
    publication: paths.publication,
    readDag: (path, namespace = options.namespace) =>
      readFile(join(paths.dags, namespace, path), "utf8").catch(() => null),
    tamper: (path, text) => writeFile(join(paths.dags, options.namespace, path), text),
    async listRuns() {
      const taken = await readdir(join(paths.inbox, "runs")).catch(() => []);
      const waiting = await readdir(join(paths.inbox, "requests")).catch(() => []);
      return [...taken, ...waiting.filter((name) => name.endsWith(".json")).map((name) => name.replace(/\.json$/, ""))];
    },
    async breakDagDirectory() {
      await rename(paths.dags, `${paths.dags}.away`);
      await writeFile(paths.dags, "");
    },
    async mendDagDirectory() {
      await rm(paths.dags);
      await rename(`${paths.dags}.away`, paths.dags);
    },
    startConsumer() {
      consumer = spawn("python3", [consumerFile, paths.inbox], { stdio: "ignore" });
    },
    async stopConsumer() {
      const ending = consumer;
      consumer = null;
      if (ending === null || ending.exitCode !== null) return;
      const ended = new Promise((resolve) => ending.once("exit", resolve));
      ending.kill("SIGTERM");
      await ended;
    },
  };
}

function nodeFile(
  options: NodeOptions,
  paths: Readonly<Record<"dags" | "inbox" | "internal" | "publication", string>>,
): string {
  const controllers = options.controllers.map(
    ({ login, id }) => `  - { ${options.forge}: { login: ${login}, id: ${id} } }`,
  );
  return [
    "node: london",
    'python: "3.12"',
    "targets:",
    `  airflow: { kind: dag-directory, path: ${paths.dags} }`,
    `engine: { kind: inbox, path: ${paths.inbox} }`,
    "controllers:",
    ...controllers,
    "datasets:",
    ...Object.entries(options.datasets).map(
      ([name, owners]) => `  ${name}: { owners: ["${owners}"], agreements: required }`,
    ),
    `storage: { internal: ${paths.internal}, publication: ${paths.publication} }`,
    "repositories:",
    `  - { name: study, url: "${options.repositoryUrl}", branch: main, namespace: ${options.namespace} }`,
    ...(options.neighbourUrl === undefined
      ? []
      : [`  - { name: trials, url: "${options.neighbourUrl}", branch: main, namespace: trials }`]),
    "",
  ].join("\n");
}
