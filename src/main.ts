#!/usr/bin/env node
import { Command } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { addAudit } from "./cli/audit.ts";
import { addCheck } from "./cli/check.ts";
import type { Cli, ExitCode } from "./cli/cli.ts";
import { addDemo } from "./cli/demo.ts";
import { addDeploy } from "./cli/deploy.ts";
import { addInventory } from "./cli/inventory.ts";
import { addKeys } from "./cli/keys.ts";
import { addNode } from "./cli/node.ts";
import { addPolicy } from "./cli/policy.ts";
import { addRules } from "./cli/rules.ts";
import { addServe } from "./cli/serve.ts";
import { addSetup } from "./cli/setup.ts";
import { addSign } from "./cli/sign.ts";
import { tellFailure } from "./cli/tell-failure.ts";
import { addVerify } from "./cli/verify.ts";

const cli: Cli = {
  env: process.env,
  cwd: process.cwd(),
  print: (text) => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`),
  tell: (text) => void process.stderr.write(text.endsWith("\n") ? text : `${text}\n`),
  ask: askAtTerminal,
  untilAskedToStop: () =>
    new Promise((resolve) => {
      for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
    }),
  onHangUp: (act) => void process.on("SIGHUP", act),
  action:
    (run) =>
    async (...args) => {
      process.exitCode = await run(...args);
    },
};

/** Runs the command line, and answers its exit code. */
async function main(argv: readonly string[]): Promise<ExitCode> {
  const program = new Command("countersign")
    .description(packageJson.description)
    .version(packageJson.version)
    .showHelpAfterError("(add --help for what is possible)")
    .exitOverride();

  addServe(program, cli);
  addDemo(program, cli);
  addAudit(program, cli);
  addVerify(program, cli);
  addKeys(program, cli);
  addCheck(program, cli);
  addInventory(program, cli);
  addRules(program, cli);
  addDeploy(program, cli);
  addNode(program, cli);
  addSign(program, cli);
  addPolicy(program, cli);
  addSetup(program, cli);

  try {
    await program.parseAsync([...argv]);
    return (process.exitCode as ExitCode | undefined) ?? 0; // only `action` sets it
  } catch (error) {
    return tellFailure(error, cli);
  }
}

async function askAtTerminal(question: string): Promise<boolean | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `).finally(() => terminal.close());
  return /^y(es)?$/i.test(answer.trim());
}

/** Whoever read the answer may leave before its end, as `head` does: that is no failure of ours, but a full disk is one. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  cli.tell(
    `countersign: The answer could not be written to standard output: ${error.message}. Make room there, and run the command again.`,
  );
  process.exit(3);
});
process.stderr.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") process.exit(3);
});

process.exitCode = await main(process.argv);
