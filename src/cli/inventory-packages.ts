import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { ConfigError } from "../domain/errors.ts";
import type { InventoryFile } from "../formats/inventory.ts";
import { listModules } from "../formats/inventory-modules.ts";
import type { Cli } from "./cli.ts";
import { inventoryProgram } from "./inventory-program.ts";

const run = promisify(execFile);

const answerSchema = z.object({
  python: z.string(),
  packages: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      files: z.array(z.string()).nullable(),
      top: z.array(z.string()).nullable(),
      provider: z.boolean(),
      classes: z.record(z.string(), z.array(z.string()).nullable()),
    }),
  ),
});

export interface Installed extends Pick<InventoryFile, "version" | "python" | "airflow" | "dagster" | "packages"> {
  /** For people. */
  readonly notes: readonly string[];
}

/** Asks the node's Python what is installed. `python` is its path or name, or a virtual environment. Throws `ConfigError`. */
export async function readInstalled(cli: Pick<Cli, "cwd" | "env">, python: string): Promise<Installed> {
  const program = await findProgram(python, cli.cwd);
  const answer = await ask(program, onlyPath(cli.env));
  const modules = listModules(answer.packages);
  const packages = answer.packages.map(({ name, version, provider, classes }) => {
    const brought = modules.get(name) ?? null;
    return {
      name,
      version,
      ...(brought === null ? {} : { modules: [...brought] }),
      ...(provider ? { provider: true as const } : {}),
      ...(Object.keys(classes).length === 0 ? {} : { classes }),
    };
  });
  const versionOf = (...names: readonly string[]): string | null =>
    names.flatMap((name) => packages.find((one) => one.name === name)?.version ?? [])[0] ?? null;
  const airflow = versionOf("apache-airflow", "apache-airflow-core");
  const dagster = versionOf("dagster");
  const unknown = packages.filter((one) => one.modules === undefined).map(({ name }) => name);
  return {
    version: 1,
    python: answer.python,
    airflow,
    dagster,
    packages,
    notes: [
      ...(airflow === null && dagster === null
        ? [`${program} has neither Airflow nor Dagster. Name the node's own Python with --python.`]
        : []),
      ...(unknown.length === 0 ? [] : [`what can be imported from these is not known: ${unknown.join(", ")}`]),
    ],
  };
}

/** A virtual environment stands for its Python; a bare name is looked up in PATH. */
async function findProgram(python: string, cwd: string): Promise<string> {
  if (!python.includes("/")) {
    const isDirectory = await stat(resolve(cwd, python)).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    return isDirectory ? join(resolve(cwd, python), "bin", "python") : python;
  }
  const absolute = resolve(cwd, python);
  const stats = await stat(absolute).catch((cause: unknown) => {
    throw new ConfigError(
      "--python",
      `There is no \`${python}\`. Give the node's Python, or its virtual environment.`,
      { cause },
    );
  });
  return stats.isDirectory() ? join(absolute, "bin", "python") : absolute;
}

/** Secrets of the environment are no matter of the node's Python. */
function onlyPath(env: Cli["env"]): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name === "PATH"));
}

/** Isolated (`-I`): neither the environment nor where we stand has a say in what Python loads. */
async function ask(program: string, env: NodeJS.ProcessEnv): Promise<z.infer<typeof answerSchema>> {
  try {
    const { stdout } = await run(program, ["-I", "-c", inventoryProgram], {
      cwd: "/",
      env,
      timeout: 120_000,
      maxBuffer: 256 * 1024 * 1024,
    });
    return answerSchema.parse(JSON.parse(stdout));
  } catch (cause) {
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim().split("\n").at(-1) : "";
    const what = `${program} could not be asked for its packages${said ? ` (${said.slice(0, 200)})` : ""}.`;
    throw new ConfigError("--python", `${what} It must be a Python of 3.8 or newer that starts.`, { cause });
  }
}
