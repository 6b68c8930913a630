import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangedFile, ChangeRequest } from "../../../src/domain/change.ts";
import { approval, ben, cleo, dan, file, files, jobRequest, person, policy } from "./facts.ts";

const people =
  "people: { a: { users: { login: ben, id: 2 } }, b: { users: { login: cleo, id: 3 } }, gone: { teams: acme/gone } }";
const byBen = { ...jobRequest, reviews: [approval({ by: ben })] };

/** One requirement that ben meets, and `otherwise`, which he does not. */
function decideWhen(
  when: string,
  more: Partial<ChangeRequest>,
  otherwise = "otherwise: { require: { count: 1, from: b } }",
) {
  const source = policy(`
    ${people}
    requirements: [{ name: first, when: ${when}, require: { count: 1, from: a } }]
    ${otherwise}
  `);
  return decide({ ...byBen, ...more }, { policy: source, node: null });
}

const dag = "dags/d.py";
const job = "jobs/a.yml";
const readme = "README.md";

describe("a link or a submodule", () => {
  const link = (path: string, more: Partial<ChangedFile> = {}) => ({
    files: { complete: true, items: [file(path, { mode: "120000", ...more })] },
  });
  const byBoth = { reviews: [approval({ by: ben }), approval({ by: cleo })] };
  const of = (when: string, more: Partial<ChangeRequest>) =>
    decideWhen(when, more)
      .tree.children.filter(({ status }) => status !== "skipped")
      .map(({ name }) => name);

  test("in the place of a folder needs what the folder's files need, and `otherwise`", () => {
    for (const when of ["{ paths: 'plugins/**' }", "{ changes: dag }", "{ files: { patterns: '^plugins/' } }"]) {
      expect(of(when, link("plugins"))).toEqual(["first", "otherwise"]);
      expect(of(when, link("plugins", { status: "removed" }))).toEqual(["first", "otherwise"]);
      expect(of(when, link("plugins", { mode: "160000" }))).toEqual(["first", "otherwise"]);
      const turned = link("plugins", { status: "modified", mode: "100644", previousMode: "120000" });
      expect(of(when, turned)).toEqual(["first", "otherwise"]);
      expect(decideWhen(when, { ...link("plugins"), ...byBoth }).status).toBe("approved");
    }
  });

  test("within the folder is covered", () => {
    expect(of("{ paths: 'plugins/**' }", link("plugins/x"))).toEqual(["first"]);
    expect(of("{ changes: dag }", link("plugins/x"))).toEqual(["first"]);
  });

  test("is not let through by what takes in a part of it", () => {
    const all = (when: string) => `
      ${people}
      requirements: [{ when: ${when}, require: none }]
      otherwise: { require: { count: 1, from: b } }
    `;
    for (const when of [
      "{ paths: 'docs/**' }",
      "{ only-paths: 'docs/**' }",
      "{ not: { only-paths: 'docs/x/**' } }",
      "{ not: { paths: 'docs/x/**' } }",
    ])
      expect(decide({ ...byBen, ...link("docs") }, { policy: policy(all(when)), node: null }).status, when).toBe(
        "pending",
      );
  });

  test("that may make a condition true covers nothing by it, neither itself nor other paths", () => {
    const two = policy(`
      ${people}
      requirements:
        - { name: doubtful, when: { all: [{ not: { changes: dag } }, { changes: job }] }, require: none }
        - { name: linked, when: { paths: [dags, "dags/**"] }, require: { count: 1, from: a } }
      otherwise: { require: { count: 1, from: b } }
    `);
    const items = [file("dags", { mode: "120000" }), file(job)];
    const decided = decide({ ...byBen, files: { complete: true, items } }, { policy: two, node: null });
    expect(decided.tree.children.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "doubtful approved",
      "linked approved",
      "otherwise pending",
    ]);
    const either = "{ any: [{ changes: job }, { base: main }] }";
    expect(of("{ all: [{ changes: dag }, { base: main }] }", link("dags"))).toEqual(["first", "otherwise"]);
    expect(of(`{ all: [{ changes: dag }, ${either}] }`, link("dags"))).toEqual(["first", "otherwise"]);
    expect(of(`{ any: [{ changes: dag }, ${either}] }`, link("dags"))).toEqual(["first"]);
    expect(of("{ any: [{ changes: dag }, { paths: [dags, 'dags/**'] }] }", link("dags"))).toEqual(["first"]);
    expect(of("{ not: { only-changes: dag } }", link("dags"))).toEqual(["first", "otherwise"]);
    expect(of("{ only-changes: [dag, job] }", { files: { complete: true, items } })).toEqual(["first", "otherwise"]);
  });

  test("beside what is gone below it, is not covered, and covers nothing where all must match", () => {
    const items = [file("lib", { mode: "120000" }), file("lib/a.md", { status: "removed" }), file(readme)];
    const left = (when: string, some: readonly ChangedFile[]) =>
      decideWhen(when, { files: { complete: true, items: some } }, "").tree.children.at(-1)?.reason;
    expect(left("{ paths: 'lib/**' }", items)).toMatch(/covers `README.md` and `lib`, and/);
    expect(left("{ only-paths: 'lib/**' }", items.slice(0, 2))).toMatch(/covers `lib` and `lib\/a.md`, and/);
    expect(left("{ not: { only-paths: 'lib/**' } }", items)).toMatch(/covers `lib` and `lib\/a.md`, and/);
  });

  test("that alone may make one of several conditions true asks for what they ask", () => {
    expect(of("{ any: [{ changes: dag }, { paths: 'dags/x/**' }] }", link("dags"))).toEqual(["first", "otherwise"]);
  });

  test("is whatever has another mode than that of an ordinary file", () => {
    for (const mode of ["1006441", "9100644", "040000"])
      expect(of("{ paths: 'dags/**' }", link("dags", { mode })), mode).toEqual(["first", "otherwise"]);
  });

  test("is not covered by patterns that leave out what begins with a dot", () => {
    expect(of("{ paths: [lib, 'lib/**/[!.]*'] }", link("lib"))).toEqual(["first", "otherwise"]);
    expect(of("{ paths: [lib, 'lib/**'] }", link("lib"))).toEqual(["first"]);
  });

  test.each([
    ["[vendor, 'vendor/[!p]*', 'vendor/[!p]*/**']"],
    ["[vendor, 'vendor/[!p]**']"],
    ["[vendor, 'vendor/*', 'vendor/*/*', 'vendor/*/*/*', 'vendor/*/*/*/*']"],
    ["[vendor, 'vendor/{.,[!.]}**']"],
    ["[vendor, 'vendor/??*', 'vendor/??*/**']"],
  ])("is covered, or excepted, by no globs that leave out a name below it: %s", (globs) => {
    for (const mode of ["120000", "160000", ""]) {
      const vendor = link("vendor", { mode });
      expect(of(`{ paths: ${globs} }`, vendor)).toEqual(["first", "otherwise"]);
      expect(of(`{ only-paths: ${globs} }`, vendor)).toEqual(["first", "otherwise"]);
      expect(of(`{ files: { paths: "vendor/**", except: ${globs} } }`, vendor)).toEqual(["first", "otherwise"]);
      expect(of(`{ not: { only-paths: ${globs} } }`, vendor)).toEqual(["first", "otherwise"]);
    }
  });

  test("is of no kind alone whose globs leave out a name below it", () => {
    const odd = policy(`
      ${people}
      kinds: { low: [vendor, "vendor/[!p]*", "vendor/[!p]*/**"] }
      requirements: [{ when: { only-changes: low }, require: none }]
      otherwise: { require: { count: 1, from: b } }
    `);
    expect(decide({ ...byBen, ...link("vendor") }, { policy: odd, node: null }).status).toBe("pending");
  });

  test("an ordinary file in the place of a folder is what it is", () => {
    const items = [file("plugins", { mode: "100644" }), file("plugins/x.py", { status: "removed" })];
    expect(of("{ paths: 'plugins/**' }", { files: { complete: true, items } })).toEqual(["first", "otherwise"]);
    expect(of("{ paths: 'plugins/**' }", link("plugins", { mode: "100644" }))).toEqual(["otherwise"]);
  });
});

