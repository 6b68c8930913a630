import { describe, expect, test } from "vitest";
import { landingEndingWith, maxStepsOfLanding } from "../../src/core/find-landing.ts";

const steps = [
  { sha: "s1", tree: "t1" },
  { sha: "s2", tree: "t2" },
  { sha: "s3", tree: "t2" },
];

describe("which steps are one landing", () => {
  test("a merge or squash is the first step alone", () => {
    expect(landingEndingWith("s0", steps, "t1")).toEqual({ before: "s0", sha: "s1", tree: "t1" });
  });

  test("a rebase is as many steps as it has commits, up to the first with the tree", () => {
    expect(landingEndingWith("s0", steps, "t2")).toEqual({ before: "s0", sha: "s2", tree: "t2" });
  });

  test("no step has the tree", () => {
    expect(landingEndingWith("s0", steps, "other")).toBeNull();
  });

  test("a landing does not reach over more steps than a rebase has", () => {
    const many = Array.from({ length: maxStepsOfLanding + 1 }, (_, index) => ({ sha: `s${index}`, tree: `t${index}` }));
    expect(landingEndingWith("s", many, `t${maxStepsOfLanding - 1}`)).not.toBeNull();
    expect(landingEndingWith("s", many, `t${maxStepsOfLanding}`)).toBeNull();
  });
});
