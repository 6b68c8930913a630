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

/**
 * `task.bash_command = …`, `task.__dict__["bash_command"] = …`, `setattr(task, "bash_command", …)`,
 * `object.__setattr__(task, "bash_command", …)` and `vars(task).update(bash_command=…)`.
 */
export function givenAttributes({ assignments, calls }: CodeFacts): readonly GivenAttribute[] {
  const assigned = assignments.map(({ paths, value, span }) => ({
    name: lastPart(paths[0] ?? ""),
    owners: paths.map((path) => path.slice(0, path.lastIndexOf("."))),
    value,
    span,
  }));
  return [...assigned, ...calls.flatMap(ofSetter), ...calls.flatMap(ofUpdate)];
}

function ofSetter({ paths, arguments: given, span }: CallFact): readonly GivenAttribute[] {
  if (!paths.some((path) => /^builtins\.setattr$|^(?:builtins\.)?object\.__setattr__$/.test(path))) return [];
  const [owner, name, value] = given.map((one) => one.value);
  const text = constantText(name);
  if (owner === undefined || value === undefined || text === null) return [];
  return [{ name: text, owners: pathsOf(owner), value, span }];
}

/** More attributes than an object is given at once. */
const mostEntries = 50;

function ofUpdate({ paths, on, arguments: given }: CallFact): readonly GivenAttribute[] {
  if (!paths.some((path) => path.endsWith(".update"))) return [];
  const isVars = on?.kind === "call" && on.paths.includes("builtins.vars");
  const ofDictionary = paths.flatMap((path) => (path.endsWith(".__dict__.update") ? path.slice(0, -16) : []));
  const owners = isVars ? pathsOf(on.arguments[0]?.value) : ofDictionary;
  if (owners.length === 0) return [];
  return given.flatMap(({ name, value, span }): readonly GivenAttribute[] => {
    if (name !== null) return [{ name, owners, value, span }];
    const entries = value.kind === "dict" ? value.entries.slice(0, mostEntries) : [];
    return entries.flatMap((one) => (one.key === null ? [] : [{ ...one, name: one.key, owners }]));
  });
}

/** As `owners` has them. */
function pathsOf(owner: CodeValue | undefined): readonly string[] {
  if (owner?.kind === "call") return owner.paths.map((path) => `${path}()`);
  return owner?.kind === "path" ? owner.paths : [];
}

/** What made the object that has the attribute, where that is of Airflow and `matches`; `null` where it is not known to be. */
export function makerOf({ owners }: GivenAttribute, matches: (path: string) => boolean): string | null {
  const made = owners.filter((owner) => owner.endsWith("()") && /airflow/.test(owner)).map((one) => one.slice(0, -2));
  return made.find(matches) ?? null;
}