describe("otherwise", () => {
  test.each<readonly [string, readonly string[], string]>([
    ["{ changes: job }", [job], "approved"],
    ["{ changes: job }", [job, readme], "pending"],
    ["{ changes: job }", [readme], "pending"],
    ["{ changes: [job, dag] }", [job, dag], "approved"],
    ["{ only-changes: job }", [job], "approved"],
    ["{ only-changes: job }", [job, readme], "pending"],
    ["{ paths: 'jobs/**' }", [job], "approved"],
    ["{ paths: 'jobs/**' }", [job, dag], "pending"],
    ["{ only-paths: ['jobs/**', '**/*.md'] }", [job, readme], "approved"],
    ["{ base: main }", [job, dag, readme], "approved"],
    ["{ base: release }", [job], "pending"],
    ["{ changes: job, base: main }", [job], "approved"],
    ["{ changes: job, base: main }", [job, readme], "pending"],
    // A second file must not take the first from `otherwise`: covered is what all of them are about.
    ["{ changes: job, paths: 'jobs/low/**' }", ["jobs/high/b.yml"], "pending"],
    ["{ changes: job, paths: 'jobs/low/**' }", ["jobs/low/a.yml"], "approved"],
    ["{ changes: job, paths: 'jobs/low/**' }", ["jobs/high/b.yml", "jobs/low/a.yml"], "pending"],
    ["{ all: [{ changes: job }, { not: { only-changes: job } }] }", [job, readme], "pending"],
    // Several kinds, of which the change brings each, are all covered.
    ["{ all: [{ changes: job }, { changes: dag }] }", [job, dag], "approved"],
    ["{ all: [{ changes: job }, { changes: dag }] }", [job, dag, readme], "pending"],
    ["{ all: [{ changes: job }, { changes: dag }] }", [job], "pending"],
    ["{ any: [{ changes: job }, { changes: dag }] }", [job], "approved"],
    ["{ any: [{ changes: job }, { changes: dag }] }", [job, dag], "approved"],
    ["{ any: [{ changes: job }, { changes: dag }] }", [job, readme], "pending"],
    ["{ any: [{ changes: job }, { base: main }] }", [job, readme], "approved"],
    ["{ any: [{ changes: job }, { base: release }] }", [job, readme], "pending"],
    ["{ any: [{ all: [{ changes: job }, { base: main }] }, { changes: dag }] }", [job], "approved"],
    ["{ any: [{ any: [{ changes: job }, { changes: dag }] }, { base: release }] }", [job], "approved"],
    ["{ not: { changes: dag } }", [job, readme], "approved"],
    ["{ not: { changes: dag } }", [job, dag], "pending"],
    ["{ not: { base: release } }", [job, readme], "approved"],
    ["{ not: { not: { changes: job } } }", [job, readme], "pending"],
    ["{ not: { not: { changes: job } } }", [job], "approved"],
    ["{ not: { only-changes: job } }", [readme], "approved"],
    ["{ not: { only-changes: job } }", [job, readme], "pending"],
    ["{ not: { only-changes: job } }", [job], "pending"],
    ["{ all: [{ changes: dag }, { not: { changes: job } }] }", [dag], "approved"],
    ["{ all: [{ changes: dag }, { not: { changes: job } }] }", [dag, readme], "pending"],
    ["{ not: { all: [{ changes: job }, { changes: dag }] } }", [job, readme], "approved"],
    ["{ not: { all: [{ changes: job }, { changes: dag }] } }", [job, dag], "pending"],
    ["{ not: { any: [{ changes: result }, { changes: dag }] } }", [job, readme], "approved"],
    ["{ not: { any: [{ changes: result }, { changes: dag }] } }", [job, dag], "pending"],
  ])("%s on %j", (when, paths, status) => {
    expect(decideWhen(when, files(...paths)).status).toBe(status);
  });

  test("is not asked where everything is covered", () => {
    expect(decideWhen("{ changes: job }", {}).tree.children.map(({ name }) => name)).toEqual(["first"]);
  });

  test("without it, uncovered paths are pending, and named", () => {
    expect(decideWhen("{ changes: job }", files(job, readme), "")).toMatchObject({
      status: "pending",
      summary: "Not approved: no requirement covers `README.md`, and the policy has no `otherwise`.",
    });
  });

  test("without it, and without any file, nothing applies, which is not approved", () => {
    expect(decideWhen("{ changes: job }", files(), "")).toMatchObject({
      status: "pending",
      summary: "Not approved: no requirement applies to this change, and the policy has no `otherwise`.",
    });
  });

  test("a requirement that does not apply is skipped, and says why", () => {
    expect(decideWhen("{ changes: dag }", {}).tree.children[0]).toMatchObject({
      name: "first",
      status: "skipped",
      reason: "it does not apply: it changes nothing of kind `dag`",
    });
  });

  test("of alternatives each adds what it covers, and one to which paths do not matter all", () => {
    const when = "{ any: [{ changes: job }, { paths: '**/*.md' }, { from-fork: true }] }";
    expect(decideWhen(when, files(job, readme)).status).toBe("approved");
    expect(decideWhen(when, files(job, readme, dag)).status).toBe("pending");
    expect(decideWhen(when, { ...files(job, readme, dag), isFork: true }).status).toBe("approved");
  });

  test("two requirements cover what each covers", () => {
    const two = policy(`
      ${people}
      requirements:
        - { name: jobs, when: { changes: job }, require: { count: 1, from: a } }
        - { name: pages, when: { paths: "**/*.md" }, require: { count: 1, from: a } }
    `);
    expect(decide({ ...byBen, ...files(job, readme) }, { policy: two, node: null }).status).toBe("approved");
    expect(decide({ ...byBen, ...files(job, readme, dag) }, { policy: two, node: null }).status).toBe("pending");
  });

  test("a policy that only has `otherwise`, and one that has nothing", () => {
    const only = policy(`${people}\n    otherwise: { require: { count: 1, from: a } }`.replace("people", "    people"));
    expect(decide(byBen, { policy: only, node: null }).status).toBe("approved");
    expect(decide(byBen, { policy: policy("mode: observe"), node: null }).status).toBe("pending");
  });

  test("`require: none` approves in so many words, what it covers and no more", () => {
    const none = policy(`requirements: [{ name: pages, when: { only-paths: "**/*.md" }, require: none }]`);
    expect(decide({ ...jobRequest, ...files(readme) }, { policy: none, node: null }).status).toBe("approved");
    expect(decide({ ...jobRequest, ...files(readme, job) }, { policy: none, node: null }).status).toBe("pending");
  });
});

