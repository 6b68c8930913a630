import type { Command } from "commander";
import type { Cli } from "./cli.ts";
import { addPolicyCheck } from "./policy-check.ts";
import { addPolicyDecide } from "./policy-decide.ts";
import { addPolicyExplain } from "./policy-explain.ts";
import { addPolicyImport } from "./policy-import.ts";
import { addPolicySimulate } from "./policy-simulate.ts";
import { addPolicyTest } from "./policy-test.ts";

/** `countersign policy`: tools for the person who writes a policy. */
export function addPolicy(program: Command, cli: Cli): void {
  const policy = program
    .command("policy")
    .description("checks a policy, decides by it, tests it, and tries it on the changes of a forge");
  addPolicyCheck(policy, cli);
  addPolicyDecide(policy, cli);
  addPolicyTest(policy, cli);
  addPolicyExplain(policy, cli);
  addPolicySimulate(policy, cli);
  addPolicyImport(policy, cli);
}
