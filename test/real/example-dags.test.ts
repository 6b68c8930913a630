import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createInspector, type Inspector, type KnownFacts } from "../../src/analysis/inspector.ts";
import type { Finding } from "../../src/domain/finding.ts";
import { readInventory } from "../../src/formats/inventory.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { allRules } from "../../src/rules/rule-set.ts";
import { installAirflow } from "../support/install-airflow.ts";
import { installDagster } from "../support/install-dagster.ts";
import { fetchProviderSources } from "../support/provider-sources.ts";
import { runCountersign } from "../support/run-countersign.ts";

/**
 * DAGs that Airflow's own people wrote to be copied: whatever is an error in them is either one, and said why, or wrong. Some thirty
 * providers with what they are tested with, and the examples that come with Airflow 2 and 3 and with Dagster as they are installed.
 */
const argued: readonly {
  readonly rule: string;
  readonly where: RegExp;
  readonly count: number;
  readonly why: string;
}[] = [
  {
    rule: "SEC-001",
    where: /^common_sql-.*\/example_(?:generic_transfer|sql_\w+)\.py$/,
    count: 7,
    why: 'A connection\'s arguments with `"password": "postgres"`. Of a throw-away database, which a copy of it is not.',
  },
  {
    rule: "SEC-001",
    where: /^google-.*\/example_(?:alloy_db|bigquery_to_mssql|cloud_sql_query(?:_ssl)?)\.py$/,
    count: 5,
    why: "Passwords of databases in Google's cloud, in the clear: they reach the network while the test runs.",
  },
  {
    rule: "SEC-001",
    where: /^amazon-.*\/example_(?:redshift|redshift_s3_transfers|s3_to_sql|sql_to_s3)\.py$/,
    count: 4,
    why: "`DB_PASS` of a Redshift cluster that the DAG makes with it, in the clear: whoever reads the file can log in while it is there.",
  },
  {
    rule: "SEC-020",
    where: /^common_sql-.*\/example_generic_transfer\.py$/,
    count: 1,
    why: "Reads the table of all connections by `airflow_db`, which is Airflow's own database.",
  },
  {
    rule: "SEC-020",
    where: /^(?:amazon-.*\/example_kinesis_analytics|google-.*\/gcp_api_client_helpers)\.py$/,
    count: 4,
    why: "They select and delete rows of Airflow's table of connections, which no DAG of a governed node may.",
  },
];

let inspector: Inspector;
beforeAll(() => {
  inspector = createInspector({ workers: 2, deadlineMs: 60_000, log: pino({ level: "warn" }) });
});

const lines: unknown[] = [];
afterAll(async () => {
  await inspector.close();
  console.table(lines);
});

const filesBelow = (root: string): readonly string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".pyc"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

/** Checks each folder as a repository of its own, whose `dags/` it is. */
async function check(root: string, folder: string, known: KnownFacts = {}): Promise<readonly Finding[]> {
  const files = filesBelow(join(root, folder)).map((path) => ({
    path: `dags/${path}`,
    kind: "dag",
    content: readFileSync(join(root, folder, path)),
    changedLines: null,
  }));
  const said = await inspector.inspect({
    files,
    context: [],
    isContextComplete: true,
    python: "3.12",
    severities: {},
    today: "2026-11-20",
    known: { ...known, tree: files.map(({ path, content }) => ({ path, mode: "100644", size: content.length })) },
  });
  expect(said.unread.filter(({ path }) => !/\.tar\.gz$|_utf16\.bteq$/.test(path))).toEqual([]);
  const count = (severity: string): number => said.findings.filter((one) => one.severity === severity).length;
  const [errors, warnings, notes] = [count("error"), count("warning"), count("info")];
  lines.push({ folder, files: files.length, errors, warnings, notes, open: said.indeterminate.length });
  return said.findings
    .filter(({ severity }) => severity === "error")
    .map((one) => ({ ...one, path: join(folder, one.path) }));
}

test("the DAGs that providers are tested with have no error that is wrong", async () => {
  const root = await fetchProviderSources();
  const folders = filesBelow(root)
    .flatMap((path) => /^.*?\/(?:tests\/system|example_dags)(?=\/)/.exec(path)?.[0] ?? [])
    .filter((folder, at, all) => all.indexOf(folder) === at);
  const errors: Finding[] = [];
  for (const folder of folders.toSorted()) errors.push(...(await check(root, folder)));
  const unargued = errors.filter(({ rule, path }) => !argued.some((one) => one.rule === rule && one.where.test(path)));
  expect(unargued).toEqual([]);
  for (const { rule, where, count } of argued)
    expect([rule, where, errors.filter((one) => one.rule === rule && where.test(one.path)).length]).toEqual([
      rule,
      where,
      count,
    ]);
  expect(folders.length).toBeGreaterThan(20);
});

describe.each([3, 2] as const)("the examples that come with Airflow %i", (version) => {
  const shipped = async () => {
    const { directory } = await installAirflow(version);
    const [python = ""] = readdirSync(join(directory, "lib"));
    const root = join(directory, "lib", python, "site-packages/airflow");
    const places = ["example_dags", "providers/standard/example_dags", "providers/common/sql/example_dags"];
    return { directory, root, folders: places.filter((one) => existsSync(join(root, one))) };
  };

  test("have no error", async () => {
    const { root, folders } = await shipped();
    for (const folder of folders) expect(await check(root, folder)).toEqual([]);
    expect(folders).not.toEqual([]);
  });

  test("have no error that is wrong on a node which has what they came with", async () => {
    const { directory, root, folders } = await shipped();
    const { stdout } = await runCountersign(["inventory", "--python", directory], { cwd: root });
    const reading = readInventory(stdout, "i.json");
    if (!("inventory" in reading)) throw new Error(JSON.stringify(reading));
    for (const folder of folders) {
      const errors = await check(root, folder, { inventory: reading.inventory });
      // Those of providers are written for Airflow 3: Airflow 2 itself cannot import them.
      const isArgued = ({ rule, message }: Finding): boolean =>
        version === 2 && folder.startsWith("providers/") && rule === "DEP-005" && message.includes("`airflow.sdk");
      expect(errors.filter((one) => !isArgued(one))).toEqual([]);
    }
  });
});

test("the examples that come with Dagster have no error", async () => {
  const { directory } = await installDagster();
  const [python = ""] = readdirSync(join(directory, "lib"));
  const root = join(directory, "lib", python, "site-packages");
  for (const folder of ["dagster_pandas/examples", "dagstermill/examples", "dagster/_generate/templates"])
    expect(await check(root, folder)).toEqual([]);
});

test("no preset sets a rule, so this is what each of them says", () => {
  const directory = join(import.meta.dirname, "../../policies");
  const names = readdirSync(directory).filter((name) => !name.endsWith(".test.yml"));
  const presets = Object.fromEntries(
    names.map((name) => [name.replace(".yml", ""), readFileSync(join(directory, name), "utf8")]),
  );
  for (const [name, text] of Object.entries(presets)) {
    const reading = readPolicy(text, { path: name, presets, knownRules: allRules });
    expect([name, "policy" in reading ? reading.policy.rules : reading]).toEqual([name, {}]);
  }
  expect(names.length).toBeGreaterThanOrEqual(4);
});
