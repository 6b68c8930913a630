import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-017", text);

describe("writing where the node takes its code from", () => {
  test.each([
    ["a path", 'open(f"/opt/airflow/dags/{x}.py", "w")\n'],
    ["a path of parts", 'from pathlib import Path\n(Path("/opt/airflow") / "dags" / "x.py").write_text("")\n'],
    ["unpacking", 'import zipfile\nzipfile.ZipFile("x.zip").extractall("/opt/airflow/plugins")\n'],
    [
      "the setting",
      'from airflow.settings import DAGS_FOLDER\nimport os\nopen(os.path.join(DAGS_FOLDER, "x.py"), "w")\n',
    ],
    [
      "the configuration",
      'from airflow.configuration import conf\nopen(conf.get("core", "dags_folder") + "/x.py", "w")\n',
    ],
    ["a path's folder", 'from pathlib import Path\n(Path("/opt/airflow/dags/x").parent / "y.py").write_text("")\n'],
    ["another ending", 'from pathlib import Path\nPath("/opt/airflow/dags/x.tmp").with_suffix(".py").write_text("")\n'],
    ["a new name", 'from pathlib import Path\nPath("/tmp/x").rename("/opt/airflow/dags/x.py")\n'],
    [
      "a path in the place of another",
      'from pathlib import Path\n(Path("/tmp") / "x").replace("/opt/airflow/dags/x.py")\n',
    ],
    ["a link", 'import os\nos.symlink("/tmp/x.py", "/opt/airflow/dags/x.py")\n'],
    [
      "in this file's folder",
      'from pathlib import Path\nPath(__file__).parent.joinpath("x.py").write_text("")  # airflow\n',
    ],
    ["beside this file", 'import os\nopen(os.path.join(os.path.dirname(__file__), "x.py"), "w")  # airflow\n'],
    ["beside this file by a sum", 'import os\nopen(os.path.dirname(__file__) + "/x.py", "w")  # airflow\n'],
    ["above this file", 'from pathlib import Path\n(Path(__file__).parents[1] / "x.py").write_text("")  # airflow\n'],
    [
      "one of a path's parents",
      'from pathlib import Path\n(Path("/opt/airflow/dags/a/b").parents[0] / "y").write_text("")\n',
    ],
    [
      "in a shell",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="cp new.py $AIRFLOW_HOME/dags/")\n',
    ],
    [
      "by git",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="git clone https://example.org/x /opt/airflow/plugins/x")\n',
    ],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["a text of a path", 'from pathlib import Path\nPath("x").read_text().replace("/opt/airflow/dags/", "")\n'],
    ["a name of a path", 'from pathlib import Path\nPath("x").name.replace("/opt/airflow/dags/", "")\n'],
    [
      "data in this file's folder",
      'from pathlib import Path\n(Path(__file__).parent / "x.json").write_text("")  # airflow\n',
    ],
    ["another link", 'import os\nos.symlink("/opt/airflow/dags/x.py", "/tmp/x.py")\n'],
    ["reading", 'open("/opt/airflow/dags/x.sql")\n'],
    ["packing", 'import tarfile\ntarfile.open("x.tar", "w").add("/opt/airflow/dags")\n'],
    ["data beside this file", 'import os\nopen(os.path.join(os.path.dirname(__file__), "x.json"), "w")  # airflow\n'],
    [
      "another folder",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="cp a.csv /srv/dags/a.csv")\n',
    ],
    [
      "running from there",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="python /opt/airflow/dags/scripts/run.py > out.txt")\n',
    ],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
