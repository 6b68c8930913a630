import type { CallFact, CodeFacts } from "../../python/code/code-facts.ts";
import { operatorOf } from "./code-values.ts";
import { isPodOperator } from "./shell-commands.ts";

/** Every call that starts a container: operators, and `@task.docker`, `@task.kubernetes`. */
export function podCalls({ calls }: CodeFacts): readonly CallFact[] {
  return calls.filter(({ paths }) =>
    paths.some(
      (path) =>
        (isPodOperator(operatorOf(path)) && /airflow/.test(path)) ||
        /^airflow\.(?:sdk|decorators)\.task\.(?:docker|kubernetes)$/.test(path),
    ),
  );
}
