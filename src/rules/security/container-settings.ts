import type { Span } from "../../domain/finding.ts";
import type { CallFact, CodeFacts, CodeValue } from "../../python/code/code-facts.ts";
import { operatorOf, valuesIn } from "./code-values.ts";
import { isPodOperator } from "./shell-commands.ts";

/** One setting of a container or pod, as an operator's argument, of a Kubernetes class or in a dictionary. */
export interface ContainerSetting {
  /** In snake case: `host_network`. */
  readonly key: string;
  readonly value: CodeValue;
  readonly span: Span;
  /** What it is given to, such as `V1PodSpec` or `DockerOperator`. */
  readonly of: string;
}

const known = new WeakMap<CodeFacts, readonly ContainerSetting[]>();

/** All settings of containers and pods in a file; those of a value that is used twice stand once. */
export function containerSettings(code: CodeFacts): readonly ContainerSetting[] {
  const before = known.get(code);
  if (before !== undefined) return before;
  const seen = new Set<CodeValue>();
  const settings = code.calls.flatMap((call) => {
    const of = containerOf(call);
    if (of === null) return [];
    return call.arguments.flatMap(({ name, value, span }) => [
      ...(name === null ? [] : [{ key: snake(name), value, span, of }]),
      ...entriesIn(value, of, seen),
    ]);
  });
  known.set(code, settings);
  return settings;
}

function containerOf({ paths, arguments: given }: CallFact): string | null {
  for (const path of paths) {
    const last = operatorOf(path);
    if (/^V1[A-Z]\w+$/.test(last) || (isPodOperator(last) && /airflow/.test(path)) || /^docker\.types\./.test(path))
      return last;
    if (/^airflow\..*\.task\.(?:docker|kubernetes)$/.test(path)) return `@task.${last}`;
  }
  return given.some(({ name }) => name === "executor_config") ? "executor_config" : null;
}

function entriesIn(value: CodeValue, of: string, seen: Set<CodeValue>): readonly ContainerSetting[] {
  return [...valuesIn(value)].flatMap((one) => {
    if (one.kind !== "dict" || seen.has(one)) return [];
    seen.add(one);
    return one.entries.flatMap(({ key, value: held, span }) =>
      key === null ? [] : [{ key: snake(key), value: held, span, of }],
    );
  });
}

function snake(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}
