import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeCondition } from "../../../src/core/decide/judge-condition.ts";
import type { Policy } from "../../../src/domain/policy.ts";
import type { Logins } from "../../../src/policy/import/draft.ts";
import { importCodeowners, loginsInCodeowners } from "../../../src/policy/import/from-codeowners.ts";
import { readPolicy } from "../../../src/policy/read-policy.ts";
import type { PredicateFacts } from "../../../src/predicates/define-predicate.ts";

const logins: Logins = new Map([
  ["ben", { kind: "user", id: 2 }],
  ["cleo", { kind: "user", id: 3 }],
  ["data", { kind: "group" }],
  ["ghost", { kind: "nobody" }],
]);

function policyOf(text: string): Policy {
  const reading = readPolicy(text, { path: "imported.yml", presets: {} });
  if ("problems" in reading) throw new Error(`${reading.problems.map(({ message }) => message).join("\n")}\n${text}`);
  return reading.policy;
}

/** The groups whose approval a change of these paths needs, in the order of the file; without `otherwise`. */
function asked(policy: Policy, ...paths: readonly string[]): readonly string[] {
  // Conditions of an imported policy look at paths alone.
  const facts = { paths, opaque: new Set(), kindOf: () => "other" } as unknown as PredicateFacts;
  return policy.requirements.flatMap(({ when, require }) => {
    const applies = when !== null && judgeCondition(when, facts).answer === "holds";
    return applies && require.form === "count" ? require.from : [];
  });
}

const github = (text: string) => importCodeowners(text, { forge: "github", logins });
const gitlab = (text: string) => importCodeowners(text, { forge: "gitlab", logins });

describe("on GitHub", () => {
  test("the last match wins, per file", () => {
    const policy = policyOf(
      github("# all\n*  @acme/everything\n*.py @ben # ours\n/docs/ @acme/writers @cleo\n/docs/secret.txt\n").text,
    );
    expect(asked(policy, "a.txt")).toEqual(["everything"]);
    expect(asked(policy, "src/a.py")).toEqual(["ben"]);
    expect(asked(policy, "src/a.py", "docs/deep/b.py", "c")).toEqual(["everything", "ben", "owners"]);
    expect(asked(policy, "docs/secret.txt")).toEqual([]);
    expect(policy.otherwise).toMatchObject({ form: "count", count: 1, permission: "write" });
    expect(policy.people).toMatchObject([
      { name: "everything", keys: ["team:acme/everything"] },
      { name: "ben", users: [{ login: "ben", id: 2 }] },
      { name: "owners", keys: ["team:acme/writers"], users: [{ login: "cleo", id: 3 }] },
    ]);
  });

  test("is shown as people would write it", () => {
    expect(github("* @acme/data @ben\n/dags/ @cleo\n").text).toMatchInlineSnapshot(`
      "# Made from a CODEOWNERS file.
      # - Files without an owner need an approval by somebody with write permission; the file itself asks for none.
      # - An approval counts for one commit only, and not from those who contributed.

      version: 1
      people:
        owners:
          teams: [ acme/data ]
          users:
            - { login: ben, id: 2 }
        cleo:
          users:
            - { login: cleo, id: 3 }
      requirements:
        - name: owners of *
          when:
            files:
              paths:
                - "**/*"
              except:
                - dags/**
          require:
            count: 1
            from: owners
        - name: owners of /dags/
          when:
            files:
              paths:
                - dags/**
          require:
            count: 1
            from: cleo
      otherwise:
        require:
          count: 1
          permissions:
            - write
      "
    `);
  });

  test("an account whose id is not known approves nothing, and a comment says what to fill in", () => {
    const { text, missing } = github("* @stranger\n/a @ghost @ben\n");
    expect(missing).toEqual(["stranger", "ghost"]);
    const policy = policyOf(text);
    expect(policy.people).toMatchObject([
      { name: "stranger", users: [{ login: "nobody-yet", id: Number.MAX_SAFE_INTEGER }] },
      { name: "owners", users: [{ login: "ben", id: 2 }] },
    ]);
    expect(text).toContain('{ login: "stranger", id: … }');
  });

  test("what GitHub does not take is left out, and told", () => {
    const { notes, text } = github("[ab].txt @ben\n!a @ben\n*** @ben\nx.txt ben@acme.example\n");
    expect(notes.join("\n")).toContain("line 1: the pattern [ab].txt is left out: it has brackets");
    expect(notes.join("\n")).toContain("line 4: the owner ben@acme.example is left out");
    expect(asked(policyOf(text), "x.txt")).toHaveLength(1);
  });

  test("only logins are asked about", () => {
    expect(loginsInCodeowners("* @ben @acme/data a@b.example\n/x @cleo @ben\n", "github")).toEqual(["ben", "cleo"]);
  });

  test("names cannot break out of the text that is printed", () => {
    const { text } = github('a"b: @ben\n`x`#y @ben\n* @x"],evil:[{"\n');
    expect(policyOf(text).requirements).toHaveLength(3);
  });

  test("a pattern that stands twice gives two requirements with names of their own, and the last one counts", () => {
    const { text } = github("/b.py @acme/one\n/b.py @acme/two\n");
    expect(policyOf(text).requirements.map(({ name }) => name)).toEqual(["owners of /b.py", "owners of /b.py (2)"]);
    expect(asked(policyOf(text), "b.py")).toHaveLength(1);
  });

  test("the same owners as GitHub would find, whatever the patterns and paths", () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 5 }),
        fc.array(path, { minLength: 1, maxLength: 4 }),
        (lines, paths) => {
          const policy = policyOf(github(lines.map(({ pattern, owner }) => `${pattern} ${owner}`).join("\n")).text);
          const wanted = paths.map((one) => lines.findLast(({ pattern }) => toRegex(pattern).test(one))?.owner ?? "");
          const names = wanted.filter((owner) => owner !== "").map((owner) => owner.replace("@x/", ""));
          expect(new Set(asked(policy, ...paths))).toEqual(new Set(names));
        },
      ),
      { numRuns: 400 },
    );
  });
});

