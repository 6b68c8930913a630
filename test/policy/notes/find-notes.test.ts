import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { notesOf } from "./notes-of.ts";

const people = "people: { c: { teams: acme/c }, d: { teams: acme/d } }\n";
const named = "commands: { merge: [c, d] }\n";
const asks = "otherwise: { require: { count: 1, from: c } }\n";

/** The notes on one more part of a policy that is good without any; it stands from line 5 on. */
function notesOn(part: string): readonly string[] {
  const all = part.startsWith("people:") ? part : `${people}${part}`;
  const rest = part.startsWith("otherwise:") ? "" : asks;
  return notesOf(`version: 1\n${part.startsWith("commands:") ? "" : named}${rest}${all}\n`).map((note) =>
    note.replace("own.yml:", ""),
  );
}

const requirement = (text: string) => `requirements:\n  - ${text}`;
const when = (text: string) => requirement(`{ when: ${text}, require: { count: 1, from: c } }`);
const ask = (text: string) => requirement(`{ when: { changes: dag }, require: ${text} }`);

describe("what is hardly meant is noted on its place", () => {
  test.each<readonly [string, string, readonly (string | RegExp)[]]>([
    ["nothing odd", when("{ changes: job }"), []],

    // conditions
    [
      "a draft and none",
      when("{ all: [{ draft: true }, { draft: false }] }"),
      [/^6:\d+ `draft: false` and `draft: true` \(line 6\) never hold together/],
    ],
    ["from a fork and not", when("{ from-fork: true, not: { from-fork: true } }"), [/never hold together/]],
    [
      "a label and no such label",
      when("{ labels: [a, b], not: { labels: a } }"),
      [/`not: \{ labels: \[a\] \}` and `labels: \[a, b\]`/],
    ],
    ["two labels, and not both with another", when("{ labels: [a], not: { labels: [a, b] } }"), []],
    [
      "a kind and no such kind",
      when("{ all: [{ changes: job }, { not: { any: [{ changes: [dag, job] }, { draft: true }] } }] }"),
      [/never hold together/],
    ],
    ["two kinds, one of them not", when("{ changes: [dag, job], not: { changes: dag } }"), []],
    ["two bases", when("{ all: [{ base: main }, { base: refs/heads/dev }] }"), [/never hold together/]],
    ["one base in two ways", when("{ all: [{ base: main }, { base: refs/heads/main }] }"), []],
    [
      "two sizes",
      when('{ all: [{ size: { files: ">10" } }, { size: { lines: ">1", files: "<=10" } }] }'),
      [/never hold together/],
    ],
    ["sizes from and to", when('{ all: [{ size: { files: ">10" } }, { size: { files: "<20" } }] }'), []],
    ["a draft or none", when("{ any: [{ draft: true }, { draft: false }] }"), [/always holds, and one is enough/]],
    [
      "not a draft and none",
      when("{ not: { all: [{ draft: true }, { draft: false }] } }"),
      [/always holds, and one is enough/],
    ],
    ["alternatives within what must hold", when("{ draft: true, any: [{ draft: false }, { changes: job }] }"), []],
    ["a branch of a clone's remote", when("{ base: origin/main }"), [/write `main`\.$/]],
    ["a dataset that is called any", when("{ datasets: [any] }"), [/write `datasets: any`\.$/]],
    ["any dataset", when("{ datasets: any }"), []],

    // what is asked for
    [
      "none as one of several",
      ask("{ any: [{ count: 1, from: c }, none] }"),
      [/^6:\d+ This is always met, and so is the `any`/],
    ],
    ["none among what is all needed", ask("{ all: [{ count: 1, from: c }, none] }"), []],
    [
      "nothing, whatever is changed",
      requirement("{ when: { labels: docs }, require: none }"),
      [/no path needs `otherwise`/],
    ],
    ["nothing, always", requirement("{ require: none }"), [/no path needs `otherwise`/]],
    ["nothing, for some paths", requirement('{ when: { draft: false, only-paths: ["docs/**"] }, require: none }'), []],
    [
      "otherwise from owners",
      "otherwise: { require: { count: 1, from: dataset-owners } }",
      [/nobody could ever approve it here\. Name another group/],
    ],
    [
      "otherwise from owners of each",
      "otherwise: { require: { count: 1, from: dataset-owners, each: dataset } }",
      [/nobody could ever approve/],
    ],
    [
      "otherwise from owners beside others",
      "otherwise: { require: { all: [{ count: 1, from: c }, { count: 1, from: dataset-owners, each: dataset }] } }",
      [],
    ],
    ["owners, whatever is touched", ask("{ count: 1, from: dataset-owners }"), [/Add `each: dataset`/]],
    ["owners or others", ask("{ count: 1, from: [c, dataset-owners] }"), []],
    [
      "owners where datasets are touched",
      requirement("{ when: { datasets: any }, require: { count: 1, from: dataset-owners } }"),
      [],
    ],
    [
      "one for two",
      ask("{ all: [{ count: 1, from: c }, { count: 1, from: d }] }"),
      [/Who is in `c` and `d` fills both .* add `\{ count: 2, from: \[c, d\] \}`/],
    ],
    [
      "two in so many words",
      ask("{ all: [{ count: 1, from: c }, { count: 1, from: d }, { count: 2, from: [d, c] }] }"),
      [],
    ],
    [
      "the same twice",
      ask("{ all: [{ count: 1, from: c }, { count: 1, from: c }] }"),
      [/write `\{ count: 2, from: \[c\] \}` in their place/],
    ],
    ["one, and two of more", ask("{ all: [{ count: 1, from: c }, { count: 2, from: [c, d] }] }"), []],
    ["one of one or of the other", ask("{ any: [{ count: 1, from: c }, { count: 1, from: d }] }"), []],
    [
      "another organisation than the author's",
      ask("{ count: 1, from: c, distinct: organisation }"),
      [/can never be met/, /not with the author/],
    ],
    ["each dataset, by whomever", ask("{ count: 1, from: c, each: dataset }"), [/one approval is good for all/]],
    ["one, blind", ask("{ count: 1, from: c, blind: true }"), [/the first is all/]],
    ["two, blind", ask("{ count: 2, from: c, blind: true }"), []],
    [
      "an agreement, by nobody",
      requirement("{ when: { changes: job }, require: { agreement: true } }"),
      [/approved by itself/],
    ],
    ["an agreement beside people", `${when("{ changes: job }")}\n  - { require: { agreement: true } }`, []],

    // settings
    ["all rules off", "rules: { ALL: off }", [/^5:\d+ Every rule is off/]],
    ["all rules off but one", "rules: { ALL: off, SEC-001: error }", []],
    ["nothing is an error", "rules: { ALL: { severity: warning } }", [/only errors hold a change back/]],
    ["one is an error", "rules: { ALL: warning, SEC: error }", []],
    ["what follows when nothing expires", "after-landing: { on-expiry: rollback }", [/No approval ever expires/]],
    ["what follows when it expires", "counting: { expire-after: 30d }\nafter-landing: { on-expiry: rollback }", []],
    [
      "who may command what does not count",
      "commands: { merge: [c, d], approve: c }\ncounting: { methods: review }",
      [/No approval by command counts/],
    ],

    // people
    [
      "a team and a permission",
      "people: { c: { teams: acme/c, permissions: [write] }, d: { teams: acme/d } }",
      [/Whoever has this permission belongs to `c`.*`from: c`/],
    ],
    [
      "whoever can read",
      "people: { c: { permissions: read }, d: { teams: acme/d } }",
      [/if it is public, that is everybody/],
    ],
    [
      "one id twice",
      "people: { c: { users: [{ login: ben, id: 2 }, { login: eve, id: 2 }] }, d: { teams: acme/d } }",
      [/`eve` has the id of `ben`, 2/],
    ],

    // kinds and globs
    [
      "kinds without the default ones",
      'kinds: { dag: ["dags/**"], result: ["results/**"] }',
      [/^5:1 No path is a `job`/],
    ],
    [
      "a slip",
      'kinds: { jobs: ["jobs/**"], dag: ["dags/**"], result: ["results/**"], job: ["x/**"] }',
      [/^5:10 Nothing names the kind `jobs`.*Did you mean `job`/],
    ],
    [
      "a kind that takes paths away",
      'kinds: { vendored: ["dags/vendor/**"], dag: ["dags/**"], result: ["r/**"], job: ["j/**"] }',
      [],
    ],
    [
      "behind everything",
      'kinds: { dag: ["**"], job: ["jobs/**"], result: ["r/**"] }',
      [/is a `dag` already/, /is a `dag` already/],
    ],
    [
      "at the root alone",
      'kinds: { dag: ["*.py"], job: ["jobs/**"], result: ["r/**"] }',
      [/For every folder write `\*\*\/\*\.py`/],
    ],
    ["a folder", when("{ paths: [docs, LICENSE] }"), [/write `docs\/\*\*`/]],
    ["a submodule and what is below", when('{ paths: [lib, "lib/**"] }'), []],
    ["a rule's files", 'rules: { HYG-001: { paths: ["*.py"] } }', [/repository's root alone/]],
  ])("%s", (_, part, wanted) => {
    const notes = notesOn(part);
    expect(notes).toEqual(wanted.map((one) => expect.stringMatching(one)));
  });

  test("a policy of its version alone", () => {
    expect(notesOf("version: 1\n")).toEqual([expect.stringMatching(/^own\.yml:1:1 This policy asks nobody/)]);
    expect(notesOf("version: 1\n", `version: 1\n${people}${named}${asks}`)).toEqual([]);
    expect(notesOf(null, "version: 1\n")).toEqual([]);
  });

  test("a requirement of a preset is not replaced by one of its name", () => {
    const own =
      "version: 1\nextends: code-repo\npeople: { data-controllers: { teams: acme/c } }\nrequirements:\n  - { name: a data controller countersigns results, when: { changes: result }, require: none }\n";
    expect(notesOf(own)).toEqual([
      expect.stringMatching(
        /^own\.yml:5:\d+ `code-repo` has a requirement of this name as well \(line 21\), and both hold/,
      ),
    ]);
  });
});

test("nothing is noted of what presets say, once their people are named", () => {
  const directory = join(import.meta.dirname, "../../../policies");
  for (const name of readdirSync(directory).filter((file) => /^[a-z-]+\.yml$/.test(file))) {
    const groups = [...readFileSync(join(directory, name), "utf8").matchAll(/^ {2}([a-z-]+): \{.*permissions/gm)].map(
      ([, group]) => group ?? "",
    );
    const named = groups.map((group) => `  ${group}: { organisation: ${group}, teams: acme/${group} }\n`).join("");
    expect(notesOf(`version: 1\nextends: ${name.replace(".yml", "")}\npeople:\n${named}`)).toEqual([]);
  }
});
