import { describe, expect, test } from "vitest";
import { baseRefAt, tipAt } from "../../src/core/base-at.ts";

const tips = [
  { sha: "c", since: "2026-11-20T12:00:00Z" },
  { sha: "b", since: "2026-11-20T11:00:00Z" },
  { sha: "a", since: "2026-11-20T10:00:00Z" },
];

describe("the tip of the base at an instant", () => {
  test.each([
    ["before the newest push", "2026-11-20T11:30:00Z", "b"],
    ["after all pushes", "2026-11-20T13:00:00+00:00", "c"],
    ["with another offset", "2026-11-20T12:30:00+01:00", "b"],
    ["at the very instant of a push, unknown", "2026-11-20T11:00:00Z", null],
    ["before all that is remembered, unknown", "2026-11-20T09:00:00Z", null],
  ])("%s", (_, at, expected) => {
    expect(tipAt(tips, "now", at)).toBe(expected);
  });

  test("what the forge does not say of the newest push is the tip now, and of an earlier one unknown", () => {
    const told = (shas: readonly (string | null)[]) => tips.map((tip, place) => ({ ...tip, sha: shas[place] ?? null }));
    expect(tipAt(told([null, "b", "a"]), "now", "2026-11-20T13:00:00Z")).toBe("now");
    expect(tipAt(told(["c", null, "a"]), "now", "2026-11-20T11:30:00Z")).toBeNull();
    expect(tipAt(told(["c", null, "a"]), "now", "2026-11-20T10:30:00Z")).toBe("a");
  });

  test("a branch that was never pushed to has the tip it has now", () => {
    expect(tipAt([], "now", "2026-11-20T09:00:00Z")).toBe("now");
  });
});

describe("the base branch at an instant", () => {
  test("one that was never replaced", () => {
    expect(baseRefAt({ baseRef: "refs/heads/main", baseRefSince: null }, "2026-11-20T09:00:00Z")).toBe(
      "refs/heads/main",
    );
  });

  test.each([
    ["later than the replacement", "2026-11-20T10:00:01Z", "refs/heads/main"],
    ["at the replacement, unknown", "2026-11-20T10:00:00Z", null],
    ["before the replacement, unknown", "2026-11-20T09:00:00Z", null],
  ])("%s", (_, at, expected) => {
    expect(baseRefAt({ baseRef: "refs/heads/main", baseRefSince: "2026-11-20T10:00:00Z" }, at)).toBe(expected);
  });
});
