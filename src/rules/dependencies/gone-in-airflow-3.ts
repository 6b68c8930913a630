import type { ModuleImport } from "../../python/import-list.ts";
import { airflowOfNode } from "../structure/airflow-of-node.ts";
import type { FileSubject, LintProblem } from "../subject.ts";
import { triedImports } from "./tried-imports.ts";

/** A name that the node's Airflow 3 no longer has where the file takes it from. */
export interface GoneName {
  readonly import: ModuleImport;
  /** With its module. */
  readonly name: string;
  readonly problem: LintProblem;
}

/** Of 787 names of Airflow 2.11.2 that ruff 0.17.3 calls removed or moved (AIR301, AIR302), Airflow 3.3.2 lacks all but these. */
const stillThere: ReadonlySet<string> = new Set([
  "airflow.notifications.basenotifier.BaseNotifier",
  "airflow.operators.email.EmailOperator",
  "airflow.operators.python.get_current_context",
]);

const gone = /^`(airflow\.[\w.]+)` is (?:removed|moved into `[\w-]+` provider) in Airflow 3\.0\b/;

const known = new WeakMap<FileSubject, readonly GoneName[]>();

/** What the file takes from Airflow as soon as it is loaded, and ruff knows to be gone, on a node whose inventory says Airflow 3. */
export function goneInAirflow3(subject: FileSubject): readonly GoneName[] {
  if (subject.lint.length === 0 || (airflowOfNode(subject.inventory) ?? 2) < 3) return [];
  const before = known.get(subject);
  if (before !== undefined) return before;
  const told = new Map(subject.lint.map((problem) => [nameIn(problem), problem] as const).reverse());
  const found = triedImports(subject, "load").flatMap((one) =>
    (one.level === 0 ? (one.names ?? []) : []).flatMap((own) => {
      const name = `${one.module}.${own}`;
      const problem = told.get(name);
      return problem === undefined ? [] : [{ import: one, name, problem }];
    }),
  );
  known.set(subject, found);
  return found;
}

/** The name of Airflow that ruff speaks of; `null` where that is something else, or still there. */
export function nameIn({ code, message }: LintProblem): string | null {
  const name = code === "AIR301" || code === "AIR302" ? gone.exec(message)?.[1] : undefined;
  return name === undefined || stillThere.has(name) ? null : name;
}
