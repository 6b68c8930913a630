import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { baseChange, withApprovals, withFiles } from "../../../src/core/base-change.ts";
import { decide } from "../../../src/core/decide.ts";
import type { Logins } from "../../../src/policy/import/draft.ts";
import { readPolicyBot } from "../../../src/policy/import/from-policy-bot.ts";
import { readPolicy } from "../../../src/policy/read-policy.ts";

const ben = { login: "ben", id: 2 };
const cleo = { login: "cleo", id: 3 };
const logins: Logins = new Map([
  ["ben", { kind: "user", id: 2 }],
  ["cleo", { kind: "user", id: 3 }],
]);

function imported(file: unknown) {
  const reading = readPolicyBot(stringify(file), ".policy.yml");
  if ("problems" in reading) throw new Error(reading.problems.map(({ message }) => message).join("\n"));
  const { text, notes } = reading.file.write(logins);
  const read = readPolicy(text, { path: "imported.yml", presets: {} });
  if ("problems" in read) throw new Error(`${read.problems.map(({ message }) => message).join("\n")}\n${text}`);
  return { text, notes: notes.join("\n"), policy: read.policy };
}

/** The decision on a change of these files, with these approvals. */
function status(
  file: unknown,
  files: readonly string[],
  people: readonly { login: string; id: number }[] = [],
): string {
  const { policy } = imported(file);
  const change = withApprovals(withFiles(baseChange, files), people);
  const source = { state: "valid", policy, sha256: "", name: "imported" } as const;
  return decide({ ...change, permissions: { "3": "admin" } }, { policy: source, node: null }).status;
}

const byBen = { name: "by ben", requires: { count: 1, users: ["ben"] } };
const byCleo = { name: "by cleo", requires: { count: 1, permissions: ["admin"] } };
const free = { name: "staging", if: { only_changed_files: { paths: ["^staging/.*$"] } }, requires: { count: 0 } };
const file = (approval: readonly unknown[], ...rules: readonly unknown[]) => ({
  policy: { approval },
  approval_rules: rules,
});

describe("rules", () => {
  test("an `or` with a rule that applies now and then", () => {
    const policy = file([{ or: ["by ben", "staging"] }], byBen, free);
    expect(status(policy, ["staging/a"])).toBe("approved");
    expect(status(policy, ["staging/a", "b"])).toBe("pending");
    expect(status(policy, ["b"], [ben])).toBe("approved");
  });

  test("entries of the list, and of an `and`, must all be met", () => {
    const policy = file(["by ben", { and: ["by cleo", "staging"] }], byBen, byCleo, free);
    expect(status(policy, ["a"], [ben])).toBe("pending");
    expect(status(policy, ["a"], [ben, cleo])).toBe("approved");
  });

  test("when all rules are skipped, nothing approves", () => {
    expect(status(file(["staging"], free), ["b"], [ben, cleo])).toBe("pending");
  });

  test("files are matched by the expressions themselves, but for those that are ignored", () => {
    const crypto = { ...byCleo, if: { changed_files: { paths: ["^crypto/.*"], ignore: ["\\.md$"] } } };
    const policy = file(["by ben", "by cleo"], byBen, crypto);
    expect(status(policy, ["crypto/a.go"], [ben])).toBe("pending");
    expect(status(policy, ["crypto/a.go"], [ben, cleo])).toBe("approved");
    expect(status(policy, ["crypto/a.md", "x/crypto/b"], [ben])).toBe("approved");
  });

  test("conditions that have an equal", () => {
    const conditions = {
      has_author_in: { users: ["ben"] },
      targets_branch: { pattern: "^(main|release/1\\.0)$" },
      modified_lines: { total: "> 200" },
      has_labels: ["urgent"],
      title: { matches: ["^fix"], not_matches: ["^docs", "^chore"] },
    };
    const { policy } = imported(file(["by ben"], { ...byBen, if: conditions }));
    expect(policy.requirements[0]?.when).toEqual({
      form: "all",
      of: [
        { form: "predicate", key: "author", wanted: ["ben"] },
        { form: "predicate", key: "base", wanted: ["main", "release/1.0"] },
        { form: "predicate", key: "size", wanted: { lines: ">200" } },
        { form: "predicate", key: "labels", wanted: ["urgent"] },
        {
          form: "any",
          of: [
            { form: "predicate", key: "title", wanted: "^fix" },
            {
              form: "not",
              of: {
                form: "any",
                of: [
                  { form: "predicate", key: "title", wanted: "^docs" },
                  { form: "predicate", key: "title", wanted: "^chore" },
                ],
              },
            },
          ],
        },
      ],
    });
  });
});

