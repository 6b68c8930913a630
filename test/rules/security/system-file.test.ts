import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-015", text);

describe("files of the system", () => {
  test.each([
    ["users", 'open("/etc/passwd")\n'],
    ["the kernel", 'open("/sys/kernel/x", "w")\n'],
    ["Docker's secrets", 'from pathlib import Path\nPath("/run/secrets/db").read_text()\n'],
    ["writing what may be read", 'open("/etc/hosts", "a")\n'],
    ["a path of parts", 'from pathlib import Path\n(Path("/") / "etc" / "passwd").read_text()\n'],
    ["a path of names", 'from pathlib import Path\np = Path("/etc")\nq = p / "passwd"\nopen(q)\n'],
    ["joinpath", 'from pathlib import Path\nPath("/etc").joinpath("passwd").resolve().open()\n'],
    ["arguments of Path", 'from pathlib import Path\nPath("/", "etc", "passwd").read_bytes()\n'],
    ["a sibling", 'from pathlib import Path\nPath("/etc/hosts").with_name("passwd").read_text()\n'],
    ["os.path.join", 'import os\nopen(os.path.join("/", "etc", "passwd"))\n'],
    ["an absolute part", 'import os\ndef f(x):\n    open(os.path.join(x, "/etc/passwd"))\n'],
    ["a detour", 'open("/tmp/../etc//./passwd")\n'],
    ["io.FileIO", 'import io\nio.FileIO("/etc/passwd").read()\n'],
    ["fileinput", 'import fileinput\nfor line in fileinput.input(files=["a", "/etc/passwd"]): ...\n'],
    ["what is packed", 'import tarfile\nwith tarfile.open("x.tar", "w") as t:\n    t.add("/etc")\n'],
    ["a URL", 'from urllib.request import urlopen\nurlopen("file:///etc/passwd").read()\n'],
    ["a URL's copy", 'import urllib.request\nurllib.request.urlretrieve("FILE://localhost/etc/passwd", "x")\n'],
    ["copies", 'import shutil\nfrom pathlib import Path\nshutil.copytree(Path("/") / "etc", "out")\n'],
    ["a shell", 'import os\nos.popen("cat /etc/passwd | sort")\n'],
    ["a change by a shell", "import os\nos.system(\"echo x | tee -a '/etc/crontab'\")\n"],
    ["words", 'import subprocess\nsubprocess.run(["cp", "/root/.bashrc", "out"])\n'],
    [
      "an operator",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="a", bash_command="head -3 /etc/passwd")\n',
    ],
    ["keywords", 'import shutil\nshutil.copy(src="/etc/passwd", dst="out")\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["what everyone may read", 'open("/etc/os-release")\nopen("/proc/cpuinfo")\n'],
    ["certificates", 'open("/etc/ssl/certs/ca.pem")\n'],
    ["what SEC-014 tells", 'open("/etc/shadow")\n'],
    ["data", 'open("/data/etc/passwd")\n'],
    ["a shell on data", 'import os\nos.system("cat /data/etc/passwd ./etc/x $HOME/etc/y")\n'],
    ["a shell on what everyone may read", 'import os\nos.system("cat /etc/os-release; grep x /proc/cpuinfo")\n'],
    ["a program that is told of a file", 'import os\nos.system("nginx -c /etc/nginx.conf; . /etc/profile")\n'],
    ["a shell on what SEC-014 tells", 'import os\nos.system("cat /etc/shadow")\n'],
    [
      "a container's own",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(task_id="a", cmds=["sh", "-c", "cat /etc/app/settings.yml"])\n',
    ],
    ["a quotient", 'x = a / "etc" / "passwd"\nopen(x)\n# "/"\n'],
    ["parts of data", 'from pathlib import Path\n(Path("/data") / "etc" / "passwd").read_text()\n'],
    ["a way back to data", 'open("/etc/../data/x")\n'],
    ["a URL of the network", 'from urllib.request import urlopen\nurlopen("https://example.org/etc/passwd")\n'],
    ["a name that begins so", 'open("/etcetera")\n'],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
