import { type Command, Option } from "commander";
import { ConfigError } from "../domain/errors.ts";
import type { Rule, RuleFacts } from "../rules/define-rule.ts";
import type { RuleSet } from "../rules/rule-set.ts";
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
  const { ruleSet } = await import("../rules/rule-set.ts");
  const { renderLintRule, renderRule, renderRules } = await import("../rules/reference.ts");
  const { own, lint } = wanted === undefined ? ruleSet : await selectRule(ruleSet, wanted);
  if (format === "json") {
    const answer = { version: 1, rules: await describeRules(own), lint: lint.map(({ reach: _, ...rule }) => rule) };
    cli.print(JSON.stringify(answer, null, 2));
  } else if (wanted !== undefined) cli.print([...own.map(renderRule), ...lint.map(renderLintRule)].join("\n"));
  else cli.print(format === "markdown" ? renderRules(own) : renderTable([...own, ...lint]));
  return 0;
}

async function selectRule({ own, lint }: RuleSet, wanted: string): Promise<RuleSet> {
  const isWanted = ({ id, name }: RuleFacts): boolean => id === wanted.toUpperCase() || name === wanted.toLowerCase();
  const found = { own: own.filter(isWanted), lint: own.some(isWanted) ? [] : lint.filter(isWanted) };
  if (found.own.length + found.lint.length > 0) return found;
  const { didYouMean, quoteName } = await import("../formats/did-you-mean.ts");
  const near = didYouMean(
    wanted,
    [...own, ...lint].flatMap(({ id, name }) => [id, name]),
  );
  throw new ConfigError("RULE", `There is no rule ${quoteName(wanted)}.${near} \`countersign rules\` lists them.`);
}

function renderTable(rules: readonly RuleFacts[]): string {
  const width = Math.max(...rules.map(({ name }) => name.length));
  const rows = rules.map(
    ({ id, severity, name, summary }) => `${id.padEnd(8)}  ${severity.padEnd(7)}  ${name.padEnd(width)}  ${summary}`,
  );
  return `${rows.join("\n")}\n\n\`countersign rules SEC-001\` shows one with its reasons and examples.`;
}

async function describeRules(rules: readonly Rule[]) {
  const { z } = await import("zod"); // only now: every command loads this file
  return rules.map(({ id, name, severity, confidence, about, reach, summary, why, options, bad, good }) => {
    const { $schema: _, ...schema } = z.toJSONSchema(options, { io: "input", unrepresentable: "any" });
    return { id, name, severity, confidence, about, reach, summary, why, options: schema, bad, good };
  });
}
