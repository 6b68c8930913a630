import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** Of so many files one is a DAG. */
const filesPerDag = 50;
const filesPerFolder = 100;

const policy = `version: 1
kinds: { dag: ["dags/**/*.py"] }
people: { controllers: { users: [{ login: ben, id: 2 }] } }
otherwise: { require: { count: 1, from: controllers } }
`;

/**
 * Makes a bare repository of so many files, with a DAG among every fifty, and branches `topic-N` that each edit one DAG of `main`. All
 * DAGs import one module.
 */
export function makeLargeRepository(directory: string, files: number, topics: number): void {
  mkdirSync(directory, { recursive: true });
  run(directory, ["init", "--bare", "--quiet", "--initial-branch=main"]);
  run(directory, ["fast-import", "--quiet"], [...listImport(files, topics)].join(""));
}

function* listImport(files: number, topics: number): Generator<string> {
  yield commitOf("main", "begin", null);
  yield fileOf(".countersign.yml", policy);
  yield fileOf("common/__init__.py", "");
  yield fileOf("common/settings.py", 'OWNER = "research"\n');
  for (let index = 0; index < files; index += 1) {
    if (index % filesPerDag === 0) yield fileOf(dagPath(index), dagText(index, 0));
    else yield fileOf(`data/${folderOf(index)}/notes_${index}.md`, `Notes ${index}\n`);
  }
  for (let topic = 1; topic <= topics; topic += 1) {
    yield commitOf(`topic-${topic}`, `edit ${topic}`, "refs/heads/main");
    yield fileOf(dagPath(0), dagText(0, topic));
  }
}

function folderOf(index: number): string {
  return `folder_${Math.floor(index / filesPerFolder)}`;
}

function dagPath(index: number): string {
  return `dags/${folderOf(index)}/dag_${index}.py`;
}

function dagText(index: number, edition: number): string {
  const tasks = Array.from(
    { length: 10 },
    (_, n) =>
      `    t${n} = BashOperator(task_id="t${n}", bash_command="echo {{ ds }} ${n} ${edition}")\n    start >> t${n}\n`,
  );
  return `from datetime import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG
from common.settings import OWNER

with DAG("dag_${index}", schedule="@daily", start_date=datetime(2026, 1, 1), catchup=False, tags=[OWNER]):
    start = BashOperator(task_id="start", bash_command="true")
${tasks.join("")}`;
}

function commitOf(branch: string, message: string, from: string | null): string {
  const author = "Ada <ada@example.org> 1763600000 +0000";
  return `commit refs/heads/${branch}\nauthor ${author}\ncommitter ${author}\n${dataOf(message)}${from === null ? "" : `from ${from}\n`}`;
}

function fileOf(path: string, text: string): string {
  return `M 100644 inline ${path}\n${dataOf(text)}`;
}

function dataOf(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function run(directory: string, args: readonly string[], input = ""): void {
  const { status, stderr } = spawnSync("git", args, { cwd: directory, input, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
}
