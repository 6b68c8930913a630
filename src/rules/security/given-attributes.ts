import type { Span } from "../../domain/finding.ts";
import type { CallFact, CodeFacts, CodeValue } from "../../python/code/code-facts.ts";
import { constantText, lastPart } from "./code-values.ts";

/** An attribute that is set after its object was made. */
export interface GivenAttribute {
  readonly name: string;
  /** Full paths of what has the attribute, such as `airflow.providers.standard.operators.bash.BashOperator()`. */
  readonly owners: readonly string[];
  readonly value: CodeValue;
  readonly span: Span;
}

/** `task.bash_command = …`, `setattr(task, "bash_command", …)` and `object.__setattr__(task, "bash_command", …)`. */
export function givenAttributes({ assignments, calls }: CodeFacts): readonly GivenAttribute[] {
  const assigned = assignments.map(({ paths, value, span }) => ({
    name: lastPart(paths[0] ?? ""),
    owners: paths.map((path) => path.slice(0, path.lastIndexOf("."))),
    value,
    span,
  }));
  return [...assigned, ...calls.flatMap(ofSetter)];
}

function ofSetter({ paths, arguments: given, span }: CallFact): readonly GivenAttribute[] {
  if (!paths.some((path) => /^builtins\.setattr$|^(?:builtins\.)?object\.__setattr__$/.test(path))) return [];
  const [owner, name, value] = given.map((one) => one.value);
  const text = constantText(name);
  if (owner === undefined || value === undefined || text === null) return [];
  const owners =
    owner.kind === "call" ? owner.paths.map((path) => `${path}()`) : owner.kind === "path" ? owner.paths : [];
  return [{ name: text, owners, value, span }];
}

/** What made the object that has the attribute, where that is of Airflow and `matches`; `null` where it is not known to be. */
export function makerOf({ owners }: GivenAttribute, matches: (path: string) => boolean): string | null {
  const made = owners.filter((owner) => owner.endsWith("()") && /airflow/.test(owner)).map((one) => one.slice(0, -2));
  return made.find(matches) ?? null;
}