describe("a renamed or copied file counts under both of its paths", () => {
  test.each(["renamed", "copied"] as const)("%s", (status) => {
    const items = [file("docs/x.md", { previousPath: job, status })];
    expect(decideWhen("{ changes: job }", { files: { complete: true, items } }).status).toBe("pending");
    expect(decideWhen("{ only-paths: 'docs/**' }", { files: { complete: true, items } }).status).toBe("pending");
    expect(decideWhen("{ changes: [job, other] }", { files: { complete: true, items } }).status).toBe("approved");
  });
});

describe("a condition that cannot be known", () => {
  const unknown = "{ author: gone }";

  test.each<readonly [string, string]>([
    [unknown, "failed"],
    [`{ not: ${unknown} }`, "failed"],
    [`{ all: [${unknown}, { changes: job }] }`, "failed"],
    [`{ all: [${unknown}, { changes: dag }] }`, "pending"],
    [`{ any: [${unknown}, { changes: dag }] }`, "failed"],
    [`{ any: [${unknown}, { changes: job }] }`, "approved"],
    [`{ not: { any: [${unknown}, { changes: job }] } }`, "pending"],
  ])("%s", (when, status) => {
    expect(decideWhen(when, {}).status).toBe(status);
  });

  test("says what could not be read", () => {
    expect(decideWhen(unknown, {}).summary).toBe(
      "No decision is possible: it is not known whether it applies: the members of `team:acme/gone` could not be read.",
    );
  });

  test("becomes known once somebody is a member of another group that is named", () => {
    expect(decideWhen("{ author: [gone, b] }", { author: cleo }).status).toBe("approved");
    expect(decideWhen("{ author: gone }", { groups: { "team:acme/gone": [person(cleo)] } }).status).toBe("pending");
  });
});