const part: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^[ab.+@$*?]{1,3}$/),
  fc.constantFrom("*", "**", "a", "b.py"),
);
const pattern: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom("", "/"), fc.array(part, { minLength: 1, maxLength: 3 }), fc.constantFrom("", "/"))
  .map(([first, parts, last]) => `${first}${parts.join("/")}${last}`)
  .filter((text) => !text.includes("***") && !text.startsWith("@"))
  // Nothing is written of what these match.
  .filter((text) => !/^\/?\*\*\/?$|\*\*\/\*\*|\*\*\/$/.test(text));
const line: fc.Arbitrary<{ pattern: string; owner: string }> = fc.record({
  pattern,
  owner: fc.constantFrom("@x/a", "@x/b", "@x/c", ""),
});
const path: fc.Arbitrary<string> = fc
  .array(
    fc.stringMatching(/^[ab.+@$py]{1,3}$/).filter((one) => !/^\.+$/.test(one)),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join("/"));

/** What a pattern matches, told another way: part by part, as GitHub's behaviour was described by others. */
function toRegex(pattern: string): RegExp {
  if (pattern === "/") return /^\b$/;
  const anchored = pattern.startsWith("/");
  const parts = pattern.replace(/^\//, "").split("/");
  if (!anchored && parts.filter(Boolean).length === 1 && parts.length <= 2 && parts[0] !== "**") parts.unshift("**");
  if (parts.length > 1 && parts.at(-1) === "") parts[parts.length - 1] = "**";
  return new RegExp(`^${sourceOf(parts)}$`, "s");
}

function sourceOf(parts: readonly string[]): string {
  let source = "";
  let needsSlash = false;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (part === "**") {
      if (index === 0) source += isLast ? ".+" : "(?:.+/)?";
      else source += isLast ? "/.*" : "(?:/.+)?";
      needsSlash = index > 0;
      continue;
    }
    if (needsSlash) source += "/";
    source +=
      part === "*"
        ? "[^/]+"
        : [...part].map((one) => (one === "*" ? "[^/]*" : one === "?" ? "[^/]" : RegExp.escape(one))).join("");
    if (isLast && part !== "*") source += "(?:/.*)?";
    needsSlash = true;
  }
  return source;
}

describe("on GitLab", () => {
  test("each section asks on its own, with its count, its default owners and its exclusions", () => {
    const { text, notes } = gitlab(
      [
        "* @ben",
        "[Documentation][2] @data",
        "docs/",
        "!docs/drafts/",
        "/docs/legal.md @cleo @@maintainers",
        "^[Optional] @cleo",
        "*.py",
        "[DOCUMENTATION]",
        "manual/ @acme/writers",
      ].join("\n"),
    );
    const policy = policyOf(text);
    expect(asked(policy, "src/a.py")).toEqual(["ben"]);
    expect(asked(policy, "x/docs/a.md")).toEqual(["ben", "data"]);
    expect(asked(policy, "docs/drafts/a.md")).toEqual(["ben"]);
    expect(asked(policy, "docs/legal.md")).toEqual(["ben", "owners"]);
    expect(asked(policy, "manual/a")).toEqual(["ben", "writers"]);
    expect(policy.people.find(({ name }) => name === "data")).toMatchObject({ keys: ["group:data"] });
    expect(policy.people.find(({ name }) => name === "owners")).toMatchObject({ permission: "maintain" });
    expect(policy.requirements.map(({ require }) => (require.form === "count" ? require.count : 0))).toEqual([
      1, 1, 1, 1,
    ]);
    expect(notes.join()).toContain("section Optional: it is optional");
  });

  test("a folder is meant only with a slash at its end", () => {
    const policy = policyOf(gitlab("/docs @ben\n/lib/ @cleo\n\\#a b\\ c.txt @ben").text);
    expect(asked(policy, "docs/a")).toEqual([]);
    expect(asked(policy, "docs")).toEqual(["ben"]);
    expect(asked(policy, "lib/a/b")).toEqual(["cleo"]);
  });
});
