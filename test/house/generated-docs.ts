import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../src/rules/index.ts";
import { renderRule, renderRules } from "../../src/rules/reference.ts";
import { type Setting, settings } from "../../src/service/settings.ts";

/** A file of the documentation as it should be. The path is relative to the root of the repository. */
export interface GeneratedDoc {
  readonly path: string;
  readonly text: string;
}

/** Everything in the documentation that is made from the code. */
export function generateDocs(root: string): readonly GeneratedDoc[] {
  return [
    fillIn(root, "docs/configuration.md", "settings", renderSettings(settings)),
    { path: "docs/rules/README.md", text: renderRules(rules) },
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

/** A page written by hand, with its part between `<!-- begin NAME -->` and `<!-- end NAME -->` made anew. */
function fillIn(root: string, path: string, name: string, content: string): GeneratedDoc {
  const page = readFileSync(join(root, path), "utf8");
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${path} has no place for its generated part ${name}.`);
  return { path, text: `${before}${begin}\n\n${content}\n\n${end}${after}` };
}
