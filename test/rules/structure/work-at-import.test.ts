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
  ['if __name__ == "__main__":\n    pass\nelse:\n    time.sleep(1)', ["15:5"]],
  ['time.sleep(1)\nif __name__ == "__main__":\n    print()', ["12:1"]],
  ['class Settings:\n    folder = Variable.get("x")', ["13:14"]],
  ['class Settings:\n    def load(self):\n        return Variable.get("x")\nload()', []],
  ['def load():\n    return Variable.get("x")\n\ndef both():\n    return load()\n\nx = both()', ["13:12"]],
  ['def main():\n    return Variable.get("x")\nif __name__ == "__main__":\n    main()', []],
  ['@task\ndef load():\n    return Variable.get("x")\nload()', []],
  ['def f(x=Variable.get("x")):\n    pass', ["12:9"]],
  ['x = lambda: Variable.get("x")', []],
  ['with r.Session() as s:\n    s.get("https://example.org")', ["13:5"]],
  ['import sqlite3\nx = sqlite3.connect("a.db")', ["13:5"]],
  ['from sqlalchemy import create_engine\nx = create_engine("sqlite://")', []],
  ['from sqlalchemy import create_engine\nx = create_engine("sqlite://").connect()', ["13:5"]],
  ['import boto3\ns3 = boto3.client("s3")\nx = s3.list_buckets()', ["14:5"]],
  ['from airflow.providers.postgres.hooks.postgres import PostgresHook as H\nx = H("a").get_records("")', ["13:5"]],
])("%s", async (code, expected) => {
  expect(await places(code)).toEqual(expected);
});

test("what stands in the function of a `@dag` runs on each parse, what stands in those of its tasks does not", async () => {
  const dagOf = (call: string) =>
    `from airflow.sdk import dag\n@dag\ndef nightly():\n    x = Variable.get("x")\n    @task\n    def load(y=Variable.get("y")):\n        return Variable.get("z")\n    load()\n${call}\n`;
  expect(await places("", dagOf("nightly()"))).toEqual(["16:9", "18:16"]);
  expect(await places("", dagOf(""))).toEqual([]);
});

test("a file without DAGs is not parsed again and again", async () => {
  expect(await places("time.sleep(1)", "")).toEqual([]);
});
