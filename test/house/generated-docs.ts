import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../src/rules/index.ts";
import { lintFamilies } from "../../src/rules/lint/index.ts";
import { lintFilters } from "../../src/rules/lint-filters/index.ts";
import { renderLint } from "../../src/rules/lint-reference.ts";
import { renderRule, renderRules } from "../../src/rules/reference.ts";
import { type Setting, settings } from "../../src/service/settings.ts";
import { renderAttacks } from "../attacks/render-attacks.ts";
import { attacks } from "../attacks/table.ts";
import { drawCheck } from "./check-picture.ts";
import { renderChangeSchema } from "./generate-change-schema.ts";
import { renderEvidenceSchemas } from "./generate-evidence-schemas.ts";
import { renderExplanations } from "./generate-explanations.ts";
import { renderInventorySchema } from "./generate-inventory-schema.ts";
import { renderDemands, renderPredicates } from "./generate-policy-reference.ts";
import { renderNodeSchema, renderPolicySchema } from "./generate-policy-schema.ts";
import { renderPredicatesIndex } from "./generate-predicates-index.ts";
import { type GeneratedFile, renderIndex } from "./generate-rules-index.ts";

/** The registries of the code: what a folder holds. They come first, since the documentation is made from them. */
export async function generateIndexes(root: string): Promise<readonly GeneratedFile[]> {
  return [await renderIndex(), renderPredicatesIndex(root)];
}

/** Everything in the documentation that is made from the code. Paths are relative to the root of the repository. */
export function generateDocs(root: string): readonly GeneratedFile[] {
  return [
    fillIn(root, "docs/configuration.md", { settings: renderSettings(settings) }),
    fillIn(root, "docs/policy.md", { conditions: renderPredicates(), demands: renderDemands() }),
    fillIn(root, "docs/approvals.md", { explanations: renderExplanations() }),
    renderChangeSchema(),
    renderPolicySchema(),
    renderNodeSchema(),
    renderInventorySchema(),
    ...renderEvidenceSchemas(),
    drawCheck(root),
    { path: "docs/attacks.md", text: renderAttacks(attacks) },
    { path: "docs/rules/README.md", text: renderRules(rules) },
    { path: "docs/rules/ruff.md", text: renderLint(lintFamilies, lintFilters) },
    ...rules.map((rule) => ({ path: `docs/rules/${rule.id}.md`, text: renderRule(rule) })),
  ];
}

/** The table of settings, as Markdown. */
export function renderSettings(all: readonly Setting[]): string {
  const rows = all.map(
    ({ name, default: fallback, describe, isSecret }) =>
      `| \`${name}\` | ${fallback === null ? "none" : `\`${fallback}\``} | ${isSecret ? "**Secret.** " : ""}${describe} |`,
  );
  return ["| variable | default | what it is |", "|---|---|---|", ...rows].join("\n");
}

/** A page written by hand, with its parts between `<!-- begin NAME -->` and `<!-- end NAME -->` made anew. */
function fillIn(root: string, path: string, parts: Readonly<Record<string, string>>): GeneratedFile {
  const text = Object.entries(parts).reduce(
    (page, [name, content]) => {
      const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
      const [before, rest] = page.split(begin);
      const after = rest?.split(end)[1];
      if (before === undefined || after === undefined) {
        throw new Error(`${path} has no place for its generated part ${name}.`);
      }
      return `${before}${begin}\n\n${content}\n\n${end}${after}`;
    },
    readFileSync(join(root, path), "utf8"),
  );
  return { path, text };
}
