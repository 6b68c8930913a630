import { predicates } from "../../src/predicates/index.ts";

/** The table of the conditions of `when`, from what the predicates say of themselves. */
export function renderPredicates(): string {
  const rows = predicates.map(
    ({ key, describe, example }) => `| \`${key}\` | \`${example.replaceAll("|", "\\|")}\` | ${describe} |`,
  );
  return ["| condition | example | what it says |", "|---|---|---|", ...rows].join("\n");
}
