import { quoteName } from "../formats/did-you-mean.ts";
import type { ChangedPath } from "./changed-path.ts";
import type { ExampleFacts } from "./example.ts";

/** What an example takes for known besides its files, as paragraphs of Markdown. */
export function renderFacts(id: string, facts: ExampleFacts = {}): readonly string[] {
  const { node, inventory, change, changed, removed = [], repository, openRequests = [], options } = facts;
  return [
    ...(options === undefined ? [] : [`In the policy: \`rules: { ${id}: ${JSON.stringify(options)} }\`\n`]),
    ...(node === undefined ? [] : [`Of the node it is known: ${toCode(node)}`]),
    ...(inventory === undefined ? [] : [`Of what the node has it is known: ${toCode(inventory)}`]),
    ...(repository === undefined ? [] : [`The repository is \`${repository}\`.\n`]),
    ...(change === undefined ? [] : [`Of the change it is known: ${toCode(change)}`]),
    ...(changed === undefined ? [] : [`${changed.map(describeChanged).join("\n")}\n`]),
    ...openRequests.map(({ change: other, otherPath }) => `The open change ${other} brings ${quoteName(otherPath)}.\n`),
    ...removed.map(({ path, text }) => `\`${path}\`, as it was:\n\n\`\`\`python\n${text}\`\`\`\n`),
  ];
}

function toCode(value: unknown): string {
  return `\`${JSON.stringify(value)}\`\n`;
}

const verbs = { added: "adds", modified: "edits", removed: "removes", renamed: "moves", copied: "copies" } as const;

function describeChanged({ path, status, mode, size, link, looks }: ChangedPath): string {
  const details = [
    ...(mode === "160000" ? ["a submodule"] : []),
    ...(link === undefined ? [] : [`a link to \`${link}\``]),
    ...(looks === undefined
      ? []
      : [looks.what ?? `${/^[aeio]/.test(looks.form) ? "an" : "a"} ${looks.form} by its bytes`]),
    ...(size !== null && size > 100_000 ? [`${(size / 1_000_000).toFixed(1)} MB`] : []),
  ];
  return `- The change ${verbs[status]} ${quoteName(path)}${details.length === 0 ? "" : ` (${details.join(", ")})`}`;
}
