import { describe, expect, test } from "vitest";
import { renderInspectionText } from "../../../src/core/inspect/inspect-text.ts";
import type { Policy } from "../../../src/domain/policy.ts";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { told } from "./inspect-results.ts";

const inspect = (line: string) => told("RES-005", ".dvc/config", `['remote "x"']\n    ${line}\n`);

test.each(["password = hunter2", 'secret_access_key = "abcdef"', "SAS_TOKEN = sv=2024", "connection_string = a;b"])(
  "%s",
  async (line) => {
    const said = await inspect(line);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^2:(?!5 )\d+ `[a-z_]+` of a DVC remote is written here in plain text\.$/);
  },
);

test.each(["user = ada", "ask_password = true", `password = \${DVC_PASSWORD}`, "password =", "keyfile = ~/.ssh/id"])(
  "%s is none",
  async (line) => {
    expect(await inspect(line)).toEqual([]);
  },
);

test("only DVC's own settings are looked at", async () => {
  expect(await told("RES-005", "app/settings.ini", "[db]\npassword = hunter2\n")).toEqual([]);
});

test.each(["password = correct-horse-battery", '  token   =  "correct-horse-battery" '])(
  "%s is not shown",
  async (line) => {
    const text = `['remote "x"']\n${line}\n`;
    const inspection = await inspectTexts({ files: [{ path: ".dvc/config", text }] });
    expect(inspection.findings.map(({ rule }) => rule)).toContain("RES-005");
    const shown = renderInspectionText(
      { ...inspection, filesInspected: 1, unread: [] },
      { textOf: () => text, showPath: (path) => path, isColoured: false },
    );
    expect(shown).not.toMatch(/correct|horse|battery/);
    expect(shown).toMatch(/(?:password|token) +=/);
  },
);

describe("a secret is told once", () => {
  const text = `['remote "x"']\n    url = s3://lake\n    secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY\n    password = hunter2-but-longer\n`;
  const rulesOf = async (severities: Policy["rules"], given = text) => {
    const { findings } = await inspectTexts({ files: [{ path: ".dvc/config", text: given }], severities });
    return findings.map(({ rule, span }) => `${rule} ${span.start.line}`);
  };

  test("by the rule that knows DVC", async () => {
    expect(await rulesOf({})).toEqual(["RES-005 3", "RES-005 4"]);
  });

  test("by the other one where a policy has this one silent, or less grave", async () => {
    expect(await rulesOf({ "RES-005": "off" })).toEqual(["SEC-001 3"]);
    expect(await rulesOf({ "RES-005": { severity: "info", options: {} } })).toEqual([
      "SEC-001 3",
      "RES-005 3",
      "RES-005 4",
    ]);
  });

  test("and what only the other one knows is told", async () => {
    expect(await rulesOf({}, `['remote "x"']\n    url = https://etl:hunter2-but-longer@files.example.org\n`)).toEqual([
      "SEC-001 2",
    ]);
  });
});