describe("what cannot be said exactly is stricter, never weaker", () => {
  const unsure = (rule: object) => ({ ...rule, if: { from_branch: { pattern: "^x" } } });

  test("a rule of which it is not known whether it applies, in a list: always asked", () => {
    const policy = file(["by ben", "by cleo"], byBen, unsure(byCleo));
    expect(status(policy, ["a"], [ben])).toBe("pending");
    expect(imported(policy).notes).toContain("`from_branch` has no equal");
  });

  test("the same in an `or`: it approves nothing alone, and where nothing else applies it is asked", () => {
    const either = file([{ or: ["by ben", "by cleo"] }], byBen, unsure(byCleo));
    expect(status(either, ["a"], [cleo])).toBe("pending");
    expect(status(either, ["a"], [ben])).toBe("approved");
    const alone = file([{ or: ["staging", "by cleo"] }], free, unsure(byCleo));
    expect(status(alone, ["a"], [ben])).toBe("pending");
    expect(status(alone, ["a"], [cleo])).toBe("approved");
  });

  test("an automatic approval under a condition that cannot be told approves nothing", () => {
    const policy = file([{ or: ["by ben", "free"] }], byBen, unsure({ name: "free", requires: { count: 0 } }));
    expect(status(policy, ["a"])).toBe("pending");
  });

  test("any expression for a branch but plain names", () => {
    for (const pattern of ["main", "^release/.*$", "^(main|re.ease)$", "^ma[i]n$"]) {
      const { notes } = imported(file(["by ben"], { ...byBen, if: { targets_branch: { pattern } } }));
      expect(notes).toContain("this `targets_branch` cannot be said exactly");
    }
  });

  test("counting is as strict as the strictest rule", () => {
    const lax = { ...byBen, options: { allow_author: true, allow_contributor: true } };
    expect(imported(file(["by ben"], lax)).policy.counting).toMatchObject({ author: "allow", contributors: "allow" });
    expect(imported(file(["by ben", "by cleo"], lax, byCleo)).policy.counting).toMatchObject({
      author: "ignore",
      contributors: "ignore",
    });
    const commented = { ...byCleo, options: { methods: { github_review: false, comments: ["LGTM"] } } };
    expect(imported(file(["by ben", "by cleo"], byBen, commented)).policy.counting.methods).toEqual(["command"]);
  });

  test("a check whose app is not known holds back", () => {
    const checked = {
      name: "by ben",
      requires: { count: 1, users: ["ben"], conditions: { has_status: { statuses: ["ci"] } } },
    };
    expect(status(file(["by ben"], checked), ["a"], [ben])).toBe("pending");
  });

  test("what rejects by itself stays pending for everybody", () => {
    const blocked = {
      ...file(["by ben"], byBen),
      policy: { approval: ["by ben"], disapproval: { if: { title: { matches: [".*"] } } } },
    };
    expect(status(blocked, ["a"], [ben, cleo])).toBe("pending");
    expect(imported(blocked).policy.people).toContainEqual(
      expect.objectContaining({ name: "nobody", users: [{ login: "nobody-yet", id: Number.MAX_SAFE_INTEGER }] }),
    );
  });
});

describe("what can be carried over to nothing is an error with its place", () => {
  test.each<[string, unknown, string]>([
    ["a remote policy", { remote: "acme/policies" }, "give that file as well"],
    ["an unknown rule", file(["nope"], byBen), 'No rule is called "nope"'],
    ["no rules", { policy: { approval: [] } }, "names no rules"],
    [
      "a condition of `requires`",
      file(["by ben"], { ...byBen, requires: { count: 1, conditions: { has_labels: ["x"] } } }),
      "requires `has_labels`",
    ],
    [
      "too many conditions",
      file(
        [{ or: Array.from({ length: 8 }, (_, index) => `r${index}`) }],
        ...Array.from({ length: 8 }, (_, index) => ({
          name: `r${index}`,
          if: { has_labels: [`l${index}`] },
          requires: { count: 1, users: ["ben"] },
        })),
      ),
      "at most 6",
    ],
  ])("%s", (_, content, message) => {
    const reading = readPolicyBot(stringify(content), ".policy.yml");
    expect("problems" in reading ? reading.problems.map((one) => one.message).join("\n") : "").toContain(message);
  });
});
