import { existsSync } from "node:fs";
import type { Command } from "commander";
import { ConfigError } from "../domain/errors.ts";
import type { Cli } from "./cli.ts";

const demoFile = new URL("../../test/demo/main.ts", import.meta.url);

export function addDemo(program: Command, cli: Cli): void {
  program
    .command("demo")
    .description("the whole story on this machine, with the forge simulator")
    .option("--forge <name>", "github or gitlab", "github")
    .option("--story <name>", "whole, or study: two datasets, three organisations, and the proof afterwards", "whole")
    .option("--webhooks <on|off>", "off: play it on reconciliation alone", "on")
    .option("--keep", "leave everything running, to be looked at")
    .action(
      cli.action(
        async (options: {
          readonly story: string;
          readonly forge: string;
          readonly webhooks: string;
          readonly keep?: boolean;
        }) => {
          if (!existsSync(demoFile)) {
            throw new ConfigError(
              "demo",
              "The demo needs the forge simulator, which is only in a checkout of the repository. Clone it and run `npm ci && npm run demo`.",
            );
          }
          const { playDemo } = await import(demoFile.href);
          const keep = options.keep === true ? ["--keep"] : [];
          return playDemo(
            [`--story=${options.story}`, `--forge=${options.forge}`, `--webhooks=${options.webhooks}`, ...keep],
            cli.print,
          );
        },
      ),
    );
}
