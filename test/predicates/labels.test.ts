import { describe, expect, test } from "vitest";
import { labels } from "../../src/predicates/labels.ts";
import { eve, label } from "../core/decide/facts.ts";
import { evaluate } from "./evaluate.ts";

const set = (...names: readonly string[]) => ({
  labels: names.map((name) => label({ name, by: eve })),
});

describe("labels", () => {
  test.each<readonly [unknown, readonly string[], string]>([
    ["urgent", ["urgent"], "holds"],
    ["urgent", ["safe", "urgent"], "holds"],
    [["urgent", "safe"], ["safe", "urgent"], "holds"],
    [["urgent", "safe"], ["urgent"], "fails"],
    ["urgent", ["Urgent"], "fails"],
    ["urgent", [], "fails"],
  ])("%j of %j %s", (said, names, answer) => {
    expect(evaluate(labels, said, set(...names)).answer).toBe(answer);
  });

  test("says what it saw", () => {
    expect(evaluate(labels, "urgent", set("urgent")).reason).toBe("it has the label `urgent`");
    expect(evaluate(labels, ["urgent", "safe"], set("urgent")).reason).toBe("it has no label `safe`");
  });
});

test("is not known of what landed nobody knows how", () => {
  expect(evaluate(labels, "urgent", { broughtBy: null }).answer).toBe("unknown");
});
