import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { cacheProgram } from "./cached-program.ts";
import { askPython, makeUvEnvironment } from "./uv-environment.ts";

const requirements = ["dagster==1.13.27", "dagstermill==0.29.27", "dagster-pandas==0.29.27", "pyyaml==6.0.3"] as const;

export interface DagsterProgram {
  /** The directory of its virtual environment. */
  readonly directory: string;
  /** Runs a Python program in it, and answers what it prints as JSON after `@@@`. */
  run(args: readonly string[]): Promise<unknown>;
}

/** Installs Dagster, and packages of it that bring examples, once, by uv. */
export async function installDagster(): Promise<DagsterProgram> {
  const directory = await cacheProgram(requirements.join("-").replaceAll("==", "-"), async (place) => {
    await makeUvEnvironment(place, requirements);
    await mkdir(join(place, "home"), { recursive: true });
  });
  const env = {
    PATH: `${join(directory, "bin")}:${process.env.PATH}`,
    HOME: join(directory, "home"),
    DAGSTER_HOME: join(directory, "home"),
    DAGSTER_DISABLE_TELEMETRY: "yes",
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONHASHSEED: "0",
  };
  return { directory, run: (args) => askPython(directory, args, env) };
}
