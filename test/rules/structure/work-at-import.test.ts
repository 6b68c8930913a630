import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const head =
  "import time\nimport os\nimport glob\nimport subprocess\nimport pandas as pd\nfrom pathlib import Path\nimport psycopg2\nimport requests as r\nfrom airflow.models import Variable\nfrom airflow.hooks.base import BaseHook\nfrom airflow.sdk import DAG, task\n";
const places = (code: string, more = 'with DAG("d"):\n    pass\n') => placesIn("DAG-013", `${head}${code}\n${more}`);

test.each([
  ['x = Variable.get("x")', ["12:5"]],
  ['x = r.get("https://example.org", timeout=5)', ["12:5"]],
  ['x = psycopg2.connect("")', ["12:5"]],
  ['x = BaseHook.get_connection("x")', ["12:5"]],
  ["time.sleep(1)", ["12:1"]],
  ['x = pd.read_csv("a.csv")', ["12:5"]],
  ['for x in os.walk("."):\n    pass', ["12:10"]],
  ['x = glob.glob("*.sql")', ["12:5"]],
  ['x = list(Path(__file__).parent.rglob("*.sql"))', ["12:10"]],
  ['subprocess.run(["date"], check=True)', ["12:1"]],
  ['x = pd.DataFrame({"a": [1]})', []],
  ['x = os.listdir(".")', []],
  ['x = Path("a.sql").read_text()', []],
  ["time.time()", []],
  ['def f():\n    return Variable.get("x")', []],
  ['@task\ndef f():\n    return r.get("x", timeout=5)', []],
  ['x = {}.get("x")', []],
  ['if __name__ == "__main__":\n    time.sleep(1)', []],
])("%s", async (code, expected) => {
  expect(await places(code)).toEqual(expected);
});

test("a file without DAGs is not parsed again and again", async () => {
  expect(await places("time.sleep(1)", "")).toEqual([]);
});
