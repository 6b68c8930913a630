import { type Command, Option } from "commander";
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
  if (format === "json") {
    cli.print(JSON.stringify({ version: 1, path: file, valid: isValid, sha256: source.sha256, problems }, null, 2));
  } else if (isValid) {
    const { findUnmeetable } = await import("../policy/find-unmeetable.ts");
    const notes = source.state === "valid" ? findUnmeetable(source.policy) : [];
    if (notes.length > 0) cli.tell(notes.map((note) => `note: ${note}`).join("\n"));
    cli.print(`${file} is a policy that can be used.`);
  } else {
    cli.tell(problems.map(({ path, line, column, message }) => `${path}:${line}:${column}: ${message}`).join("\n"));
    if (organisationPolicy === undefined && problems.some(({ message }) => message.startsWith("Unknown group")))
      cli.tell("note: Groups of the organisation's file are known with --organisation-policy FILE.");
  }
  return isValid ? 0 : 2;
}
