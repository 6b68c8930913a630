import { expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { lintOf } from "./lint-of.ts";

const password = `password = "${"Tr0ub4dor"}${"-9x7"}"\n`;

test("what SEC-001 says on a line ruff does not say again", async () => {
  const text = `password_now = "warehouse"\n${password}`;
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text }] });
  expect(findings.map(({ rule, span }) => [rule, span.start.line])).toEqual([
    ["S105", 1],
    ["SEC-001", 2],
  ]);
  expect(await lintOf(["S105"], text)).toEqual(["S105 1"]);
});

test("where the policy silences SEC-001, ruff says it", async () => {
  expect(await lintOf(["SEC-001", "S105"], password, { severities: { "SEC-001": "off" } })).toEqual(["S105 1"]);
});
