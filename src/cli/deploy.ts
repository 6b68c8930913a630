import type { Command } from "commander";
import type { Cli } from "./cli.ts";
import type { DeployFlags } from "./deploy/settings.ts";

/** `countersign deploy`: brings a git repository to a DAG directory, and prints one JSON line a cycle. */
export function addDeploy(program: Command, cli: Cli): void {
  program
    .command("deploy")
    .description("keeps a directory the same as a git repository; one JSON line a cycle (docs/deploying.md)")
    .requiredOption("--repository <url>", "required: https, http or ssh address, user@host:path, or (a file) /path")
    .requiredOption("--target <directory>", "required: the directory that Airflow reads; the live tree is a link in it")
    .option("--unreviewed", "required: you agree that nobody is asked for approval, and trust the source as it is")
    .option("--ref <ref>", "branch, tag, full ref name, HEAD, or full commit id", "HEAD")
    .option("--namespace <name>", "name of the link (default: the repository's name)")
    .option("--subdirectory <path>", "deploy only this directory of the repository")
    .option(
      "--state <directory>",
      "where slots and records are kept, on the target's volume (default: TARGET/.countersign)",
    )
    .option("--once", "one cycle, then exit: 0 good, 1 refused, 3 the outside world failed")
    .option("--interval <duration>", "pause between cycles, from 10ms", "60s")
    .option("--sync-timeout <duration>", "how long git may take", "120s")
    .option("--depth <commits>", "fetch only so much history (default: all)")
    .option("--username <name>", "for https; also COUNTERSIGN_GIT_USERNAME (default: git)")
    .option("--password-file <file>", "password or token, read anew each cycle; also COUNTERSIGN_GIT_PASSWORD")
    .option("--ssh-key-file <file>", "private key for ssh")
    .option("--ssh-known-hosts-file <file>", "known hosts for ssh (default: the user's own)")
    .option("--submodules <how>", "off (empty directories), shallow (first level) or recursive", "off")
    .option("--max-failures <count>", "end after so many failed cycles in a row (default: never)")
    .option("--keep <count>", "how many earlier trees are kept on disk", "2")
    .option("--quiet-for <duration>", "how long a reader may still be in an earlier tree", "10m")
    .option("--exec-hook <command>", "shell command to run after each deployment")
    .option("--webhook-url <url>", "address to which the line of each deployment is posted")
    .option("--http-bind <host:port>", "serve /healthz, /readyz and /metrics here")
    .action(
      cli.action(async (flags: DeployFlags) => {
        const { readDeploySettings } = await import("./deploy/settings.ts");
        const settings = readDeploySettings(flags, cli.env, cli.cwd);
        const { default: pino } = await import("pino");
        const { runDeployLoop } = await import("./deploy/loop.ts");
        const log = pino({ name: "countersign", level: "info" }, pino.destination({ dest: 2, sync: true }));
        return runDeployLoop(settings, cli, log);
      }),
    );
}
