import type { LintRule } from "./lint/lint-rule.ts";
import type { LintFilter } from "./lint-filters/filter.ts";

/** The page of ruff's rules that are run, and of what is dropped of their findings, as Markdown. */
export function renderLint(
  families: Readonly<Record<string, readonly LintRule[]>>,
  filters: readonly LintFilter[],
): string {
  return `# Ruff's rules

Countersign runs ruff's linter on DAGs and plugins, in the same pass that finds syntax errors, and shows its findings under ruff's own
codes. \`countersign rules S608\` tells what is meant, and where ruff explains it. [Settings](README.md#settings) are as for any rule; a
family is a group: \`S: off\`, \`AIR: { severity: error }\`.

- \`error\` is only what fails whenever it runs. What is mostly right to say is a \`warning\`, what is for the reader to know is \`info\`.
- Whole families are run where they tell what goes wrong on a node: names and formats that fail (F, PLE), security (S), the step to Airflow 3
  (AIR), calls that block a triggerer (ASYNC), dates without a zone (DTZ). Of the others, those which a DAG file invites: closures over a
  loop's variable (B023), defaults computed at each parse (B006, B008), comparisons where \`>>\` was meant (B015), a bare \`except\` (E722), a debugger
  that a task waits in (T100). Style, names and types are left to the repository's own linter.
- Not run: F404, F621, F622, F701 to F707, PLE0100, PLE0115, PLE0117, PLE0118 and PLE1142, which CPython itself refuses, so that SYN-001 tells them; F405 and F541 (style); AIR001 (a name);
  PLE25xx, which the rules of hidden characters (HYG) tell in every kind of file; whatever ruff calls a preview.
- Comments such as \`# ruff: noqa\` do not silence it; \`# noqa: S608 -- reason\` does, as the policy allows, and is shown.
${Object.entries(families)
  .map(([name, rules]) => `\n## ${name}\n\n${rules[0]?.why}\n\n${renderTable(rules)}`)
  .join("\n")}

## What is dropped

A finding of ruff's is dropped only by one of these, each of which is tested.

| filter | of | what it drops |
|---|---|---|
${filters.map(({ name, codes, summary }) => `| ${name} | ${codes.join(", ")} | ${summary} |`).join("\n")}
`;
}

function renderTable(rules: readonly LintRule[]): string {
  const rows = rules.map(
    ({ id, name, url, severity, confidence, summary, remedy }) =>
      `| [${id}](${url}) | ${name} | ${severity} | ${confidence} | ${summary} ${remedy} |`,
  );
  return [
    "| code | name | severity | confidence | what is reported, and what to do |",
    "|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}
