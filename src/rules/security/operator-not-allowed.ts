import { z } from "zod";
import { defineRule } from "../define-rule.ts";
import { type NameLists, refusalOf } from "./allowed-names.ts";
import { lastPart, quoteCode } from "./code-values.ts";
import { operatorOfDecorator, pathsOfOperator } from "./operator-names.ts";

const options = z.strictObject({
  allow: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Operators that may be used, by their full path, `*` for any characters: `airflow.providers.common.sql.*`; none: all.",
    ),
  deny: z
    .array(z.string().min(1))
    .default([])
    .describe("Operators that may not be used, also where `allow` has them: `*.BashOperator`."),
});

export const operatorNotAllowed = defineRule<{ path: string; pattern: string | null }, typeof options>({
  id: "SEC-029",
  name: "operator-not-allowed",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "An operator, a sensor or a task decorator is used that the policy does not allow.",
  why: "Operators are what a DAG can do. A list says which of them a node takes, such as those that read and write its databases, and not those that run a shell. Names are compared in full, through imports and aliases: `airflow.providers.standard.operators.bash.BashOperator`, `airflow.sdk.task.bash`. An operator that moved to the standard provider is meant by each of its paths, and whoever denies one denies the decorator that makes such tasks.",
  options,
  message: ({ path, pattern }) =>
    pattern === null
      ? `${quoteCode(path, 120)} is not among the operators that are allowed here.`
      : `${quoteCode(path, 120)} is refused here by ${quoteCode(pattern)}.`,
  remedy: () => "Use another operator, or ask for this one to be added to the policy.",
  bad: {
    path: "dags/example.py",
    text: `
      from airflow.providers.standard.operators.bash import BashOperator
      from airflow.sdk import DAG

      with DAG("nightly", schedule=None):
          BashOperator(task_id="date", bash_command="date")
    `,
    facts: { options: { deny: ["*.BashOperator", "airflow.sdk.task.bash"] } },
  },
  good: {
    path: "dags/example.py",
    text: `
      from airflow.providers.standard.operators.empty import EmptyOperator
      from airflow.sdk import DAG

      with DAG("nightly", schedule=None):
          EmptyOperator(task_id="start")
    `,
    facts: { options: { deny: ["*.BashOperator", "airflow.sdk.task.bash"] } },
  },
  check({ code, module }, report, lists) {
    if (code === null || module === null || lists.allow.length + lists.deny.length === 0) return;
    const asDecorator = code.uses.filter(({ paths }) => paths.some((path) => taskDecorator.test(path)));
    const used = [...code.calls.map(({ paths, calleeSpan: span }) => ({ paths, span })), ...asDecorator];
    const told = new Set<string>();
    for (const { paths, span } of used) {
      for (const path of paths.map(withoutMethod)) {
        const place = `${path} ${span.start.line}`;
        const refusal = isOperator(path) && !told.has(place) ? refusalOfOperator(path, lists) : undefined;
        if (refusal === undefined) continue;
        told.add(place);
        report(span, { path, pattern: refusal.pattern });
      }
    }
  },
});

/** A list that has an operator by one of its paths has it; whoever denies one denies its decorator, too, but does not allow that. */
function refusalOfOperator(path: string, { allow, deny }: NameLists): ReturnType<typeof refusalOf> {
  const names = pathsOfOperator(path);
  const operator = operatorOfDecorator(path);
  const all = operator === null ? names : [...names, ...pathsOfOperator(operator)];
  const denied = all.map((name) => refusalOf(name, { allow: [], deny })).find((one) => one !== undefined);
  if (denied !== undefined) return denied;
  const refusals = names.map((name) => refusalOf(name, { allow, deny: [] }));
  return refusals.includes(undefined) ? undefined : refusals[0];
}

const taskDecorator = /^airflow\.(?:sdk|decorators)\.task(?:\.\w+)?$/;

/** `X.partial` makes an `X` too. */
function withoutMethod(path: string): string {
  return path.replace(/\.partial$/, "");
}

function isOperator(path: string): boolean {
  return taskDecorator.test(path) || /^[A-Z]\w*(?:Operator|Sensor)(?:Async)?$/.test(lastPart(path));
}
