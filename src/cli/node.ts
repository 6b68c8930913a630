import type { Command } from "commander";
import type { Cli } from "./cli.ts";
import type { NodeFlags } from "./node/settings.ts";

/** `countersign node`: the pulling side on a node. It verifies by itself what it deploys, and nobody calls it. */
export function addNode(program: Command, cli: Cli): void {
  program
    .command("node")
    .description("runs on a workflow node: pulls what it may run, verifies that itself, and deploys it (docs/node.md)")
    .option("--node <file>", "the node's file, with a `trust` section (default: COUNTERSIGN_NODE_FILE)")
    .option("--state <directory>", "where it keeps what it accepted, and its copies of the repositories", "node-state")
    .option("--once", "one cycle, then exit: 0 good, 1 something is not accepted, 3 the outside world failed")
    .option("--interval <duration>", "pause between cycles, from 10ms", "60s")
    .option("--sync-timeout <duration>", "how long git may take", "120s")
    .option("--username <name>", "for https; also COUNTERSIGN_GIT_USERNAME (default: git)")
    .option("--password-file <file>", "password or token, read anew each cycle; also COUNTERSIGN_GIT_PASSWORD")
    .option("--ssh-key-file <file>", "private key for ssh")
    .option("--ssh-known-hosts-file <file>", "known hosts for ssh (default: the user's own)")
    .option("--max-failures <count>", "end after so many failed cycles in a row (default: never)")
    .action(
      cli.action(async (flags: NodeFlags) => {
        const { readNodeFlags } = await import("./node/settings.ts");
        const settings = await readNodeFlags(flags, cli.env, cli.cwd);
        const { default: pino } = await import("pino");
        const { runNodeLoop } = await import("./node/loop.ts");
        const log = pino({ name: "countersign", level: "info" }, pino.destination({ dest: 2, sync: true }));
        return runNodeLoop(settings, cli, log);
      }),
    );
}
