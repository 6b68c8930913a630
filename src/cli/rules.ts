import { type Command, Option } from "commander";
import { z } from "zod";
import { ConfigError } from "../domain/errors.ts";
import type { Rule } from "../rules/define-rule.ts";
import type { Cli, ExitCode } from "./cli.ts";

interface Options {
  readonly format: "text" | "json" | "markdown";
}

/** `countersign rules`: the reference of the rules. */
export function addRules(program: Command, cli: Cli): void {
  program
    .command("rules")
    .description("the rules' reference; with a rule's id or name, its page")
    .argument("[rule]", "such as SEC-001 or credential-in-code")
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json", "markdown"]).default("text"))
    .action(cli.action((rule: string | undefined, options: Options) => showRules(cli, rule, options)));
}

async function showRules(cli: Cli, wanted: string | undefined, { format }: Options): Promise<ExitCode> {
  const { rules } = await import("../rules/index.ts");
  const { renderRule, renderRules } = await import("../rules/reference.ts");
  const selected = wanted === undefined ? rules : [await findRule(rules, wanted)];
  if (format === "json") cli.print(JSON.stringify({ version: 1, rules: selected.map(toJson) }, null, 2));
  else if (wanted !== undefined) cli.print(selected.map(renderRule).join("\n"));
  else cli.print(format === "markdown" ? renderRules(rules) : renderTable(rules));
  return 0;
}

async function findRule(rules: readonly Rule[], wanted: string): Promise<Rule> {
  const found = rules.find(({ id, name }) => id === wanted.toUpperCase() || name === wanted.toLowerCase());
  if (found !== undefined) return found;
  const { didYouMean, quoteName } = await import("../formats/did-you-mean.ts");
  const near = didYouMean(wanted, [...rules.map(({ id }) => id), ...rules.map(({ name }) => name)]);
  throw new ConfigError("RULE", `There is no rule ${quoteName(wanted)}.${near} \`countersign rules\` lists them.`);
}

function renderTable(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map(({ name }) => name.length));
  const rows = rules.map(
    ({ id, severity, name, summary }) => `${id}  ${severity.padEnd(7)}  ${name.padEnd(width)}  ${summary}`,
  );
  return `${rows.join("\n")}\n\n\`countersign rules SEC-001\` shows one with its reasons and examples.`;
}

function toJson({ id, name, severity, confidence, about, reach, summary, why, options, bad, good }: Rule) {
  const { $schema: _, ...schema } = z.toJSONSchema(options, { io: "input", unrepresentable: "any" });
  return { id, name, severity, confidence, about, reach, summary, why, options: schema, bad, good };
}
