import { expect, test } from "vitest";
import type { Span } from "../../../src/domain/finding.ts";
import { filterLint } from "../../../src/rules/lint-filters/index.ts";
import type { FileSubject, LintProblem } from "../../../src/rules/subject.ts";
import { expectLinear } from "../../support/cost-of.ts";

type Parts = Partial<Record<keyof FileSubject, unknown>>;

/** Each of so many things is on a line of its own. */
const each = <T>(count: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const spanOf = (line: number, column = 1, length = 1): Span => ({
  start: { line, column },
  end: { line, column: column + length },
});
const problemOf = (code: string, message: string, span: Span): LintProblem => ({ code, message, span });

const airflow3 = { packages: { "apache-airflow": "3.3.2" } };
const dagWith = (parts: Parts | Readonly<Record<string, unknown>>) => ({
  dags: [{ definedIn: null, isMade: true, tasks: [], arguments: [], defaultArgs: [], ...parts }],
});
const sqlAt = (line: number) => problemOf("S608", "Possible SQL injection", spanOf(line, 5, 20));
const now = { kind: "call", name: "datetime.datetime.now", expression: "datetime.now()", arguments: [] };

const manyOf: readonly (readonly [string, number, (count: number) => Parts])[] = [
  [
    "names that nothing binds",
    400,
    (n) => ({
      text: each(n, (at) => `print(name_${at})  # ${"x".repeat(60)}\n`).join(""),
      lint: each(n, (at) => problemOf("F821", `Undefined name \`name_${at}\``, spanOf(at + 1, 7))),
    }),
  ],
  [
    "names that are tried for or deleted",
    200,
    (n) => ({
      text: `${"try:\n    zork\nexcept ValueError:\n    pass\n".repeat(n)}${"del a, b, c, d, e, f; ".repeat(n)}`,
      lint: each(n, (at) => problemOf("F821", `Undefined name \`name_${at}\``, spanOf(2))),
    }),
  ],
  [
    "parameters of the old context",
    200,
    (n) => ({
      text: `${"def check(execution_date): 0\n".repeat(n)}${"check(execution_date=1)\n".repeat(n)}`,
      lint: each(n, (at) => problemOf("AIR301", "`execution_date` is removed in Airflow 3.0", spanOf(at + 1, 11, 14))),
    }),
  ],
  [
    "texts of SQL",
    10_000,
    (n) => ({
      text: 'x = f"SELECT {a()} FROM b"\n'.repeat(n),
      lint: each(n, (at) => sqlAt(at + 1)),
      code: { strings: each(n, (at) => ({ span: spanOf(at + 1, 5, 20), value: { parts: [{}] } })) },
    }),
  ],
  [
    "tasks with SQL",
    1_000,
    (n) => ({
      text: 'x = f"SELECT {a()} FROM b"\n'.repeat(n),
      lint: each(n, (at) => sqlAt(at + 1)),
      module: dagWith({
        tasks: each(n, (at) => ({
          definedIn: null,
          arguments: [{ span: spanOf(at + 1, 5, 20), value: { kind: "unknown" } }],
        })),
      }),
    }),
  ],
  [
    "arguments that are gone",
    1_000,
    (n) => ({
      inventory: airflow3,
      lint: each(n, (at) => problemOf("AIR301", "`days_ago` is removed in Airflow 3.0", spanOf(at + 1))),
      module: dagWith({ arguments: each(n, (at) => ({ name: "schedule_interval", span: spanOf(n + at + 1) })) }),
    }),
  ],
  [
    "imports that are gone",
    1_000,
    (n) => ({
      path: "plugins/a.py",
      inventory: airflow3,
      lint: each(n, (at) => problemOf("AIR302", `\`airflow.a.b${at}\` is removed in Airflow 3.0`, spanOf(at + 1))),
      imports: each(n, (at) => ({ module: "airflow.a", names: [`b${n - at}`], level: 0, place: "module" })),
    }),
  ],
  [
    "dates that move",
    2_000,
    (n) => ({
      lint: each(n, (at) => problemOf("DTZ005", "`datetime.now()` called without a `tz` argument", spanOf(n + at + 1))),
      module: {
        dags: each(n, (at) => ({
          ...dagWith({}).dags[0],
          schedule: { kind: "cron" },
          arguments: [{ name: "start_date", value: now, span: spanOf(at + 1) }],
        })),
      },
    }),
  ],
];

test.each(manyOf)("many %s take linear time", { timeout: 60_000 }, async (_, count, write) => {
  await expectLinear(count, (given) => {
    const all = { path: "dags/a.py", text: "", imports: [], inventory: null, module: null, code: null, secrets: [] };
    const subject = { ...all, namedStrings: [], ...write(given) } as unknown as FileSubject; // no filter asks for more
    expect(filterLint(subject, () => true).length).toBeLessThanOrEqual(given);
  });
});
