import { goneInAirflow3, nameIn } from "../dependencies/gone-in-airflow-3.ts";
import { onceOf } from "../once-of.ts";
import type { FileSubject } from "../subject.ts";
import type { LintFilter } from "./filter.ts";

const goneNames = onceOf(
  (subject: FileSubject): ReadonlySet<string> => new Set(goneInAirflow3(subject).map(({ name }) => name)),
);

export const toldAsMissing: LintFilter = {
  name: "told-as-missing",
  codes: ["AIR301", "AIR302"],
  toldBy: "DEP-005",
  summary: "What DEP-005 reports as an import that fails on the node is not told again at its first use.",
  drops(problem, subject) {
    const told = nameIn(problem);
    return told !== null && goneNames(subject).has(told) ? "DEP-005 tells it" : null;
  },
};
