import type { Command } from "commander";
import type { Cli } from "./cli.ts";
import type { SignFlags } from "./sign/settings.ts";

/** `countersign sign`: a controller's own signature over what they approve, which a node checks without trusting anybody else. */
export function addSign(program: Command, cli: Cli): void {
  program
    .command("sign")
    .description(
      "signs, with your SSH key, what you approve of a change, a landed commit or a whole tree (docs/node.md)",
    )
    .argument("[change]", "number of the pull request or merge request")
    .option("--landed <sha>", "instead of a change: a commit that landed already")
    .option("--since <sha>", "with --landed: what the node accepted last (default: the commit's first parent)")
    .option("--adopt <sha>", "instead of a change: a whole tree, as the beginning of what is approved")
    .option("--replaces <sha>", "with --adopt: what the node accepted last, where the branch has lost it")
    .option("--repository <url>", "address of the repository, or a clone of it, whose origin is meant", ".")
    .option("--base <branch>", "the deploy branch", "main")
    .option("--forge <forge>", "github or gitlab, where the repository has changes of both kinds")
    .option("--node <name>", "only this node may act on it (default: every node that knows your key)")
    .option("--expires <days>", "until when it counts, such as 30d, or never", "30d")
    .option("--key <file>", "your private key, or the .pub file of a key in your agent (default: ~/.ssh/id_ed25519)")
    .option("--yes", "sign without asking")
    .option("--post <where>", "also hand it over: `comment` (with GITHUB_TOKEN or GITLAB_TOKEN), or the service's URL")
    .action(
      cli.action(async (change: string | undefined, flags: SignFlags) => {
        const { readSignSettings } = await import("./sign/settings.ts");
        const settings = readSignSettings(change, flags, cli.env, cli.cwd);
        const { signStatement } = await import("./sign/sign-statement.ts");
        return signStatement(settings, cli);
      }),
    );
}
