import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-011", text);

describe("commands that run what they download", () => {
  test.each([
    [
      "curl to bash",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="curl -sSL https://example.org/i.sh | bash")\n',
    ],
    [
      "wget to sh",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="wget -qO- https://example.org/i.sh | sudo sh")\n',
    ],
    [
      "with a step between",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="curl -s https://example.org/i.gz | gunzip | sh -s -- -y")\n',
    ],
    [
      "substitution",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="bash -c \\"$(curl -fsSL https://example.org/i.sh)\\"")\n',
    ],
    [
      "a process substitution",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="bash <(curl -s https://example.org/i.sh)")\n',
    ],
    [
      "eval",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="eval \\"$(curl -s https://example.org/env)\\"")\n',
    ],
    [
      "to Python",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="curl -s https://example.org/i.py | python3 -")\n',
    ],
    ["by os.system", 'import os\nos.system("curl https://example.org/i.sh | bash")\n'],
    [
      "in a pod",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(cmds=["sh", "-c"], arguments=["curl https://example.org/i.sh | sh"])\n',
    ],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    [
      "to jq",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="curl -s https://example.org/a.json | jq .a")\n',
    ],
    [
      "to Python's JSON tool",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="curl -s https://example.org/a.json | python -m json.tool")\n',
    ],
    [
      "to a file",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="curl -s https://example.org/a.csv -o a.csv; sh transform.sh a.csv")\n',
    ],
    [
      "over SSH",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="curl -s https://example.org/a.csv | ssh host \'cat > a.csv\'")\n',
    ],
    [
      "no shell",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(cmds=["echo"], arguments=["curl https://example.org/i.sh | sh"])\n',
    ],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
