import type { Example, Rule } from "./define-rule.ts";

/** The page of a rule in the reference, as Markdown. */
export function renderRule(rule: Rule): string {
  return `# ${rule.id}: ${rule.name}

${rule.summary}

| severity | confidence | looks at |
|---|---|---|
| ${rule.severity} | ${rule.confidence} | ${abouts[rule.about]} |

## Why

${rule.why}

## Example

${renderExample(rule.bad)}
## Use instead

${renderExample(rule.good)}
## Settings

In the policy: \`rules: { ${rule.id}: off }\`, or a severity: \`error\`, \`warning\`, \`info\`.
`;
}

/** The table of all rules, as Markdown. */
export function renderRules(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ id, name, severity, confidence, summary }) =>
      `| [${id}](${id}.md) | ${name} | ${severity} | ${confidence} | ${summary} |`,
  );
  return `# Rules

Each rule can be switched off, or given another severity, in the policy's \`rules\`. A finding at \`error\` that stands on a line of the
change fails the check.

| id | name | severity | confidence | what is reported |
|---|---|---|---|---|
${rows.join("\n")}
`;
}

const abouts = {
  python: "Python files of DAGs and plugins",
  text: "every text file",
  job: "job requests",
  result: "`.dvc` files and `dvc.lock`",
} as const satisfies Readonly<Record<Rule["about"], string>>;

function renderExample({ path, text, context }: Example): string {
  const files = [...(context ?? []), { path, text }];
  return files
    .map((file) => `\`${file.path}\`\n\n\`\`\`${languageOf(file.path)}\n${file.text.replaceAll("\r", "␍")}\`\`\`\n`)
    .join("\n");
}

function languageOf(path: string): string {
  return path.endsWith(".py") ? "python" : "yaml";
}
