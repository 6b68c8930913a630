import type { Command } from "commander";
import type { Cli } from "./cli.ts";

export function addServe(program: Command, cli: Cli): void {
  program
    .command("serve")
    .description("the service: webhooks, timers, metrics; settings come from the environment (docs/configuration.md)")
    .action(
      cli.action(async () => {
        const { readConfiguration } = await import("../service/configuration.ts");
        const { startService } = await import("../service/start-service.ts");
        const configuration = readConfiguration(cli.env, cli.cwd);
        const service = await startService(configuration);
        await cli.untilAskedToStop();
        await service.stop();
        return 0;
      }),
    );
}
