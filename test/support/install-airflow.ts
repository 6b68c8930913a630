import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { cacheProgram } from "./cached-program.ts";
import { askPython, makeUvEnvironment, must } from "./uv-environment.ts";

/** By major version. Providers of version 2 are asked for by name, as it brings its operators itself. */
const requirements = {
  2: ["apache-airflow==2.11.2", "apache-airflow-providers-standard==1.21.0"],
  3: ["apache-airflow==3.3.2"],
} as const;

export interface AirflowProgram {
  /** The directory of its virtual environment. */
  readonly directory: string;
  /** Runs a Python program in it, and answers what it prints as JSON after `@@@`. */
  run(args: readonly string[]): Promise<unknown>;
}

/** Installs Airflow, once, by uv, with an empty database of its own. */
export async function installAirflow(version: 2 | 3): Promise<AirflowProgram> {
  const wanted = requirements[version];
  const name = `${wanted.join("-").replaceAll("apache-", "").replaceAll("==", "-")}`;
  const directory = await cacheProgram(name, async (place) => {
    await makeUvEnvironment(place, wanted);
    await mkdir(join(place, "home"), { recursive: true });
    await must(join(place, "bin", "airflow"), ["db", "migrate"], environmentOf(place));
  });
  return { directory, run: (args) => askPython(directory, args, environmentOf(directory)) };
}

function environmentOf(directory: string): NodeJS.ProcessEnv {
  return {
    PATH: `${join(directory, "bin")}:${process.env.PATH}`,
    HOME: join(directory, "home"),
    AIRFLOW_HOME: join(directory, "home"),
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    AIRFLOW__LOGGING__LOGGING_LEVEL: "ERROR",
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONHASHSEED: "0",
  };
}
