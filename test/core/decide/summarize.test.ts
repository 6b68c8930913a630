import { describe, expect, test } from "vitest";
import { summarize } from "../../../src/core/decide/summarize.ts";

function waitingFor(...from: readonly string[]): string {
  const waiting = from.map((one, index) => ({ count: index + 1, from: one }));
  return summarize({ name: "d", status: "pending", reason: "", waitingFor: waiting, children: [] }, []);
}

describe("what is awaited", () => {
  test.each([
    "check github-actions/ci",
    "label urgent from data-controllers",
    "signed commits",
    "commits signed by a or b",
    "an agreement in every job request",
    "an allowed use of datasets in jobs/a.yml",
    "ben to unhold",
  ])("%s is told as it is", (from) => {
    expect(waitingFor(from)).toBe(`Waiting for ${from}.`);
  });

  test.each([
    "data-controllers",
    "check or b",
    "my check x/y",
    "label or b",
    "label with write permission",
    "signed or commits",
    "unsigned commits",
    "signed commits or b",
    "an or agreement",
    "people with admin permission",
    "x or an agreement in b",
    "some commits signed by a",
    "ben to unhold or b",
    "b or an allowed use of c",
    "b or label x from c",
  ])("%s are people", (from) => {
    expect(waitingFor(from)).toBe(`Waiting for 1 approval from ${from}.`);
  });

  test("several are listed", () => {
    expect(waitingFor("a", "b")).toBe("Waiting for 1 approval from a and 2 approvals from b.");
    expect(waitingFor("a", "signed commits", "c")).toBe(
      "Waiting for 1 approval from a, signed commits and 3 approvals from c.",
    );
  });
});

describe("what is met, where nobody was asked", () => {
  const met = (...reasons: readonly string[]) => {
    const children = reasons.map((reason) => ({
      name: reason,
      status: "approved" as const,
      reason,
      waitingFor: [],
      children: [],
    }));
    return summarize({ name: "d", status: "approved", reason: "", waitingFor: [], children }, []);
  };

  test("each is told once", () => {
    expect(met("x is green", "y is green", "x is green")).toBe("Approved: x is green; y is green.");
  });

  test("ten of many are told", () => {
    const many = Array.from({ length: 12 }, (_, index) => `check ${index} is green`);
    expect(met(...many)).toBe(`Approved: ${many.slice(0, 10).join("; ")}.`);
  });
});
