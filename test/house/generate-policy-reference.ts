import { demandForms } from "../../src/policy/demand-forms.ts";
import { predicates } from "../../src/predicates/index.ts";

/** The table of the conditions of `when`, from what the predicates say of themselves. */
export function renderPredicates(): string {
  const rows = predicates.map(
    ({ key, describe, example }) => `| \`${key}\` | \`${example.replaceAll("|", "\\|")}\` | ${describe} |`,
  );
  return ["| condition | example | what it says |", "|---|---|---|", ...rows].join("\n");
}

/** The table of the forms of `require`. */
export function renderDemands(): string {
  const rows = demandForms.map(({ example, describe }) => `| \`${example.replaceAll("|", "\\|")}\` | ${describe} |`);
  return ["| form | what it asks for |", "|---|---|", ...rows].join("\n");
}
