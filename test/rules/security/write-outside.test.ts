import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-016", text);

describe("writing at absolute paths", () => {
  test.each([
    ["open", 'open("/srv/x.txt", "w")\n'],
    ["a path of parts", 'from pathlib import Path\n(Path("/srv") / "x.txt").write_text("a")\n'],
    ["io.FileIO", 'import io\nio.FileIO("/srv/x", "w")\n'],
    ["unpacking", 'import tarfile\nwith tarfile.open("x.tar") as t:\n    t.extractall("/")\n'],
    ["unpacking by name", 'import zipfile\nzipfile.ZipFile("x.zip").extractall(path="/srv")\n'],
    ["unpacking by shutil", 'import shutil\nshutil.unpack_archive("x.zip", "/srv")\n'],
    ["an archive", 'import tarfile\ntarfile.open("/srv/x.tar", "w:gz")\n'],
    ["a download", 'from urllib.request import urlretrieve\nurlretrieve("https://example.org", "/srv/x")\n'],
    ["appending", 'open("/srv/x.txt", mode="a")\n'],
    ["a path", 'from pathlib import Path\nPath("/srv/x.txt").write_text("a")\n'],
    ["a path's open", 'from pathlib import Path\nPath("/srv/x.txt").open("w")\n'],
    ["pandas", 'def f(df):\n    df.to_csv("/srv/x.csv")\n'],
    ["removing", 'import shutil\nshutil.rmtree("/srv/x")\n'],
    ["copying", 'import shutil\nshutil.copy("a", "/srv/x")\n'],
    ["a way out of an allowed one", 'open("/tmp/../srv/x", "w")\n'],
    ["above the work directory", 'open("../x.csv", "w")\n'],
    ["a path above it", 'from pathlib import Path\nPath("../../x.csv").write_text("a")\n'],
    ["a home directory", 'import os\nopen(os.path.expanduser("~/x.csv"), "w")\n'],
    ["a home directory by pathlib", 'from pathlib import Path\n(Path.home() / "x.csv").write_text("a")\n'],
    ["a text of one", 'from pathlib import Path\nopen(str(Path.home()) + "/x.csv", "w")\n'],
    ["one of a path's parents", 'from pathlib import Path\n(Path("/srv/a/b").parents[1] / "x").write_text("a")\n'],
    ["a folder and a name", 'import os\nopen(os.path.dirname("/srv/a") + "/b", "w")\n'],
    ["flags", 'import os\nos.open("/srv/x", os.O_WRONLY | os.O_CREAT)\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["reading", 'open("/srv/x.txt")\nopen("/srv/x.txt", "rb")\n'],
    ["a temporary directory", 'open("/tmp/x", "w")\n'],
    ["a temporary path", 'from pathlib import Path\n(Path("/tmp") / "x").write_text("a")\n'],
    ["reading an archive", 'import tarfile\ntarfile.open("/srv/x.tar", "r:xz").extractall("out")\n'],
    ["the work directory", 'open("x.txt", "w")\n'],
    ["a path that is given", 'def f(p):\n    open(p, "w")  # "/srv/"\n'],
    ["reading above it", 'open("../x.csv").read()\nopen("..x", "w")\n'],
    ["a parent that is not known", 'from pathlib import Path\nPath("a/b").parents[n].joinpath("/x" + y).exists()\n'],
    [
      "a temporary directory among parents",
      'from pathlib import Path\n(Path("/tmp/a/b").parents[0] / "x").write_text("a")\n',
    ],
    ["a stream", 'open("/dev/null", "w")\n'],
    ["what SEC-017 tells", 'open("/opt/airflow/dags/x.py", "w")\n'],
    ["what SEC-015 tells", 'open("/etc/x", "w")\n'],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});

test("which directories are allowed is said by the policy", async () => {
  const severities = { "SEC-016": { severity: null, options: { directories: ["/srv/work/"] } } } as const;
  const text = 'open("/srv/work/a", "w")\nopen("/srv/workers/a", "w")\nopen("/tmp/a", "w")\n';
  expect(await placesIn("SEC-016", text, { severities })).toEqual(["2:6", "3:6"]);
});