describe("what asks nothing for a file does not stand for it", () => {
  const owned = { name: "patients", owners: ["team:acme/owners"] };
  const asking = { path: job, asks: { datasets: ["patients"], purpose: "Audit", agreement: "DPA-1" } };
  const statusOf = (require: string, more: Partial<ChangeRequest>) => {
    const source = policy(`
      ${people}
      requirements: [{ name: first, require: ${require} }]
      otherwise: { require: { count: 1, from: b } }
    `);
    const facts = { ...byBen, jobs: [], groups: { "team:acme/owners": [person(ben)] }, ...more };
    return decide(facts, { policy: source, node: null }).status;
  };
  const withJob = (paths?: readonly string[]) => ({
    ...files(job, readme),
    jobs: [asking],
    datasets: [paths === undefined ? owned : { ...owned, paths }],
  });

  test.each([
    ["{ count: 1, from: dataset-owners, each: dataset }"],
    ["{ agreement: true }"],
    ["{ all: [{ agreement: true }, { count: 1, from: dataset-owners, each: dataset }] }"],
  ])("%s", (require) => {
    expect(statusOf(require, files(readme))).toBe("pending");
    expect(statusOf(require, withJob([job]))).toBe("pending");
    expect(statusOf(require, { ...withJob([job]), ...files(job) })).toBe("approved");
    expect(statusOf(`{ all: [${require}, { count: 1, from: a }] }`, withJob([job]))).toBe("approved");
  });

  test("but for all, where nobody said which files touch the dataset", () => {
    const each = "{ count: 1, from: dataset-owners, each: dataset }";
    expect(statusOf(each, { ...withJob(), ...files(job) })).toBe("approved");
  });

  const evil = "dags/evil.py";
  const rides = { ...files(job, evil), jobs: [asking], datasets: [{ ...owned, paths: [job] }] };

  test.each([
    ["{ any: [{ agreement: true }, { count: 2, from: [a, b] }] }"],
    ["{ any: [{ count: 1, from: dataset-owners, each: dataset }, { count: 2, from: [a, b] }] }"],
    ["{ any: [{ all: [{ agreement: true }] }, { any: [{ count: 2, from: [a, b] }] }] }"],
  ])("an alternative that asks nothing for it does not stand for it: %s", (require) => {
    expect(statusOf(require, { ...rides, ...files(job) })).toBe("approved");
    expect(statusOf(require, rides)).toBe("pending");
    const alone = `
      ${people}
      otherwise: { require: ${require} }
    `;
    const byOwner = { ...byBen, groups: { "team:acme/owners": [person(ben)] } };
    const decided = (more: Partial<ChangeRequest>) =>
      decide({ ...byOwner, ...more }, { policy: policy(alone), node: null });
    expect(decided({ ...rides, ...files(job) }).status).toBe("approved");
    expect(decided(rides)).toMatchObject({ status: "pending", summary: "Waiting for 1 approval from a or b." });
  });

  test("an alternative of alternatives asks for what none of its own met ones stands for", () => {
    const each = "{ count: 1, from: dataset-owners, each: dataset }";
    const other = "jobs/other.yml";
    const unagreed = { path: other, asks: { datasets: [], purpose: "Audit", agreement: null } };
    const both = { ...rides, ...files(job, other), jobs: [asking, unagreed] };
    const free = (require: string) => {
      const source = policy(`
        ${people}
        requirements: [{ name: first, require: ${require} }]
        otherwise: { require: none }
      `);
      const facts = { ...byBen, groups: { "team:acme/owners": [person(ben)] }, ...both };
      return decide(facts, { policy: source, node: null }).status;
    };
    expect(free(each)).toBe("approved");
    expect(free(`{ any: [${each}, { agreement: true }] }`)).toBe("pending");
    expect(free(`{ any: [${each}, { any: [${each}, { agreement: true }] }] }`)).toBe("pending");
    expect(free(`{ any: [${each}, { any: [${each}] }] }`)).toBe("approved");
  });

  test("owners of a dataset stand for the files by which it is touched, also where each is not asked", () => {
    const owner = { ...rides, groups: { "team:acme/owners": [person(dan)] }, reviews: [approval({ by: dan })] };
    for (const from of ["dataset-owners", "[a, dataset-owners]"]) {
      expect(statusOf(`{ count: 1, from: ${from} }`, { ...owner, ...files(job) })).toBe("approved");
      expect(statusOf(`{ count: 1, from: ${from} }`, owner)).toBe("pending");
    }
    expect(statusOf("{ count: 1, from: [a, dataset-owners] }", rides)).toBe("approved"); // ben is of a, too
  });

  test("nor does `otherwise`", () => {
    const decided = (...paths: string[]) => {
      const source = policy(`
        ${people}
        otherwise: { require: { agreement: true } }
      `);
      const { status, tree } = decide({ ...byBen, ...files(...paths), jobs: [asking] }, { policy: source, node: null });
      return [status, tree.children.at(-1)?.reason];
    };
    expect(decided(job)).toEqual(["approved", "every job request names an agreement"]);
    expect(decided(job, readme)).toEqual([
      "pending",
      "no requirement covers `README.md`, of which `otherwise` asks nothing",
    ]);
  });
});
