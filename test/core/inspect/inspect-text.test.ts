import { describe, expect, test } from "vitest";
import { renderInspectionText } from "../../../src/core/inspect/inspect-text.ts";
import type { Finding, Inspection } from "../../../src/domain/finding.ts";

const finding: Finding = {
  rule: "SEC-001",
  name: "credential-in-code",
  severity: "error",
  confidence: "high",
  message: "`password` is given a password in plain text.",
  remedy: "Take it from an Airflow connection.",
  path: "dags/a.py",
  span: { start: { line: 2, column: 12 }, end: { line: 2, column: 21 } },
  isNew: true,
};
const nothing: Inspection = { findings: [], indeterminate: [], filesInspected: 0, unread: [] };
const render = (inspection: Partial<Inspection>, text = 'import os\npassword = "hunter2"\n', isColoured = false) =>
  renderInspectionText(
    { ...nothing, filesInspected: 3, ...inspection },
    { textOf: () => text, showPath: (path) => path, isColoured },
  );

test("a finding has its place, its line with carets, its remedy; a credential is masked", () => {
  expect(
    render({ findings: [finding] }),
  ).toBe(`dags/a.py:2:12: error[SEC-001]: \`password\` is given a password in plain text.
  |
2 | password = "*******"
  |            ^^^^^^^^^
  = Take it from an Airflow connection.

1 error in 3 files.`);
});

describe("what was there before", () => {
  const old = (rule: string, more: Partial<Finding> = {}): Finding => ({ ...finding, rule, isNew: false, ...more });
  const consequences = {
    items: [{ kind: "dag-removed", name: "d", detail: "is removed", path: "dags/d.py", isCertain: true }],
    planned: [],
    datasets: [],
    unclear: [],
  } as const;

  test("stands apart in a line, below what is new and what the change would do, and is not counted", () => {
    expect(render({ findings: [old("IDN-001"), finding], consequences })).toBe(
      `dags/a.py:2:12: error[SEC-001]: \`password\` is given a password in plain text.
  |
2 | password = "*******"
  |            ^^^^^^^^^
  = Take it from an Airflow connection.

What this change would do:
  - DAG \`d\` is removed.

What was there before it, and is not counted:
  - dags/a.py:2:12: error[IDN-001]: \`password\` is given a password in plain text.

1 error in 3 files. 1 finding from before the change, not counted.`,
    );
    expect(render({ findings: [old("IDN-001")] })).toContain(
      "Good: 3 files checked. 1 finding from before the change, not counted.",
    );
  });

  test("is shortened: the gravest first, what says the same together, no more than ten lines", () => {
    const notes = Array.from({ length: 12 }, (_, n) => old("S101", { severity: "info", message: `Note ${n}.` }));
    const text = render({ findings: [...notes, old("S102"), old("S102")] });
    const lines = text.split("\n").filter((line) => line.startsWith("  - "));
    expect(lines.length).toBe(11);
    expect(lines[0]).toBe("  - dags/a.py:2:12: error[S102]: `password` is given a password in plain text. (2 times)");
    expect(lines.at(-1)).toBe("  - … and 3 more; without `--base` all are shown in full.");
    expect(text).toContain("14 findings from before the change, not counted.");
  });

  test("has nothing of a stranger's that a terminal would obey", () => {
    const text = render({ findings: [old("S101", { path: "a\u001b[2J.py", message: "It is \u202e." })] });
    expect(text).not.toContain("\u001b");
    expect(text).not.toContain("\u202e");
  });
});

test("what counts all the same is counted", () => {
  expect(render({ findings: [{ ...finding, isNew: false, counts: true }] })).toContain("1 error in 3 files.");
});

test("what a comment silences is told with its reason, without its line", () => {
  const text = render({ suppressed: [{ ...finding, reason: "it is\u202e a test" }] });
  expect(text).toContain("dags/a.py:2:12: silenced[SEC-001]: `password` is given");
  expect(text).toContain("  = it is");
  expect(text).not.toContain("\u202e");
  expect(text).not.toContain("hunter2");
  expect(text).toContain("Good: 3 files checked. 1 finding silenced by comments.");
});

test("a credential is masked on the lines of other findings too", () => {
  const other = { ...finding, rule: "SYN-001", span: { start: { line: 2, column: 1 }, end: { line: 2, column: 9 } } };
  expect(render({ findings: [other, finding] })).not.toContain("hunter2");
});

