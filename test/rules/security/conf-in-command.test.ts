import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-002", text);
const bash = (command: string) =>
  `from airflow.providers.standard.operators.bash import BashOperator as B\nB(task_id="x", bash_command=${command})\n`;

describe("what a run is started with, in a shell", () => {
  test.each([
    ["a template", bash(`"echo {{ dag_run.conf['x'] }}"`)],
    ["a template with a default", bash(`"echo {{ dag_run.conf.get('x', 'y') }}"`)],
    ["quotes, which it can end", bash(`"echo '{{ dag_run.conf.x }}'"`)],
    ["set later", `${bash('"date"').replace("B(", "t = B(")}setattr(t, "bash_command", "{{ dag_run.conf.x }}")\n`],
    [
      "set later by object's own way",
      `${bash('"date"').replace("B(", "t = B(")}object.__setattr__(t, "bash_command", "{{ dag_run.conf.x }}")\n`,
    ],
    [
      "set as an item",
      `${bash('"date"').replace("B(", "t = B(")}t.__dict__["bash_command"] = "{{ dag_run.conf.x }}"\n`,
    ],
    ["set in its vars", `${bash('"date"').replace("B(", "t = B(")}vars(t)["bash_command"] = "{{ dag_run.conf.x }}"\n`],
    [
      "set by update",
      `${bash('"date"').replace("B(", "t = B(")}t.__dict__.update(bash_command="{{ dag_run.conf.x }}")\n`,
    ],
    [
      "set by update of vars",
      `${bash('"date"').replace("B(", "t = B(")}vars(t).update({"bash_command": "{{ dag_run.conf.x }}"})\n`,
    ],
    ["added later", `${bash('"date"').replace("B(", "t = B(")}t.bash_command += " {{ dag_run.conf.x }}"\n`],
    [
      "a command over SSH, later",
      'from airflow.providers.ssh.operators.ssh import SSHOperator\nt = SSHOperator(command="ls")\nt.command = "{{ dag_run.conf.x }}"\n',
    ],
    ["a name bound once", `C = "echo {{ dag_run.conf.x }}"\n${bash('"date; " + C')}`],
    ["Airflow 2's path", bash(`"echo {{ dag_run.conf.x }}"`).replace("providers.standard.", "")],
    [
      "a shell in a pod",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(cmds=["bash", "-cx"], arguments=["run {{ dag_run.conf.x }}"])\n',
    ],
    [
      "a command over SSH",
      'from airflow.providers.ssh.operators.ssh import SSHOperator\nSSHOperator(command="ls {{ dag_run.conf.x }}")\n',
    ],
    [
      "Python",
      'import subprocess\ndef f(**context):\n    conf = context["dag_run"].conf\n    subprocess.run(f"ls {conf[\'x\']}", shell=True)\n# dag_run\n',
    ],
    [
      "Python with a shell of its own",
      'import subprocess\ndef f(dag_run):\n    subprocess.run(["sh", "-c", "ls " + dag_run.conf.get("x")])\n',
    ],
    [
      "arguments from a dictionary",
      bash('"true"').replace('bash_command="true"', '**{"bash_command": "ls {{ dag_run.conf.x }}"}'),
    ],
    [
      "arguments from a call of dict",
      bash('"true"').replace('bash_command="true"', '**dict(bash_command="ls {{ dag_run.conf.x }}")'),
    ],
    ["a mapped task", bash('["ls {{ dag_run.conf.x }}"]').replace('B(task_id="x", ', 'B.partial(task_id="x").expand(')],
    ["an operator's own kind", bash(`"ls {{ dag_run.conf.x }}"`).replace("\nB(", "\nclass C(B):\n    retries = 2\nC(")],
    ["a name in an f-string", `C = "{{ dag_run.conf.x }}"\n${bash('f"ls {C}"')}`],
    ["a long sum", `import os\ndef f(dag_run):\n    os.system("ls " + dag_run.conf["x"]${' + "" + y'.repeat(40)})\n`],
    ["what is added", 'import os\ndef f(dag_run):\n    c = "ls "\n    c += dag_run.conf["x"]\n    os.system(c)\n'],
    [
      "a shell on another machine",
      'def f(dag_run, client):\n    client.exec_command("ls " + dag_run.conf["x"])\n# airflow\n',
    ],
    [
      "a default",
      'from airflow.sdk import DAG\nD = {"bash_command": "ls {{ dag_run.conf.x }}"}\nDAG("a", default_args=D)\nDAG("b", default_args=D)\n',
    ],
    [
      "what a task is given later",
      `${bash('"ls"').replace("\nB(", "\nt = B(")}t.bash_command = "ls {{ dag_run.conf.x }}"\n`,
    ],
    [
      "@task.bash",
      "from airflow.sdk import task\n@task.bash\ndef f(dag_run):\n    return f\"ls {dag_run.conf['x']}\"\n",
    ],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["the environment", bash(`"echo $x", env={"x": "{{ dag_run.conf.x }}"}`)],
    [
      "a default of the environment",
      'from airflow.sdk import DAG\nDAG("a", default_args={"env": {"x": "{{ dag_run.conf.x }}"}})\n',
    ],
    ["a name of that kind", 'bash_command = "ls {{ dag_run.conf.x }}"\nt.command = bash_command\n'],
    ["a number", bash(`"echo {{ dag_run.conf.x | int }}"`)],
    ["a condition", bash(`"echo {{ 'a' if dag_run.conf.x else 'b' }}"`)],
    ["another template", bash(`"echo {{ ds }} {{ dag_run.run_id }}"`)],
    [
      "arguments that no shell reads",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(cmds=["python", "run.py"], arguments=["{{ dag_run.conf.x }}"])\n',
    ],
    [
      "a quoted value",
      "import shlex, subprocess\ndef f(dag_run):\n    subprocess.run(f\"ls {shlex.quote(dag_run.conf['x'])}\", shell=True)\n",
    ],
    [
      "a name that is quoted later",
      'import os, shlex\ndef f(dag_run):\n    c = dag_run.conf["x"]\n    c = shlex.quote(c)\n    os.system("ls " + c)\n',
    ],
    ["a list without a shell", 'import subprocess\ndef f(dag_run):\n    subprocess.run(["ls", dag_run.conf["x"]])\n'],
    [
      "another attribute that is set",
      `${bash('"date"').replace("B(", "t = B(")}setattr(t, "doc", "{{ dag_run.conf.x }}")\n`,
    ],
    [
      "an item of a dictionary",
      `${bash('"date"').replace("B(", "t = B(")}t.d["bash_command"] = "{{ dag_run.conf.x }}"\n`,
    ],
    ["a command of something else", `${bash('"date"')}x = f()\nx.command = "{{ dag_run.conf.x }}"\n`],
    ["another class of that name", 'BashOperator(bash_command="{{ dag_run.conf.x }}")  # airflow\n'],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
