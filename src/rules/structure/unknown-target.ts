import { didYouMean, quoteName } from "../../formats/did-you-mean.ts";
import type { DagReference } from "../dag-catalogue.ts";
import type { RepositoryRule } from "../define-rule.ts";
import { isOnNode, openTargetsOf, targetsOf } from "./find-targets.ts";

export interface UnknownTarget {
  readonly dagId: string;
  readonly taskId: string;
  readonly verb: string;
  readonly known: readonly string[];
}

interface Naming {
  /** What tasks do with it, such as `triggers`, by the kind of their naming. */
  readonly verbs: Readonly<Partial<Record<DagReference["kind"], string>>>;
  /** A line that makes such a task, and its import. */
  readonly example: { readonly from: string; readonly line: (dagId: string) => string };
}

type Shared = Pick<RepositoryRule<UnknownTarget>, "message" | "remedy" | "bad" | "good" | "checkAll">;

/** What the rules share that look for DAGs which tasks name and nobody has. */
export function unknownTarget({ verbs, example }: Naming): Shared {
  const told = Object.entries(verbs) as [DagReference["kind"], string][]; // its keys are these kinds
  const exampleFor = (dagId: string) => ({
    path: "dags/example.py",
    text: `${example.from}\nfrom airflow.sdk import DAG\n\nwith DAG("nightly", schedule=None):\n    ${example.line(dagId)}\n`,
    facts,
  });
  return {
    message: ({ dagId, taskId, verb, known }) =>
      `The task ${quoteName(taskId)} ${verb} the DAG ${quoteName(dagId)}, which neither this repository nor the node has.${didYouMean(dagId, known)}`,
    remedy: () => "Name a DAG that is there; if the node has it by now, run `countersign inventory` there again.",
    bad: exampleFor("exprot_all"),
    good: exampleFor("export"),
    checkAll(subject, report) {
      for (const [kind, verb] of told) {
        for (const { path, taskId, expression } of openTargetsOf(subject, kind)) {
          const asked = `Which DAG the task ${quoteName(taskId)} ${verb} cannot be known before deploy`;
          report.indeterminate(path, `${asked}: ${quoteName(expression)}.`);
        }
        for (const { path, span, taskId, dagId } of targetsOf(subject, kind)) {
          const answer = isOnNode(subject, dagId);
          if (typeof answer === "string") report.indeterminate(path, answer);
          // Without an inventory it is not known what else stands in the directory that Airflow reads.
          const confidence = subject.inventory === null ? "medium" : "high";
          if (answer === false)
            report(path, span, { dagId, taskId, verb, known: subject.catalogue.listIds() }, confidence);
        }
      }
    },
  };
}

const facts = {
  repository: "acme/study",
  inventory: {
    modules: { airflow: [] },
    dags: [{ dagId: "export", repository: "acme/other", path: "dags/export.py", state: "live", change: null }],
  },
} as const;
