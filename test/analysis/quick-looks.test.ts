import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadPythonTools } from "../../src/analysis/python-tools.ts";
import { rules } from "../../src/rules/index.ts";
import { isListenedTo, isLookedAt, isMistakenByOutline, missedByLooks, saidOfCode } from "./missed-by-looks.ts";

const tools = await loadPythonTools();
const fixtures = join(import.meta.dirname, "../fixtures/airflow-corpus");

const examples = rules
  .flatMap(({ bad, good }) => [bad, good])
  .filter(({ path }) => path.endsWith(".py"))
  .map(({ text }) => text);

/** Programs of many kinds: the corpus of DAGs, and the examples of all rules. */
const programs: readonly string[] = [
  ...readdirSync(fixtures, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".py"))
    .map((path) => readFileSync(join(fixtures, path), "utf8")),
  ...examples,
];

/** The same program, written so that less of it can be seen. */
const disguises: Readonly<Record<string, (text: string) => string>> = {
  "its texts in two": (text) => text.replaceAll(/(["'])(\w[^"'\n{}\\]*?)(\w)\1/g, "$1$2$1 $1$3$1"),
  "its texts added": (text) => text.replaceAll(/(?<=[(=,:[] ?)(["'])([^"'\n{}\\]+)([^"'\n\\])\1/g, "($1$2$1 + $1$3$1)"),
  "its texts joined": (text) => text.replaceAll(/(?<=[(=,:[] ?)(["'])(\w[^"'\n{}\\]*)\1/g, '"".join([$1$2$1])'),
  "its texts turned round": (text) =>
    text.replaceAll(/(?<=[(=,:[] ?)(["'])([^"'\n{}\\]+)\1/g, (_, mark: string, held: string) => {
      return `${mark}${[...held].reverse().join("")}${mark}[::-1]`;
    }),
  "its texts formatted": (text) =>
    text.replaceAll(/(?<=[(=,:[] ?)"(\w[^"'\n{}\\%]*)([^"'\n\\%{}])"/g, '("%s%s" % ("$1", "$2"))'),
  "its texts in fields": (text) =>
    text.replaceAll(/(?<=[(=,:[] ?)"(\w[^"'\n{}\\]{0,80})([^"'\n\\{}])"/g, `f"{'$1'}{'$2'}"`),
  "its texts cut out": (text) =>
    text.replaceAll(/(?<=[(=,:[] ?)"(\w[^"'\n{}\\]*)"/g, (_, held: string) => `"${[...held].join("-")}"[::2]`),
  "its texts replaced": (text) => text.replaceAll(/(?<=[(=,:[] ?)"(\w)([^"'\n{}\\]*)"/g, '"$1§$2".replace("§", "")'),
  "its texts cut at the front": (text) => text.replaceAll(/(?<=[(=,:[] ?)"(\w[^"'\n{}\\]*)"/g, '"x$1"[1:]'),
  "its texts cut at the end": (text) => text.replaceAll(/(?<=[(=,:[] ?)"(\w[^"'\n{}\\]*)"/g, '"$1x"[:-1]'),
  "its texts named and in fields": (text) => {
    const names: string[] = [];
    const named = text.replaceAll(/(?<=[(=,:[] ?)"(\w[^"'\n{}\\]*)"(?!\()/g, (whole, held: string) => {
      const count = names.push(held.slice(0, 1), held.slice(1));
      return held.length < 2 ? whole : `f"{T${count - 2}}{T${count - 1}}"`;
    });
    return `${names.map((held, index) => `T${index} = "${held}"\n`).join("")}${named}`;
  },
  "its texts put into a named format": (text) =>
    `T = "%s%s"\n${text.replaceAll(/(?<=[(=,:[] ?)"(\w[^"'\n{}\\%]*)"/g, (whole, held: string) => (held.length < 2 ? whole : `(T % ("${held.slice(0, 1)}", "${held.slice(1)}"))`))}`,
  "its texts escaped": (text) =>
    text.replaceAll(/(["'])([^"'\n{}\\]+)\1/g, (_, mark: string, held: string) => {
      return `${mark}${[...held].map((letter) => `\\x${letter.charCodeAt(0).toString(16)}`).join("")}${mark}`;
    }),
  "its texts over two lines": (text) => text.replaceAll(/(["'])([^"'\n{}\\]+)([^"'\n\\])\1/g, "$1$2\\\n$3$1"),
  "its texts named": (text) => {
    const names: string[] = [];
    const named = text.replaceAll(/(?<=[(=,:[] ?)"([^"'\n{}\\]+)"(?!\()/g, (whole) => `T${names.push(whole) - 1}`);
    return `${names.map((held, index) => `T${index} = ${held}\n`).join("")}${named}`;
  },
  "its attributes asked for": (text) => text.replaceAll(/\b([a-z_]+)\.([a-z_]+)\(/g, 'getattr($1, "$2")('),
  "its attributes asked for in pieces": (text) =>
    text.replaceAll(/\b([a-z_]+)\.([a-z_])([a-z_]+)\(/g, 'getattr($1, "$2" + "$3")('),
  "its imports renamed": (text) =>
    text.replaceAll(/^import ([a-z]+)$/gm, "import $1 as $1_").replaceAll(/\b([a-z]+)\.(?=[a-z_]+\()/g, "$1_."),
  "its names in wide letters": (text) =>
    text.replaceAll(/\b(open|exec|eval|print)\(/g, (name) => name.replace("e", "ｅ")),
  "a comment in an f-string": (text) => `x = f"{{}["#"]}" if 0 else 1\n${text}`,
  "spaces at its dots": (text) => text.replaceAll(/(?<=[a-z])\.(?=[a-z_]+\()/g, " . "),
  "all in a function": (text) => `def f():\n${text.replaceAll(/^(?=.)/gm, "    ")}`,
};

test("where the quick looks pass over a text, no rule of its code says anything of it", () => {
  expect(programs.filter((text) => !isLookedAt(text)).length).toBeGreaterThan(20);
  expect(programs.filter((text) => !isListenedTo(text)).length).toBeGreaterThan(20);
  for (const text of programs) expect({ text, missed: missedByLooks(text, tools) }).toEqual({ text, missed: [] });
});

test("a module's DAGs are the same when what its functions do is read only where it is asked for", () => {
  for (const text of programs)
    expect({ text, isMistaken: isMistakenByOutline(text, tools) }).toEqual({ text, isMistaken: false });
  const disguised = programs.map((text) => disguises["all in a function"]?.(text) ?? text);
  for (const text of [...disguised, ...disguised.map((one) => `${one}\nf()\n`)])
    expect({ text, isMistaken: isMistakenByOutline(text, tools) }).toEqual({ text, isMistaken: false });
});

test.each(Object.keys(disguises))("so it is where an example is written with %s", (name) => {
  const disguised = examples.map((text) => disguises[name]?.(text) ?? text);
  expect(disguised.filter((text, index) => text !== examples[index]).length).toBeGreaterThan(3);
  for (const text of disguised) expect({ text, missed: missedByLooks(text, tools) }).toEqual({ text, missed: [] });
});

test.each([
  'p = params\ncursor.execute("select " + p["x"])',
  "cursor.execute(f\"select {(params or {})['x']}\")",
  'cursor.execute("select \\x7b\\x7b dag_run.conf.x \\x7d\\x7d")',
  'cursor.execute("select \\x7b{ params.x }}")',
  'open("AIRFLOW_HOME/dags/a.py", "w")',
  'import os\nopen(os.path.join(HOME, ".ssh/id_rsa"))',
  "from airflow.utils import(session)\nsession.create_session()",
  "from airflow.utils import*\nsession.create_session()",
  "import airflow\nairflow.utils. \\\n session.create_session()",
  "import airflow\n(airflow.utils).session.create_session()",
  "from os import environ\nprint(environ)",
  'A, B = "airflow_", "db"\nairflow.PostgresHook(f"{A}{B}")',
  'A = "airflow_"\nairflow.PostgresHook(f"{A}db")',
  'A: str = "airflow_"\nairflow.PostgresHook(f"{A}db")',
  'B = "airflow_"\nA = B\nairflow.PostgresHook(f"{A}db")',
  'A = "airflow_"\nA += "db"\nairflow.PostgresHook(A)',
  'A = "%s_db"\nairflow.PostgresHook(A % "airflow")',
  'airflow.Q(**{"conn_id": "airflow_db"})',
  'kwargs = {"conn_id": "airflow_db"}\nairflow.Q(**kwargs)',
])("a quick look sees the code in %s", (text) => {
  expect(saidOfCode(text, tools)).not.toEqual([]);
  expect(isLookedAt(text)).toBe(true);
});

test.each([
  'password = "hunter2-but-longer"',
  'password: Annotated[str, Field(min_length=3)] = "hunter2-but-longer"',
  'password: "str | None" = "hunter2-but-longer"',
  'connect(api_token=(  # of the service\n    "hunter2-but-longer"\n))',
  'connect(\n    password=  # "of the service"\n    "hunter2-but-longer"\n)',
  '{("db-password"): r"hunter2-but-longer"}',
  '{"api key": "hunter2-but-longer"}',
  'os.environ["DB_PASSWORD" ] = \\\n  "hunter2" "-but-longer"',
  'def f(secretKey="hunter2-but-longer"): ...',
])("a quick look sees the text in %s", (text) => {
  expect(isListenedTo(text)).toBe(true);
});

test.each([
  "password#",
  "token:",
  'key"',
  "secret\n",
  "BashDockerPod",
  "V1",
  "'/",
  "#\n",
  "utils import ",
  "getattr(a,",
  'getattr(a, "b",',
  "api-",
  "token:a [",
  "a=",
  "a:a",
  "a,a ",
  "a %",
  "join(a",
  "**a",
])("a quick look takes linear time over %j", (part) => {
  const text = `import airflow, utils.x, session, open, environ, os\n${part.repeat(200_000)}`;
  const begin = performance.now();
  isListenedTo(text);
  isLookedAt(text);
  expect(performance.now() - begin).toBeLessThan(20_000);
});
