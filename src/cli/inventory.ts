import type { Command } from "commander";
import type { Cli, ExitCode } from "./cli.ts";
import type { Installed } from "./inventory-packages.ts";

interface Options {
  readonly python: string;
  readonly output?: string;
  readonly path?: readonly string[];
  readonly values?: readonly string[];
  readonly dags?: string;
  readonly node?: string;
}

/** `countersign inventory`: what a node has, for its lock file. */
export function addInventory(program: Command, cli: Cli): void {
  program
    .command("inventory")
    .description(
      "writes down what a node has: its Python, packages, providers, and what can be imported (docs/inventory.md)",
    )
    .option("--python <path>", "the node's own Python, or its virtual environment", "python3")
    .option("--output <file>", "where to write it (default: standard output)")
    .option("--path <directory...>", "directories on Python's path that no package brought, such as Airflow's plugins")
    .option(
      "--values <file...>",
      "values of Airflow's Helm chart, in the order of `helm -f`: the queues of its worker pools",
    )
    .option("--dags <directory>", "the directory that Airflow reads: the DAGs in it are written down, too")
    .option("--node <file>", "the node's file, which tells whose the namespaces in that directory are")
    .action(cli.action((options: Options) => inventory(cli, options)));
}

async function inventory(cli: Cli, options: Options): Promise<ExitCode> {
  const { readInstalled } = await import("./inventory-packages.ts");
  const { readModulesOfPath } = await import("./inventory-path.ts");
  const { renderInventory } = await import("../formats/inventory.ts");
  const { resolve } = await import("node:path");

  const installed = await readInstalled(cli, options.python);
  const modules = await readModulesOfPath((options.path ?? []).map((path) => resolve(cli.cwd, path)));
  const { queues, notes } = options.values === undefined ? noQueues : await readPools(cli, options.values);
  const live = options.dags === undefined ? null : await readLive(cli, options, options.dags, installed);
  const text = renderInventory({
    ...installed,
    modules: [...modules],
    ...(queues === null ? {} : { queues: [...queues] }),
    ...(live === null ? {} : { dags: [...live.dags], requirements: [...live.requirements] }),
  });
  for (const note of [...installed.notes, ...notes, ...(live?.notes ?? [])]) cli.tell(`note: ${note}`);
  if (options.output === undefined) cli.print(text);
  else await write(resolve(cli.cwd, options.output), text);
  return 0;
}

const noQueues = { queues: null, notes: [] };

async function readPools(cli: Cli, paths: readonly string[]) {
  const { readQueues } = await import("./inventory-queues.ts");
  const { resolve } = await import("node:path");
  return readQueues(paths.map((path) => resolve(cli.cwd, path)));
}

async function write(path: string, text: string): Promise<void> {
  const { writeFile } = await import("node:fs/promises");
  const { ConfigError } = await import("../domain/errors.ts");
  await writeFile(path, text).catch((cause: unknown) => {
    const isWrong =
      cause instanceof Error && "code" in cause && ["ENOENT", "ENOTDIR", "EISDIR"].includes(String(cause.code));
    throw isWrong
      ? new ConfigError("--output", `${path} is no place for a file. Name a file in a directory that is there.`, {
          cause,
        })
      : cause;
  });
}

async function readLive(cli: Cli, options: Options, directory: string, installed: Installed) {
  const { readLiveDags } = await import("./inventory-dags.ts");
  const { readLiveRequirements } = await import("./inventory-requirements.ts");
  const { listLiveFiles } = await import("./live-files.ts");
  const { readNodeFor } = await import("./check-settings.ts");
  const { resolve } = await import("node:path");
  const node = await readNodeFor(cli, options.node === undefined ? {} : { node: options.node });
  const files = await listLiveFiles(resolve(cli.cwd, directory), node);
  const settings = { node, python: installed.python, airflow: installed.airflow ?? null };
  return { ...(await readLiveDags(files, settings)), requirements: await readLiveRequirements(files) };
}
