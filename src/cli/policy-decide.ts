import { type Command, Option } from "commander";
import type { Cli, ExitCode } from "./cli.ts";
import { type OrganisationPolicyOption, organisationPolicyOption } from "./organisation-policy.ts";

interface Options extends OrganisationPolicyOption {
  readonly policy?: string;
  readonly change?: string;
  readonly printExample?: boolean;
  readonly node?: string;
  readonly format: "text" | "json";
}

/** `countersign policy decide`: the decision on a change that is given as JSON. */
export function addPolicyDecide(policy: Command, cli: Cli): void {
  policy
    .command("decide")
    .description("decides on a change given as JSON; exit 0 when approved, 1 when not, 2 when something cannot be read")
    .option("--policy <file>", "the policy")
    .addOption(organisationPolicyOption())
    .option("--change <file>", "the change, as docs/schemas/change.schema.json describes it; `-` is standard input")
    .option("--node <file>", "the node's file, for its controllers and its catalogue of datasets")
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"))
    .option("--print-example", "prints a change to begin with, and decides nothing")
    .addHelpText(
      "after",
      `
--policy and --change are needed, except with --print-example. To begin:

  countersign policy decide --print-example > change.json
  countersign policy decide --policy .countersign.yml --change change.json

A fact that the change does not give is taken as empty; a note names it where the policy asks for it. With --node, its catalogue
says whose the datasets are and on what terms; those that a job request reads, and those for which a changed file stands, are
touched whether or not the change lists them.`,
    )
    .action(cli.action((options: Options, command: Command) => printOrDecide(cli, options, command)));
}

async function printOrDecide(cli: Cli, options: Options, command: Command): Promise<ExitCode> {
  if (options.printExample === true) {
    cli.print((await import("../core/example-change.ts")).exampleChange);
    return 0;
  }
  const { policy, change } = options;
  if (policy === undefined) return command.error("error: required option '--policy <file>' not specified");
  if (change === undefined) {
    return command.error(
      "error: required option '--change <file>' not specified; --print-example prints one to begin with",
    );
  }
  return decideChange(cli, { ...options, policy, change });
}

async function decideChange(
  cli: Cli,
  options: Options & { readonly policy: string; readonly change: string },
): Promise<ExitCode> {
  const { loadChange, loadNode, loadValidPolicy } = await import("../service/load-policy.ts");
  const { withDatasetsOfNode } = await import("../journeys/with-datasets-of-node.ts");
  const { decide } = await import("../core/decide.ts");
  const { describeTaken, listTaken, takeAsEmpty } = await import("../core/taken-as-empty.ts");

  const policy = await loadValidPolicy(options.policy, cli.cwd, options.organisationPolicy ?? null);
  const node = options.node === undefined ? null : await loadNode(options.node, cli.cwd);
  const told = withDatasetsOfNode(await loadChange(options.change, cli.cwd), node);
  const change = takeAsEmpty(told);
  const decision = decide(change, { policy, node });
  const taken = describeTaken(listTaken(told, { policy, node }));
  if (taken !== null) cli.tell(`note: ${taken}`);

  const { groupsNeeded } = await import("../core/groups-needed.ts");
  const { datasets, files, groups } = change;
  const needed = groupsNeeded({ policy, datasets, files: files.items });
  const missing = needed.filter((key) => !Object.hasOwn(groups, key) || groups[key] === null);
  if (missing.length > 0 && decision.status !== "approved") cli.tell(howToSay(missing));

  if (options.format === "json") cli.print(JSON.stringify(decision, null, 2));
  else {
    const { renderDecisionLines } = await import("../core/render/decision-lines.ts");
    const { describeObserved } = await import("../core/held-back.ts");
    const observed = describeObserved(decision, policy.policy.mode);
    cli.print(`${renderDecisionLines(decision)}${observed === null ? "" : `\nmode: observe: ${observed}\n`}`);
  }
  return decision.status === "approved" ? 0 : 1;
}

/** Without a network nobody is asked who is in a group. */
function howToSay(missing: readonly string[]): string {
  const entry = JSON.stringify({ [missing[0] ?? ""]: [{ id: 2, login: "ben" }] });
  return `note: The facts do not say who is in ${missing.map((key) => `\`${key}\``).join(", ")}. Say so in the change, such as "groups": ${entry}; \`countersign policy explain --print-change\` writes it as the forge has it.`;
}
