import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (body: string, tasks: string) =>
  placesIn(
    "DAG-019",
    `from airflow.sdk import DAG, task\nfrom airflow.operators.empty import EmptyOperator as E\nwith DAG("d"):\n    @task.branch\n    def pick(x=1):\n        ${body}\n    p = pick()\n    a, b, c = [E(task_id=n) for n in "abc"]\n${tasks
      .split("\n")
      .map((line) => `    ${line}`)
      .join("\n")}\n`,
  );
const either = "return 'a' if x else 'b'";
const join = (more = "") => `z = E(task_id="z"${more})\n`;

test.each([
  [either, `${join()}p >> [a, b] >> z`, ["9:11"]],
  [either, `${join()}p >> [a, b]\na >> c >> z\nb >> z`, ["9:11"]],
  [either, `${join(', trigger_rule="none_skipped"')}p >> [a, b] >> z`, ["9:11"]],
  [either, `${join()}p >> [a, b, c]`, ["8:18"]],
  [either, `${join()}p >> [a, b] >> z >> c`, ["9:11"]],
  [either, `${join(', trigger_rule="none_failed_min_one_success"')}p >> [a, b] >> z`, []],
  [either, `${join(', trigger_rule="one_success"')}p >> [a, b] >> z`, []],
  [either, `${join(", trigger_rule=rule()")}p >> [a, b] >> z`, []],
  [either, `${join()}p >> [a, b]\na >> z`, []],
  [either, `${join()}p >> [a, b] >> c\nc.trigger_rule = "all_done"\nc >> z`, []],
  [either, `${join()}p >> [a, b] >> z\nunknown(z)`, []],
  // One of the two ways leads through the other.
  [either, `${join()}p >> [a, b]\na >> b >> z`, []],
  ["return ['a', 'b']", `${join()}p >> [a, b] >> z`, []],
  ["return 'a' if x else ['a', 'b']", `${join()}p >> [a, b] >> z`, []],
  ["return x", `${join()}p >> [a, b] >> z`, []],
  ["if x:\n            return 'a'\n        return x", `${join()}p >> [a, b] >> z`, []],
  ["if x:\n            return 'a'\n        return None", "p >> a", []],
  ["raise ValueError(x)", `${join()}p >> [a, b] >> z`, []],
  // It may decide for what does not follow it: told by another rule.
  ["return 'c'", `${join()}p >> [a, b] >> z`, []],
  ["return 'a'", "p >> [a, b.as_teardown()]", []],
])("%s, %s", async (body, tasks, expected) => {
  expect(await places(body, tasks)).toEqual(expected);
});
