import { type Command, Option } from "commander";
import { ConfigError } from "../domain/errors.ts";
import { countOf } from "../formats/count-of.ts";
import type { Cli, ExitCode } from "./cli.ts";
import { type OrganisationPolicyOption, organisationPolicyOption } from "./organisation-policy.ts";

interface Options extends OrganisationPolicyOption {
  readonly format: "text" | "json";
}

interface CaseResult {
  readonly name: string;
  readonly passed: boolean;
  readonly status: string;
  readonly summary: string;
  /** What was not as expected, in sentences. */
  readonly differences: readonly string[];
  /** Every sentence of the decision, for whom it surprises. */
  readonly reasons: readonly string[];
}

/** `countersign policy test`: tables of cases beside a policy. */
export function addPolicyTest(policy: Command, cli: Cli): void {
  policy
    .command("test")
    .description("runs tables of cases: a change, the expected status and reasons; exit 1 when one differs")
    .argument("<file...>", "tables such as code-repo.test.yml, or policies that have one beside them")
    .addOption(organisationPolicyOption(" (default: the one that the table names)"))
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"))
    .action(cli.action((files: readonly string[], options: Options) => testPolicies(cli, files, options)));
}

async function testPolicies(
  cli: Cli,
  files: readonly string[],
  { format, organisationPolicy }: Options,
): Promise<ExitCode> {
  const results = [];
  for (const file of files) {
    const path = await findTable(cli, file);
    results.push({ path, cases: await runTable(cli, path, organisationPolicy) });
  }

  const failed = results.flatMap(({ cases }) => cases).filter(({ passed }) => !passed).length;
  if (format === "json")
    cli.print(JSON.stringify({ version: 1, passed: failed === 0, files: results.map(withoutReasons) }, null, 2));
  else cli.print(results.map(({ path, cases }) => renderTable(path, cases)).join("\n"));
  return failed === 0 ? 0 : 1;
}

/** The table beside a policy, or the file itself where it is a table by another name. */
async function findTable(cli: Cli, file: string): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  const { resolve } = await import("node:path");
  const table = tableOf(file);
  if (table === file) return file;
  const text = await readFile(resolve(cli.cwd, file), "utf8").catch(() => "");
  return /^cases:/m.test(text) ? file : table;
}

function tableOf(file: string): string {
  return /\.test\.ya?ml$/.test(file) ? file : file.replace(/\.(ya?ml)$/, ".test.$1");
}

async function runTable(cli: Cli, path: string, organisation: string | undefined): Promise<readonly CaseResult[]> {
  const { loadCases, loadNode, loadValidPolicy } = await import("../service/load-policy.ts");
  const { compareCase, reasonsIn } = await import("../core/policy-cases.ts");
  const { decide } = await import("../core/decide.ts");
  const { describeTaken, listTaken, takeAsEmpty } = await import("../core/taken-as-empty.ts");
  const { withDatasetsOfNode } = await import("../journeys/with-datasets-of-node.ts");
  const { dirname, join } = await import("node:path");

  const table = await loadCases(path, cli.cwd);
  const policy = await loadValidPolicy(
    table.policy === null ? policyBeside(path) : join(dirname(path), table.policy),
    cli.cwd,
    organisation ?? (table.organisation === null ? null : join(dirname(path), table.organisation)),
  );
  const node = table.node === null ? null : await loadNode(join(dirname(path), table.node), cli.cwd);
  const told = table.cases.map((one) => ({ ...one, change: withDatasetsOfNode(one.change, node) }));
  const taken = describeTaken([...new Set(told.flatMap(({ change }) => listTaken(change, { policy, node })))]);
  if (taken !== null) cli.tell(`note: ${path}: ${taken}`);
  return told.map((one) => {
    const decision = decide(takeAsEmpty(one.change), { policy, node });
    const differences = compareCase(one, decision);
    const { status, summary, tree } = decision;
    return { name: one.name, passed: differences.length === 0, status, summary, differences, reasons: reasonsIn(tree) };
  });
}

function policyBeside(table: string): string {
  const policy = table.replace(/\.test\.(ya?ml)$/, ".$1");
  if (policy !== table) return policy;
  throw new ConfigError(
    table,
    `${table} is a table of cases that does not say whose: add \`policy: FILE\`, or call it as the policy, with .test.yml at its end.`,
  );
}

function renderTable(path: string, cases: readonly CaseResult[]): string {
  const lines = cases.flatMap(({ name, passed, differences, reasons }) =>
    passed
      ? [`  ok      ${name}`]
      : [
          `  FAILED  ${name}`,
          ...differences.map((line) => `          ${line}`),
          ...reasons.map((line) => `            | ${line}`),
        ],
  );
  const passed = cases.filter((one) => one.passed).length;
  return [
    path,
    ...lines,
    `${passed} of ${countOf(cases.length, "case")} ${passed === 1 ? "is" : "are"} as expected.`,
    "",
  ].join("\n");
}

function withoutReasons({ path, cases }: { readonly path: string; readonly cases: readonly CaseResult[] }) {
  return { path, cases: cases.map(({ reasons, ...rest }) => rest) };
}
