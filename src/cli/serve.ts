import type { Command } from "commander";
import type { Cli } from "./cli.ts";

export function addServe(program: Command, cli: Cli): void {
  program
    .command("serve")
    .description("the service: webhooks, timers, metrics; settings come from the environment (docs/configuration.md)")
    .action(
      cli.action(async () => {
        const { readOrSetUp } = await import("../service/first-run.ts");
        const { startService } = await import("../service/start-service.ts");
        const stopping = new AbortController();
        const asked = cli.untilAskedToStop().then(() => stopping.abort());
        const { signal } = stopping;
        const configuration = await readOrSetUp({ env: cli.env, cwd: cli.cwd, tell: cli.tell, signal });
        if (configuration === null) return 0;
        const service = await startService(configuration);
        await asked;
        await service.stop();
        return 0;
      }),
    );
}
