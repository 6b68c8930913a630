import type { NodeInventory } from "../domain/inventory.ts";
import type { ChangedPath } from "./changed-path.ts";
import type { ChangeFacts, NodeFacts, OpenRequest } from "./subject.ts";

/** A file of an example, with what else is in its repository. A plain text stands at the usual place of its kind. */
export interface Example {
  readonly path: string;
  readonly text: string;
  readonly context?: readonly ExampleFile[];
  /** What is known besides files. */
  readonly facts?: ExampleFacts;
}

interface ExampleFile {
  readonly path: string;
  readonly text: string;
}

/** What an example needs of the world around it; what it leaves out is unknown (`null`). */
export interface ExampleFacts {
  readonly node?: Partial<NodeFacts>;
  readonly inventory?: Partial<NodeInventory>;
  readonly change?: Partial<ChangeFacts>;
  readonly changed?: readonly ChangedPath[];
  /** Files that the change removes, as they were. */
  readonly removed?: readonly ExampleFile[];
  readonly repository?: string;
  readonly openRequests?: readonly OpenRequest[];
  /** The rule's options, as a policy would write them. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What kind of file a rule looks at; it names the usual place of its examples. */
export type RuleAbout =
  | "python"
  | "text"
  | "job"
  | "result"
  | "node"
  | "change"
  | "manifest"
  | "dockerfile"
  | "requirements";

const usualPlaces = {
  python: "dags/example.py",
  text: "dags/example.py",
  job: "jobs/example.yml",
  result: "results/example.dvc",
  node: "countersign.node.yml",
  change: "dags/example.py",
  manifest: "argocd/example.yaml",
  dockerfile: "Dockerfile",
  requirements: "requirements.txt",
} as const satisfies Readonly<Record<RuleAbout, string>>;

/** Puts an example at its place, without the indentation that it has in the rule's file. */
export function toExample(example: string | Example, about: RuleAbout): Example {
  if (typeof example === "string") return { path: usualPlaces[about], text: dedent(example) };
  const { path, text, context = [], facts } = example;
  return {
    path,
    text: dedent(text),
    context: context.map((file) => ({ path: file.path, text: dedent(file.text) })),
    ...(facts === undefined ? {} : { facts: { ...facts, ...dedentRemoved(facts) } }),
  };
}

function dedentRemoved({ removed }: ExampleFacts): Pick<ExampleFacts, "removed"> {
  if (removed === undefined) return {};
  return { removed: removed.map((file) => ({ path: file.path, text: dedent(file.text) })) };
}

function dedent(text: string): string {
  const lines = text.replace(/^\n/, "").trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents);
  return `${lines.map((line) => line.slice(indent)).join("\n")}\n`;
}
