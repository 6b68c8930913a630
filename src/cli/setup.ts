import { type Command, Option } from "commander";
import type { GateVerdict } from "../domain/gate.ts";
import type { GatePlan, GateSetup } from "../ports/gate-setup.ts";
import type { Cli, ExitCode } from "./cli.ts";

interface Options {
  readonly branch?: string;
  readonly appId?: string;
  readonly bot?: string;
  readonly check?: boolean;
  readonly yes?: boolean;
  readonly format: "text" | "json";
}

/** `countersign setup github` and `countersign setup gitlab`: the gate of a repository, with the operator's own token. */
export function addSetup(program: Command, cli: Cli): void {
  const setup = program
    .command("setup")
    .description("sets up and checks the gate of a repository, with your own token");
  withOptions(setup.command("github"))
    .description("a ruleset that requires Countersign's checks; the token is read from GITHUB_TOKEN and kept nowhere")
    .argument("<repository>", "such as acme/study")
    .option("--app-id <number>", "Countersign's GitHub App (default: APP_ID, or what the setup page has written)")
    .action(
      cli.action(async (repository: string, options: Options) => {
        const { openGateOnGithub } = await import("../service/open-gate.ts");
        const request = { ...cli, repository, branch: options.branch ?? null };
        return setUp(
          cli,
          { forge: "github", repository },
          options,
          await openGateOnGithub(request, options.appId ?? null),
        );
      }),
    );
  withOptions(setup.command("gitlab"))
    .description(
      "a branch that only the bot merges into; the token is read from GITLAB_OPERATOR_TOKEN and kept nowhere",
    )
    .argument("<project>", "such as acme/study")
    .option("--bot <login>", "the account under which the service speaks (default: that of GITLAB_TOKEN)")
    .action(
      cli.action(async (repository: string, options: Options) => {
        const { openGateOnGitlab } = await import("../service/open-gate.ts");
        const request = { ...cli, repository, branch: options.branch ?? null };
        return setUp(
          cli,
          { forge: "gitlab", repository },
          options,
          await openGateOnGitlab(request, options.bot ?? null),
        );
      }),
    );
}

function withOptions(command: Command): Command {
  return command
    .option("--branch <name>", "the branch to guard (default: the default branch)")
    .option("--check", "only check; exit 1 when the gate is not enforced")
    .option("--yes", "change what the diff shows without asking")
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"));
}

interface Subject {
  readonly forge: "github" | "gitlab";
  readonly repository: string;
}

async function setUp(cli: Cli, subject: Subject, options: Options, gate: GateSetup): Promise<ExitCode> {
  const { judgeGate } = await import("../core/judge-gate.ts");
  const { changesAnything } = await import("../core/diff-settings.ts");
  const plan = options.check === true ? nothing : await gate.plan();
  const isNeeded = changesAnything(plan.diff);
  if (options.format === "text") for (const line of plan.diff) cli.print(line);
  for (const note of plan.notes) cli.tell(note);

  const isApplied = isNeeded && (await mayApply(cli, options, subject));
  if (isApplied) await plan.apply();
  const verdict = judgeGate(await gate.read());
  report(cli, subject, options, gate.branch, { plan, verdict, isApplied });
  return verdict.state === "enforced" ? 0 : 1;
}

const nothing: GatePlan = { diff: [], notes: [], apply: async () => {} };

async function mayApply(cli: Cli, options: Options, { repository }: Subject): Promise<boolean> {
  if (options.yes === true) return true;
  const answer = await cli.ask(`Change this on ${repository}?`);
  if (answer === null) cli.tell("Nothing was changed. Run it again with --yes to change what the diff shows.");
  if (answer === false) cli.tell("Nothing was changed.");
  return answer === true;
}

interface Outcome {
  readonly plan: GatePlan;
  readonly verdict: GateVerdict;
  readonly isApplied: boolean;
}

function report(
  cli: Cli,
  subject: Subject,
  options: Options,
  branch: string,
  { plan, verdict, isApplied }: Outcome,
): void {
  if (options.format === "json") {
    const { diff, notes } = plan;
    cli.print(
      JSON.stringify({ version: 1, ...subject, branch, gate: verdict, diff, notes, applied: isApplied }, null, 2),
    );
    return;
  }
  const where = `The gate of ${subject.repository}, branch ${branch},`;
  if (verdict.state === "enforced") cli.print(`${where} is enforced${isApplied ? "" : "; nothing had to be changed"}.`);
  else cli.print([`${where} is not enforced:`, ...verdict.reasons.map((reason) => `  - ${reason}`)].join("\n"));
}
