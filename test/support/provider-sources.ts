import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheProgram } from "./cached-program.ts";
import { installPythonPackages } from "./install-python-packages.ts";
import { runCommand } from "./run-command.ts";

/** Source packages of Airflow's providers, which hold the DAGs that they are tested with; their wheels do not. */
const providers = [
  ...["airbyte==6.2.0", "amazon==9.39.0", "apache-hive==9.7.1", "apache-kafka==2.1.0", "apache-spark==6.3.4"],
  ...["celery==3.26.0", "cncf-kubernetes==10.25.0", "common-io==1.11.0", "common-sql==2.4.0", "databricks==7.23.0"],
  ...["dbt-cloud==4.11.1", "docker==4.6.1", "google==22.8.0", "http==6.3.0", "microsoft-azure==15.2.1", "mysql==6.7.1"],
  ...["openai==2.2.0", "papermill==3.13.3", "postgres==7.1.1", "sftp==7.0.0", "slack==9.11.1", "snowflake==6.20.0"],
  ...["sqlite==4.3.4", "ssh==7.0.1", "standard==1.21.0", "tableau==5.7.1", "telegram==4.10.1", "teradata==3.7.1"],
  ...["trino==6.7.1", "weaviate==3.5.1", "yandex==4.6.1", "ydb==2.6.1"],
];

/** The directory in which each provider's source is unpacked, fetched once. */
export function fetchProviderSources(): Promise<string> {
  return cacheProgram("airflow-provider-sources-2", async (directory) => {
    const tools = join(directory, "tools");
    await installPythonPackages(tools, ["pip==26.3", "flit-core==4.2.0"]);
    const wanted = providers.map((one) => `apache-airflow-providers-${one}`);
    const archives = join(directory, "archives");
    await mkdir(archives);
    const flags = [
      "--quiet",
      "--disable-pip-version-check",
      "--no-deps",
      "--no-binary",
      ":all:",
      "--no-build-isolation",
    ];
    await must(join(tools, "bin/python"), ["-m", "pip", "download", ...flags, "--dest", archives, ...wanted]);
    for (const archive of await readdir(archives)) {
      await must("tar", ["-xzf", join(archives, archive), "-C", directory]);
      const unpacked = archive.replace(/\.tar\.gz$/, "");
      await rename(join(directory, unpacked), join(directory, unpacked.replace("apache_airflow_providers_", "")));
    }
    await rm(archives, { recursive: true });
    await rm(tools, { recursive: true });
  });
}

async function must(command: string, args: readonly string[]): Promise<void> {
  const { code, stderr } = await runCommand(command, args, { cwd: "/" });
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${stderr.slice(-1000)}`);
}
