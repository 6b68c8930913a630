import { type Command, Option } from "commander";
import type { Cli, ExitCode } from "./cli.ts";

interface Options {
  readonly policy: string;
  readonly change: string;
  readonly node?: string;
  readonly format: "text" | "json";
}

/** `countersign policy decide`: the decision on a change that is given as JSON. */
export function addPolicyDecide(policy: Command, cli: Cli): void {
  policy
    .command("decide")
    .description("decides on a change given as JSON; exit 0 when approved, 1 when not, 2 when something cannot be read")
    .requiredOption("--policy <file>", "the policy")
    .requiredOption("--change <file>", "the change, as docs/schemas/change.schema.json describes it")
    .option("--node <file>", "the node's file, for its controllers")
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"))
    .action(cli.action((options: Options) => decideChange(cli, options)));
}

async function decideChange(cli: Cli, options: Options): Promise<ExitCode> {
  const { loadChange, loadNode, loadValidPolicy } = await import("../service/load-policy.ts");
  const { decide } = await import("../core/decide.ts");

  const policy = await loadValidPolicy(options.policy, cli.cwd);
  const change = await loadChange(options.change, cli.cwd);
  const node = options.node === undefined ? null : await loadNode(options.node, cli.cwd);
  const decision = decide(change, { policy, node });

  if (options.format === "json") cli.print(JSON.stringify(decision, null, 2));
  else cli.print((await import("../core/render/decision-lines.ts")).renderDecisionLines(decision));
  return decision.status === "approved" ? 0 : 1;
}
