import { describe, expect, test } from "vitest";
import type { PolicySource } from "../../src/domain/policy.ts";
import { kindOf, kindsOf } from "../../src/policy/kind-of.ts";
import { file, policy } from "../core/decide/facts.ts";

const named = policy(`kinds: { page: ["**/*.md"], dag: ["**"] }`);
const nothing: PolicySource = { state: "absent" };

describe("the kind of a path", () => {
  test.each<readonly [PolicySource, string, string]>([
    [nothing, "dags/a/b.py", "dag"],
    [nothing, "plugins/x", "dag"],
    [nothing, "jobs/a.yml", "job"],
    [nothing, "results/a/counts.dvc", "result"],
    [nothing, "results/dvc.lock", "result"],
    [nothing, "charts/x/values.yaml", "node"],
    [nothing, "countersign.node.yml", "node"],
    [nothing, ".countersign.yml", "policy"],
    [nothing, ".github/countersign.yml", "policy"],
    [nothing, "README.md", "other"],
    [{ state: "invalid", problems: [], sha256: "", name: "" }, "jobs/a.yml", "job"],
    [named, "a.md", "page"],
    [named, "jobs/a.yml", "dag"],
    [named, ".countersign.yml", "dag"],
    [policy("kinds: { page: a.md }"), "jobs/a.yml", "other"],
  ])("%#: %s is a %s", (source, path, kind) => {
    expect(kindOf(source, path)).toBe(kind);
  });

  test("all kinds of a change, both paths of a rename, each once", () => {
    const files = [
      file("jobs/a.yml"),
      file("jobs/b.yml", { previousPath: "dags/b.py", status: "renamed" }),
      file("README.md"),
    ];
    expect(kindsOf(nothing, files)).toEqual(["dag", "job", "other"]);
  });
});
