import { type Command, Option } from "commander";
import type { ForgeName } from "../domain/identity.ts";
import type { Simulated } from "../journeys/simulate-policy.ts";
import type { Cli, ExitCode } from "./cli.ts";
import { asOnForge, type OrganisationPolicyOption, organisationPolicyOption } from "./organisation-policy.ts";
import { numberOf } from "./policy-explain.ts";

interface Options extends OrganisationPolicyOption {
  readonly repository: string;
  readonly policy?: string;
  readonly last: number;
  readonly branch?: string;
  readonly forge?: ForgeName;
  readonly format: "text" | "json";
}

/** More would be many thousand requests. */
const most = 500;

/** `countersign policy simulate`: what a new policy would have said of the changes merged last. */
export function addPolicySimulate(policy: Command, cli: Cli): void {
  policy
    .command("simulate")
    .description(
      "which of the changes merged last another policy would have decided otherwise, and why; exit 1 when there are any, or it is not known of some",
    )
    .requiredOption("--repository <name>", "such as acme/study, or its address")
    .option("--policy <file>", "the policy to try (default: what each change's base had)")
    .addOption(organisationPolicyOption(asOnForge))
    .option("--last <number>", `how many changes, ${most} at most`, numberOf, 50)
    .option("--branch <name>", "merged into this branch (default: the default branch)")
    .addOption(
      new Option("--forge <forge>", "where it is (default: for which there are credentials)").choices([
        "github",
        "gitlab",
      ]),
    )
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `
At least one of --policy and --organisation-policy is needed. Each change is decided by the policy that its base had then, and by the new one. Credentials are those of \`policy explain\`.
Who belongs to a group, what a check says, and the node's file are as they are now: how they were then, nobody knows.`,
    )
    .action(cli.action((options: Options, command: Command) => simulate(cli, options, command)));
}

async function simulate(cli: Cli, options: Options, command: Command): Promise<ExitCode> {
  const { policy = null, organisationPolicy: organisation = null } = options;
  if (policy === null && organisation === null)
    return command.error("error: nothing to try: give --policy <file>, --organisation-policy <file>, or both");
  const { loadInstead } = await import("../service/load-policy.ts");
  const { openReading } = await import("../service/open-reading.ts");
  const { simulatePolicy } = await import("../journeys/simulate-policy.ts");
  const instead = await loadInstead({ policy, organisation }, cli.cwd);
  const reading = await openReading({ ...cli, repository: options.repository, forge: options.forge ?? null });
  try {
    const { ports, repository } = reading;
    const branch = options.branch ?? repository.defaultBranch;
    const changes = await ports.forge.listMergedChanges(repository, branch, Math.min(options.last, most));
    let done = 0;
    const simulated = await simulatePolicy(ports, repository, changes, instead, ({ number }) => {
      done += 1;
      cli.tell(`${done} of ${changes.length}: ${repository.name}#${number}`);
    });
    const notes = [asOfNow];
    if (options.format === "json") printJson(cli, { repository: repository.name, branch, simulated, notes });
    else await printTable(cli, simulated, notes);
    return simulated.every((one) => isCompared(one) && !isOtherwise(one)) ? 0 : 1;
  } finally {
    await reading.close();
  }
}

const asOfNow =
  "groups, permissions, checks and the node's file are as they are now; what was said after the merge is left out.";

type Compared = Exclude<Simulated, { readonly unknown: string }>;

function isCompared(one: Simulated): one is Compared {
  return "before" in one;
}

function isOtherwise(one: Simulated): boolean {
  return isCompared(one) && one.before.status !== one.after.status;
}

interface Answer {
  readonly repository: string;
  readonly branch: string;
  readonly simulated: readonly Simulated[];
  readonly notes: readonly string[];
}

function printJson(cli: Cli, { repository, branch, simulated, notes }: Answer): void {
  const changes = simulated.map((one) => (isCompared(one) ? { ...one, differs: isOtherwise(one) } : one));
  const compared = simulated.filter(isCompared);
  const counts = {
    compared: compared.length,
    otherwise: compared.filter(isOtherwise).length,
    unknown: simulated.length - compared.length,
  };
  cli.print(JSON.stringify({ version: 1, repository, branch, ...counts, changes, notes }, null, 2));
}

async function printTable(cli: Cli, simulated: readonly Simulated[], notes: readonly string[]): Promise<void> {
  const { showPlainly } = await import("../core/render/show-plainly.ts");
  const compared = simulated.filter(isCompared);
  const otherwise = compared.filter(isOtherwise);
  const lines = [
    "change   then      now       title",
    ...simulated.flatMap((one) =>
      isCompared(one) ? rowsOf(one) : [`${`#${one.number}`.padEnd(8)} unknown: ${one.unknown}`],
    ),
    "",
    `${otherwise.length} of ${compared.length} would have been decided otherwise.`,
    ...notes.map((note) => `note: ${note}`),
  ];
  cli.print(lines.map(showPlainly).join("\n"));
}

function rowsOf({ number, title, before, after, why }: Compared): readonly string[] {
  const mark = before.status === after.status ? " " : "*";
  const row = `${`#${number}`.padEnd(7)}${mark} ${before.status.padEnd(9)} ${after.status.padEnd(9)} ${title}`;
  return [row, ...why.map((line) => `           ${line}`)];
}
