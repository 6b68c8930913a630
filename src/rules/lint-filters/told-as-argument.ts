import { refusedArguments } from "../structure/dag-argument-unknown.ts";
import type { LintFilter } from "./filter.ts";

export const toldAsArgument: LintFilter = {
  name: "told-as-argument",
  codes: ["AIR301"],
  toldBy: "DAG-026",
  summary: "What DAG-026 reports as an argument that the node's Airflow refuses is not told again.",
  drops: ({ message, span }, subject) =>
    refusedArguments(subject).some(
      (one) => one.span.start.line === span.start.line && message.startsWith(`\`${one.name}\` is removed`),
    )
      ? "DAG-026 tells it"
      : null,
};
