import { expect, test } from "vitest";
import { digestAlert } from "../../../src/core/render/observe-digest.ts";

const finding = (line: number) => ({ rule: "SEC-001", path: "dags/a.py", line });
const waited = (
  digit: string,
  change: number,
  summary: string | null,
  findings: readonly ReturnType<typeof finding>[] = [],
) => ({
  sha: digit.repeat(40),
  observed: { change, summary, findings },
});

test("the digest of a week lists what would have waited, and why", () => {
  const alert = digestAlert("github:5", "refs/heads/main", "2026-W47", [
    waited("a", 7, "Waiting for 1 approval from data-controllers."),
    waited("b", 8, null, [finding(3)]),
  ]);
  expect(alert).toEqual({
    key: "observe:refs/heads/main:2026-W47",
    sha: "b".repeat(40),
    title: "Countersign: 2026-W47: 2 changes to main would have waited",
    body: [
      "The policy of `main` only observes, and nothing was held back. With `mode: enforce` these changes would not have been merged as they were:",
      "- #7 (`aaaaaaa`): Waiting for 1 approval from data-controllers.\n- #8 (`bbbbbbb`): 1 finding at error: SEC-001 in `dags/a.py:3`.",
      "When this list stays empty, or holds only what should have waited, set `mode: enforce` in the policy.",
    ].join("\n\n"),
  });
});

test("many findings and landings stay short, and a change is linked as its forge does", () => {
  const many = Array.from({ length: 120 }, (_, index) =>
    waited(
      "a",
      index,
      null,
      Array.from({ length: 9 }, (_, n) => finding(n)),
    ),
  );
  const { body, title } = digestAlert("gitlab:5", "refs/heads/main", "2026-W47", many);
  expect(title).toContain("120 changes");
  expect(body).toContain("- !119 (");
  expect(body).not.toContain("- !19 (");
  expect(body).toContain("`dags/a.py:4`, 4 more.");
  expect(body).toContain("\n- and 20 more\n");
});
