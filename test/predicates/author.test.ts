import { describe, expect, test } from "vitest";
import { author } from "../../src/predicates/author.ts";
import { ada, ben, person } from "../core/decide/facts.ts";
import { evaluate } from "./evaluate.ts";

describe("author", () => {
  test("who opened the change", () => {
    expect(evaluate(author, "writers")).toMatchObject({
      answer: "holds",
      reason: "ada, who opened the change, belongs to `writers`",
    });
    expect(evaluate(author, "writers", { author: ben })).toMatchObject({
      answer: "fails",
      reason: "nobody who opened the change belongs to `writers`",
    });
    expect(evaluate(author, "writers", { author: ben, pushers: [person(ada)] }).answer).toBe("fails");
  });

  test("of any of several groups", () => {
    const groups = { "team:acme/team": [person(ben)] };
    expect(evaluate(author, ["writers", "team"], { author: ben, groups }).answer).toBe("holds");
    expect(evaluate(author, ["team", "writers"], { author: ben, groups: {} })).toMatchObject({
      answer: "unknown",
      reason: "the members of `team:acme/team` could not be read",
    });
    expect(evaluate(author, ["team", "writers"], { groups: {} }).answer).toBe("holds");
  });
});

test("is not known of what landed nobody knows how", () => {
  expect(evaluate(author, "writers", { broughtBy: null }).answer).toBe("unknown");
});
