import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { predicates } from "../../src/predicates/index.ts";

const root = join(import.meta.dirname, "../..");
const files = globSync("src/predicates/*.ts", { cwd: root }).filter((path) =>
  readFileSync(join(root, path), "utf8").includes("= definePredicate("),
);

describe("every predicate", () => {
  test("says whether it speaks of paths, and what its values name", () => {
    expect(
      Object.fromEntries(predicates.map(({ key, speaksOfPaths, namesOf }) => [key, [speaksOfPaths, namesOf]])),
    ).toEqual({
      author: ["none", "groups"],
      base: ["none", null],
      changes: ["some", "kinds"],
      contributor: ["none", "groups"],
      datasets: ["some", null],
      draft: ["none", null],
      files: ["some", null],
      findings: ["none", null],
      "from-fork": ["none", null],
      labels: ["none", null],
      "only-changes": ["every", "kinds"],
      "only-paths": ["every", null],
      paths: ["some", null],
      size: ["none", null],
      title: ["none", null],
    });
  });

  test("is in the index", () => {
    expect(files.length).toBeGreaterThan(0);
    expect(predicates.length).toBe(files.length);
    expect(new Set(predicates.map(({ key }) => key)).size).toBe(files.length);
  });

  test.each(predicates)(
    "$key has its own file and test, documentation and an example that can be read",
    ({ key, describe: text, example }) => {
      expect(existsSync(join(root, `src/predicates/${key}.ts`))).toBe(true);
      expect(existsSync(join(root, `test/predicates/${key}.test.ts`))).toBe(true);
      expect(text).toMatch(/\.$/);
      const people = "people: { data-controllers: { permissions: admin }, contractors: { permissions: write } }";
      const policy = `version: 1\n${people}\nrequirements:\n  - when: { ${example} }\n    require: none\n`;
      expect(readPolicy(policy, { path: "p", presets: {} })).toHaveProperty("policy");
    },
  );
});
