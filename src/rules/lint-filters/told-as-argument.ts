import { onceOf } from "../once-of.ts";
import { refusedArguments } from "../structure/dag-argument-unknown.ts";
import type { FileSubject } from "../subject.ts";
import type { LintFilter } from "./filter.ts";

/** What DAG-026 reports, as line and argument. */
const toldArguments = onceOf(
  (subject: FileSubject): ReadonlySet<string> =>
    new Set(refusedArguments(subject).map(({ span, name }) => `${span.start.line} ${name}`)),
);

export const toldAsArgument: LintFilter = {
  name: "told-as-argument",
  codes: ["AIR301"],
  toldBy: "DAG-026",
  summary: "What DAG-026 reports as an argument that the node's Airflow refuses is not told again.",
  drops({ message, span }, subject) {
    const [, name] = /^`([^`]+)` is removed/.exec(message) ?? [];
    return name !== undefined && toldArguments(subject).has(`${span.start.line} ${name}`) ? "DAG-026 tells it" : null;
  },
};
