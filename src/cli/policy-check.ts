import { type Command, Option } from "commander";
import type { FileProblem } from "../domain/file-problem.ts";
import type { Policy } from "../domain/policy.ts";
import type { Cli, ExitCode } from "./cli.ts";
import { type OrganisationPolicyOption, organisationPolicyOption } from "./organisation-policy.ts";

interface Options extends OrganisationPolicyOption {
  readonly format: "text" | "json";
}

/** `countersign policy check`: whether a policy can be read. */
export function addPolicyCheck(policy: Command, cli: Cli): void {
  policy
    .command("check")
    .description("parses and type-checks a policy; exit 2 when it cannot be used")
    .argument("<file>", "the policy, such as .countersign.yml")
    .addOption(organisationPolicyOption())
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"))
    .action(cli.action((file: string, options: Options) => checkPolicy(cli, file, options)));
}

async function checkPolicy(cli: Cli, file: string, { format, organisationPolicy }: Options): Promise<ExitCode> {
  const { loadPolicy } = await import("../service/load-policy.ts");
  const source = await loadPolicy(file, cli.cwd, organisationPolicy ?? null);
  const problems = source.state === "invalid" ? source.problems : [];
  const isValid = problems.length === 0;
  const notes =
    source.state === "valid"
      ? [...(source.notes ?? []), ...noteOnMode(source.policy, file)]
      : notesOn(problems, organisationPolicy);
  if (format === "json") {
    const { sha256 } = source;
    cli.print(JSON.stringify({ version: 1, path: file, valid: isValid, sha256, problems, notes }, null, 2));
    return isValid ? 0 : 2;
  }
  for (const problem of problems) cli.tell(lineOf(problem));
  for (const note of notes) cli.tell(lineOf({ ...note, message: `note: ${note.message}` }));
  if (isValid) cli.print(`${file} is a policy that can be used.`);
  return isValid ? 0 : 2;
}

function noteOnMode({ mode }: Policy, path: string): readonly FileProblem[] {
  if (mode === "enforce") return [];
  const message =
    "With `mode: observe` everything is told and nothing is held back, but for what the node itself asks for and what a layer above enforces.";
  return [{ path, line: 1, column: 1, message }];
}

function notesOn(problems: readonly FileProblem[], organisationPolicy: string | undefined): readonly FileProblem[] {
  const unknown = problems.find(({ message }) => message.startsWith("Unknown group"));
  if (unknown === undefined || organisationPolicy !== undefined) return [];
  return [{ ...unknown, message: "Groups of the organisation's file are known with --organisation-policy FILE." }];
}

function lineOf({ path, line, column, message }: FileProblem): string {
  return `${path}:${line}:${column}: ${message}`;
}