test("so is a secret of the node's environment", () => {
  for (const rule of ["ENV-007", "ENV-023", "ENV-027", "RES-005"])
    expect(render({ findings: [{ ...finding, rule }] })).not.toContain("hunter2");
  expect(render({ findings: [{ ...finding, rule: "ENV-001" }] })).toContain("hunter2");
});

test("unread files and open matters are told", () => {
  const text = render({
    unread: [{ path: "dags/b.py", reason: "it has 6.0 MB; at most 5 MB are read" }],
    indeterminate: [{ rule: "JOB-003", path: "jobs/a.yml", reason: "It cannot be known." }],
  });
  expect(text).toContain("jobs/a.yml: open[JOB-003]: It cannot be known.\n");
  expect(text).toContain("dags/b.py: unread: it has 6.0 MB; at most 5 MB are read\n");
  expect(text).toContain(
    "No finding: 3 files checked. 1 matter cannot be known before deploy. 1 file could not be checked.",
  );
});

test("nothing at all", () => {
  expect(render({ filesInspected: 0 })).toBe("There was nothing to check.");
  expect(render({})).toBe("Good: 3 files checked.");
});

describe("the source line", () => {
  const at = (text: string, column: number, endColumn: number) => {
    const syntax = {
      ...finding,
      rule: "SYN-001",
      span: { start: { line: 1, column }, end: { line: 1, column: endColumn } },
    };
    return render({ findings: [syntax] }, text)
      .split("\n")
      .slice(2, 4);
  };

  test.each([
    ["tabs", "\tx = = 1", 6, 7, ["1 |     x = = 1", "  |         ^"]],
    ["wide characters", 'x = "😀日é" = 1', 12, 13, ['1 | x = "😀日é" = 1', "  |             ^"]],
    ["an end of line", "x = (", 6, 7, ["1 | x = (", "  |      ^"]],
    ["control characters", "x\u001b[31m = = 1", 10, 11, ["1 | x\\x1b[31m = = 1", "  |             ^"]],
    ["bidi controls", "x\u202e = = 1", 6, 7, ["1 | x\\u{202e} = = 1", "  |             ^"]],
    ["CRLF", "x = = 1\r", 5, 6, ["1 | x = = 1", "  |     ^"]],
  ])("%s", (_, text, column, endColumn, expected) => {
    expect(at(text, column, endColumn)).toEqual(expected);
  });

  test("a long one is cut around the place", () => {
    const [line, caret] = at(`${"a".repeat(500)}!${"b".repeat(500)}`, 501, 502);
    expect(line?.length).toBeLessThan(130);
    expect(line?.[caret?.indexOf("^") ?? -1]).toBe("!");
  });

  test("one that fits is whole, wherever the place is", () => {
    const [line] = at(`${"a".repeat(100)}!`, 101, 102);
    expect(line).toBe(`1 | ${"a".repeat(100)}!`);
  });

  test("one that is no longer there is left out", () => {
    expect(
      render({ findings: [{ ...finding, span: { start: { line: 9, column: 1 }, end: { line: 9, column: 2 } } }] }),
    ).not.toContain("|");
  });
});

test("colours only when asked for", () => {
  expect(render({ findings: [finding] })).not.toContain("\u001b");
  expect(render({ findings: [finding] }, undefined, true)).toContain("\u001b[1;31merror[SEC-001]\u001b[0m");
});

describe("findings that say the same of one file", () => {
  const at = (line: number, more: Partial<Finding> = {}): Finding => ({
    ...finding,
    rule: "S101",
    span: { start: { line, column: 1 }, end: { line, column: 7 } },
    ...more,
  });

  test("are told once, with the other lines, and counted each", () => {
    const text = render({ findings: [at(1), at(2), at(2), at(9)] });
    expect(text).toBe(`dags/a.py:1:1: error[S101]: \`password\` is given a password in plain text.
  |
1 | import os
  | ^^^^^^
  = The same on lines 2 and 9.
  = Take it from an Airflow connection.

4 errors in 3 files.`);
  });

  test("many of them: the first lines, and how many more", () => {
    const text = render({ findings: Array.from({ length: 30 }, (_, n) => at(n + 1)) });
    expect(text).toContain("= The same on lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 17 more.");
  });

  test("of other files, or of before the change, stand by themselves", () => {
    const text = render({ findings: [at(1), at(2, { path: "dags/b.py" }), at(2, { isNew: false })] });
    expect(text).not.toContain("The same");
  });
});
