import { join } from "node:path";
import { cacheProgram } from "./cached-program.ts";
import { installPythonPackages } from "./install-python-packages.ts";

const version = "0.13.8";

/** Installs uv, once; answers where the program is. */
export async function installUv(): Promise<string> {
  const place = await cacheProgram(`uv-${version}`, (own) => installPythonPackages(own, [`uv==${version}`]));
  return join(place, "bin", "uv");
}
