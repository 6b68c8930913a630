import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-003", text);

describe("a Param that takes any text, in a shell", () => {
  test.each([
    [
      "a template",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="ls {{ params.x }}")\n',
    ],
    [
      "an item",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="ls {{ params[\'x\'] }}")\n',
    ],
    [
      "a Param of text",
      'from airflow.sdk import DAG, Param\nDAG("d", params={"x": Param("a", type="string")})\nfrom airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="ls {{ params.x }}")\n',
    ],
    [
      "a plain default",
      'from airflow.sdk import DAG, Param\nDAG("d", params={"x": 3})\nfrom airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="ls {{ params.x }}")\n',
    ],
    [
      "a Param that may be text",
      'from airflow.sdk import DAG, Param\nDAG("d", params={"x": Param(3, type=["integer", "string"])})\nfrom airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="ls {{ params.x }}")\n',
    ],
    ["Python", '# airflow\nimport os\ndef f(**context):\n    os.system("ls " + context["params"]["x"])\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    [
      "a number",
      'from airflow.sdk import DAG, Param\nDAG("d", params={"x": Param(3, type="integer")})\nfrom airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="ls {{ params.x }}")\n',
    ],
    [
      "a number or nothing",
      'from airflow.sdk import DAG, Param\nDAG("d", params={"x": Param(3, type=["null", "number"])})\nfrom airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="ls {{ params.x }}")\n',
    ],
    [
      "an enum",
      'from airflow.sdk import DAG, Param\nDAG("d", params={"x": Param("a", enum=["a"])})\nfrom airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="ls {{ params.x }}")\n',
    ],
    [
      "a date",
      'from airflow.sdk import DAG, Param\nDAG("d", params={"x": Param("2026-01-01", type="string", format="date")})\nfrom airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="ls {{ params.x }}")\n',
    ],
    [
      "a filter to a number",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="ls {{ params.x | int }}")\n',
    ],
    [
      "a condition",
      "from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id=\"x\", bash_command=\"ls {{ '-l' if params.x == 'y' else '' }}\")\n",
    ],
    [
      "what SEC-002 tells",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="ls {{ dag_run.conf.x }} {{ params.x }}")\n',
    ],
    [
      "another name",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="ls {{ my_params.x }}")\n',
    ],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
