import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { cacheProgram } from "./cached-program.ts";
import { installUv } from "./install-uv.ts";
import { runCommand } from "./run-command.ts";

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
    const uv = await installUv();
    const python = join(place, "bin", "python");
    await must(uv, ["venv", "--quiet", "--allow-existing", place]);
    await must(uv, ["pip", "install", "--quiet", "--python", python, ...wanted]);
    await mkdir(join(place, "home"), { recursive: true });
    await must(join(place, "bin", "airflow"), ["db", "migrate"], environmentOf(place));
  });
  return {
    directory,
    async run(args) {
      const result = await must(join(directory, "bin", "python"), ["-W", "ignore", ...args], environmentOf(directory));
      const at = result.lastIndexOf("\n@@@\n");
      if (at === -1) throw new Error(`${args.join(" ")} printed no answer: ${result.slice(-500)}`);
      return JSON.parse(result.slice(at + 5));
    },
  };
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

async function must(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const result = await runCommand(command, args, { cwd: "/", env });
  if (result.code !== 0)
    throw new Error(`${command} ${args.join(" ")}: ${(result.stderr || result.stdout).slice(-1000)}`);
  return result.stdout;
}
