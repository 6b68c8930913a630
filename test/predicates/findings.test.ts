import { describe, expect, test } from "vitest";
import type { FindingSummary } from "../../src/domain/change.ts";
import { findings } from "../../src/predicates/findings.ts";
import { evaluate, refusals } from "./evaluate.ts";

const found = (...severities: readonly FindingSummary["severity"][]) => ({
  findings: severities.map((severity, index) => ({ rule: `R-${index}`, severity, path: "a" })),
});

describe("findings", () => {
  test.each<readonly [unknown, readonly FindingSummary["severity"][], string]>([
    ["error", ["error"], "holds"],
    ["error", ["warning", "info"], "fails"],
    ["warning", ["error"], "holds"],
    ["warning", ["info"], "fails"],
    ["info", ["warning"], "holds"],
    [["error", "warning"], ["info", "warning"], "holds"],
    ["error", [], "fails"],
  ])("%j of %j %s", (said, severities, answer) => {
    expect(evaluate(findings, said, found(...severities)).answer).toBe(answer);
  });

  test("says what it saw", () => {
    expect(evaluate(findings, "warning", found("info", "error")).reason).toBe(
      "it has a finding of severity `error` (R-1)",
    );
    expect(evaluate(findings, "error").reason).toBe("it has no finding of severity `error`");
  });

  test("does not know what is in a file that could not be examined", () => {
    const unread = { unread: ["dags/a.py"] };
    expect(evaluate(findings, "error", { ...found("warning"), ...unread })).toMatchObject({
      answer: "unknown",
      reason: "`dags/a.py` could not be examined, so it is not known what the rules would find there",
    });
    expect(evaluate(findings, "warning", { ...found("warning"), ...unread }).answer).toBe("holds");
    expect(evaluate(findings, "error", { unread: [] }).answer).toBe("fails");
  });

  test("takes severities", () => {
    expect(refusals(findings, "errors")).not.toEqual([]);
  });
});
