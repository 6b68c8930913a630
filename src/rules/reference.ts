import { z } from "zod";
import type { Example, Rule } from "./define-rule.ts";
import type { LintRule } from "./lint/lint-rule.ts";
import { renderFacts } from "./render-facts.ts";

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

${renderExample(rule.id, rule.bad)}
## Use instead

${renderExample(rule.id, rule.good)}
## Settings

${renderSettings(rule)}`;
}

function renderSettings({ id, options }: Rule): string {
  const common = `In the policy: \`rules: { ${id}: off }\`, or a severity: \`error\`, \`warning\`, \`info\`, or [more](README.md#settings)`;
  const rows = optionsOf(options).map(
    ({ name, fallback, description }) => `| \`${name}\` | \`${fallback}\` | ${description} |`,
  );
  if (rows.length === 0) return `${common}.\n`;
  return `${common}, and its own options:

| option | default | what it is |
|---|---|---|
${rows.join("\n")}
`;
}

/** The options of a rule as the reference tells them: each with its default, as YAML of one line. */
export function optionsOf(
  schema: Rule["options"],
): readonly { readonly name: string; readonly fallback: string; readonly description: string }[] {
  return Object.entries(schema.shape).map(([name, option]) => {
    const parsed = z.safeParse(option, undefined);
    const description = "description" in option ? String(option.description ?? "") : "";
    return { name, fallback: parsed.success ? JSON.stringify(parsed.data ?? null) : "none", description };
  });
}

/** The same of one of ruff's rules. */
export function renderLintRule({ id, name, severity, confidence, summary, why, remedy, url }: LintRule): string {
  return `# ${id}: ${name}

${summary} ${remedy}

| severity | confidence | looks at |
|---|---|---|
| ${severity} | ${confidence} | ${abouts.python} |

## Why

${why}

It is ruff's rule, which ruff explains: ${url}

## Settings

In the policy: \`rules: { ${id}: off }\`, or a severity: \`error\`, \`warning\`, \`info\`, or [more](README.md#settings).
`;
}

/** The table of all rules, as Markdown. */
export function renderRules(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ id, name, severity, confidence, summary }) =>
      `| [${id}](${id}.md) | ${name} | ${severity} | ${confidence} | ${summary} |`,
  );
  return `# Rules

A new finding at \`error\` fails the check.

| id | name | severity | confidence | what is reported |
|---|---|---|---|---|
${rows.join("\n")}

Of ruff's rules Countersign runs [those that matter here](ruff.md), under ruff's own codes.

## Settings

In the policy's \`rules\`, under a rule's id, its group (such as \`SEC\`), or \`ALL\`; what is said of one rule weighs more than what is said
of its group, and that more than \`ALL\`.

| key | what it says |
|---|---|
| \`severity\` | \`error\`, \`warning\` or \`info\`. Alone it may stand in the place of the map: \`SEC-001: warning\`. \`off\` in that place switches the rule off |
| \`paths\` | globs: the rule speaks of these files only |
| \`suppress\` | \`allow\` (the default) or \`forbid\`: whether \`# noqa: SEC-001 -- reason\` on its line silences a finding |
| \`existing\` | \`ignore\` (the default) or \`block\`: whether findings that were there before the change count as well |

Other keys are the rule's own options, told on its page.

\`\`\`yaml
version: 1
rules:
  ALL: { existing: ignore }
  SEC: { suppress: forbid }
  HYG-001: { severity: warning, paths: ["dags/**"] }
  DAG-004: off
\`\`\`
`;
}

const abouts = {
  python: "Python files of DAGs and plugins",
  text: "every text file",
  job: "job requests",
  result: "files of DVC: `.dvc`, `dvc.lock`, `dvc.yaml`, `.dvc/config`",
  node: "files of the node and its environment",
  change: "the change as a whole",
  manifest: "YAML files of the node: Kubernetes manifests, Helm charts, Argo CD",
  dockerfile: "Dockerfiles",
  requirements: "lists of Python packages: requirements files, `pyproject.toml`, blocks in Python files",
} as const satisfies Readonly<Record<Rule["about"], string>>;

function renderExample(id: string, { path, text, context, facts }: Example): string {
  const changed = facts?.changed;
  const isBeside = changed !== undefined && !changed.some((one) => one.path === path); // the example is what changed, not this file
  const files = [...(context ?? []), ...(isBeside ? [] : [{ path, text }])].map(
    (file) => `\`${file.path}\`\n\n\`\`\`${languageOf(file.path)}\n${showHidden(file.text)}\`\`\`\n`,
  );
  return [...files, ...renderFacts(id, facts)].join("\n");
}

function languageOf(path: string): string {
  if (path.endsWith("Dockerfile")) return "dockerfile";
  return path.endsWith(".py") ? "python" : "yaml";
}

/** What nobody would see on the page, as its code point. */
function showHidden(text: string): string {
  return text
    .replaceAll("\r", "␍")
    .replaceAll(/ {40,}/g, (spaces) => ` ⟨${spaces.length} spaces⟩ `)
    .replaceAll(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu, (one) => {
      const point = one.codePointAt(0) ?? 0;
      return `⟨U+${point.toString(16).toUpperCase().padStart(4, "0")}⟩`;
    });
}
