import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type {
  ChangedFile,
  ChangeRequest,
  Comment,
  Commit,
  DatasetTouched,
  Instant,
  JobAsked,
  Label,
  Review,
} from "../../../src/domain/change.ts";
import type { Account } from "../../../src/domain/identity.ts";
import type { NodeFile } from "../../../src/domain/node.ts";
import type { Condition, Demand, Policy, Requirement } from "../../../src/domain/policy.ts";
import { fuzzed } from "../../support/fuzzed.ts";
import {
  ada,
  approval,
  ben,
  cleo,
  comment,
  commit,
  dan,
  eve,
  file,
  formerHead,
  head,
  jobRequest,
  label,
  nodeOf,
  person,
  robot,
} from "./facts.ts";

const people: readonly Account[] = [ada, ben, cleo, dan, eve, robot];
const runs = fuzzed(150);

const anyone = fc.constantFrom(...people);
const hour: fc.Arbitrary<Instant> = fc
  .integer({ min: 8, max: 17 })
  .map((one) => `2026-11-20T${String(one).padStart(2, "0")}:00:00Z`);
const maybe = <T>(good: T, ...others: readonly T[]) =>
  fc.oneof(
    { weight: 25, arbitrary: fc.constant(good) },
    ...others.map((one) => ({ weight: 1, arbitrary: fc.constant(one) })),
  );
const path = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("jobs/a.yml", "dags/d.py", "README.md", "results/r.dvc") },
  { weight: 1, arbitrary: fc.constantFrom(".gitattributes", ".github/workflows/ci.yml", ".countersign.yml") },
);

const review: fc.Arbitrary<Review> = fc
  .record({
    by: anyone,
    state: maybe<Review["state"]>("approved", "changes_requested", "commented"),
    sha: maybe<string | null>(head, formerHead, null),
    mergeBase: maybe<string | null>(jobRequest.mergeBase, null),
    edited: maybe(false, true),
    dismissed: maybe<Review["dismissed"]>(null, { by: person(eve), at: "2026-11-20T17:30:00Z" }),
    at: hour,
  })
  .map(approval);

const said: fc.Arbitrary<Comment> = fc
  .record({
    by: anyone,
    body: fc.constantFrom(
      `/countersign approve ${head}`,
      "/countersign reject",
      "/countersign withdraw",
      "/countersign hold",
      "/countersign unhold",
      "thanks",
      null,
    ),
    edited: maybe(false, true),
    at: hour,
  })
  .map(comment);

const labels: fc.Arbitrary<readonly Label[]> = fc.uniqueArray(
  fc
    .record({
      name: fc.constantFrom("ok", "urgent"),
      by: fc.oneof({ weight: 25, arbitrary: anyone }, { weight: 1, arbitrary: fc.constant(null) }),
      baseRef: maybe<string | null>("refs/heads/main", "refs/heads/lax", null),
      mergeBase: maybe<string | null>(jobRequest.mergeBase, null),
      at: hour,
    })
    .map(label),
  { maxLength: 2, selector: ({ name }) => name },
);

const commits: fc.Arbitrary<readonly Commit[]> = fc
  .array(
    fc.record({
      author: maybe(person(ada), ...people.map(person)),
      committer: maybe<Commit["committer"]>(person(ada), person(ben), null),
      isCleanUpdateMerge: maybe(false, true),
      signature: maybe<Commit["signature"]>({ state: "valid", by: person(ada) }, { state: "none", by: null }),
    }),
    { maxLength: 2 },
  )
  .map((more) => [
    ...more.map((one, index) => commit({ ...one, sha: `${index}` })),
    commit({ parents: [formerHead], signature: { state: "valid", by: person(ada) } }),
  ]);

const patients: DatasetTouched = { name: "patients", owners: ["team:acme/owners"], paths: ["jobs/a.yml"] };
const asking = (agreement: string | null): JobAsked => ({
  path: "jobs/a.yml",
  asks: { datasets: ["patients"], purpose: "Audit", agreement },
});
const earlier: ChangeRequest["earlierHeads"][number] = {
  sha: formerHead,
  since: "2026-11-20T07:00:00Z",
  mergeBase: jobRequest.mergeBase,
};

const change: fc.Arbitrary<ChangeRequest> = fc
  .record({
    author: maybe<Account>(ada, ben, robot),
    requester: maybe<ChangeRequest["requester"]>(null, person(cleo)),
    pushers: maybe<ChangeRequest["pushers"]>([person(ada)], [person(ada), person(dan)], null),
    reviews: fc.array(review, { minLength: 1, maxLength: 7 }),
    comments: fc.array(said, { maxLength: 3 }),
    labels,
    paths: fc.uniqueArray(path, { maxLength: 2 }),
    complete: maybe(true, false),
    commits,
    team: maybe<ChangeRequest["groups"][string]>([ben, cleo, dan].map(person), [person(ben)], people.map(person), null),
    checks: fc.constantFrom<ChangeRequest["checks"]>([], [{ app: "ci", name: "unit", state: "success", sha: head }]),
    datasets: fc.constantFrom<ChangeRequest["datasets"]>([], [patients], [{ ...patients, agreements: "any" }]),
    jobs: maybe<readonly JobAsked[]>([], [asking("DPA-1")], [asking(null)], [{ path: "jobs/a.yml", asks: null }]),
    earlierHeads: maybe<ChangeRequest["earlierHeads"]>([], [earlier], [earlier, { ...earlier, since: null }]),
    now: fc.constantFrom("2026-11-20T18:00:00Z", "2026-11-21T12:00:00Z"),
  })
  .map(({ paths, complete, commits: items, team, reviews, comments, ...rest }) => ({
    ...jobRequest,
    ...rest,
    reviews: reviews.map((one, id) => ({ ...one, id })),
    comments: comments.map((one, id) => ({ ...one, id })),
    files: { complete, items: paths.map((one) => file(one)) },
    commits: { complete: true, items },
    groups: {
      "team:acme/data-controllers": team,
      "team:acme/owners": [person(cleo), person(eve)],
      "team:acme/writers": [person(ada)],
    },
    permissions: { "4": "maintain", "5": "read" } as const,
  }));

const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Condition>(
      { form: "predicate", key: "changes", wanted: ["job"] },
      { form: "predicate", key: "changes", wanted: ["dag", "other"] },
      { form: "predicate", key: "only-paths", wanted: ["jobs/**"] },
      { form: "predicate", key: "base", wanted: ["main"] },
      { form: "predicate", key: "author", wanted: ["a"] },
      { form: "predicate", key: "datasets", wanted: "any" },
    ),
    fc
      .array(tie("condition"), { minLength: 1, maxLength: 3 })
      .filter((of) => of.filter((one) => one.form === "predicate" && one.key === "changes").length < 2)
      .map((of) => ({ form: "all" as const, of })),
    fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((of) => ({ form: "any" as const, of })),
    tie("condition").map((of) => ({ form: "not" as const, of })),
  ),
})).condition;

const demand: fc.Arbitrary<Demand> = fc.letrec<{ demand: Demand }>((tie) => ({
  demand: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({
      form: fc.constant("count" as const),
      count: fc.integer({ min: 1, max: 2 }),
      from: fc.constantFrom(["a"], ["b"], ["a", "b"], ["dataset-owners"]),
      permission: fc.constantFrom(null, "write" as const),
      distinct: fc.constantFrom(null, "organisation" as const),
      each: maybe<"dataset" | null>(null, "dataset"),
      blind: maybe(false, true),
    }),
    fc.constantFrom<Demand>(
      { form: "none" },
      { form: "signed" },
      { form: "signed", by: ["c"] },
      { form: "agreement" },
      { form: "checks", checks: [{ app: "ci", name: "unit" }] },
      { form: "labels", labels: ["ok"], from: ["a"] },
      { form: "labels", labels: ["ok", "urgent"], from: ["a", "b"] },
    ),
    fc.array(tie("demand"), { minLength: 1, maxLength: 3 }).map((of) => ({ form: "all" as const, of })),
    fc.array(tie("demand"), { minLength: 1, maxLength: 3 }).map((of) => ({ form: "any" as const, of })),
  ),
})).demand;

const requirement: fc.Arbitrary<Requirement> = fc.record({
  name: fc.constant("r"),
  when: fc.option(condition),
  require: demand,
});

const policy: fc.Arbitrary<Policy> = fc.record({
  mode: fc.constantFrom("enforce" as const, "observe" as const),
  people: fc.constant([
    { name: "a", organisation: "acme", keys: ["team:acme/data-controllers"], users: [], permission: null },
    {
      name: "b",
      organisation: "bolt",
      keys: [],
      users: [person(cleo), person(eve), person(robot)],
      permission: "maintain" as const,
    },
    { name: "c", organisation: null, keys: ["team:acme/writers"], users: [], permission: null },
  ]),
  kinds: fc.constant([
    { name: "dag", globs: ["dags/**"] },
    { name: "job", globs: ["jobs/**"] },
  ]),
  rules: fc.constant({}),
  counting: fc.record({
    methods: fc.constantFrom<Policy["counting"]["methods"]>(["review", "command"], ["review"], ["command"]),
    author: maybe<"ignore" | "allow">("ignore", "allow"),
    contributors: maybe<"ignore" | "allow">("ignore", "allow"),
    updateMerges: fc.constantFrom("reset" as const, "keep" as const),
    expireAfterMs: maybe<number | null>(null, 86_400_000),
  }),
  requirements: fc.array(requirement, { maxLength: 3 }),
  otherwise: fc.option(demand),
  objectors: maybe<readonly string[] | null>(null, ["a"], ["b"]),
  commands: fc.constant({}),
});

const node = maybe<NodeFile | null>(null, nodeOf(ben), nodeOf(ben, cleo, eve), nodeOf(ben, cleo, dan, eve));

function judge(facts: ChangeRequest, by: Policy, at: NodeFile | null) {
  return decide(facts, { policy: { state: "valid", policy: by, sha256: "0", name: "law" }, node: at });
}

function statusOf(facts: ChangeRequest, by: Policy, at: NodeFile | null): string {
  return judge(facts, by, at).status;
}

function countOf(from: string): Demand & { form: "count" } {
  return { form: "count", count: 1, from: [from], permission: null, distinct: null, each: null };
}

describe("laws of the decision", () => {
  test("the arbitraries reach every status often", () => {
    const sample = fc.sample(fc.tuple(change, policy, node), { numRuns: 1_000, seed: 1 });
    const counts = { approved: 0, pending: 0, rejected: 0, failed: 0 };
    for (const [facts, by, at] of sample) counts[judge(facts, by, at).status] += 1;
    expect(Math.min(...Object.values(counts)), JSON.stringify(counts)).toBeGreaterThan(100);
  });

  test("the order in which anything is told changes nothing", () => {
    fc.assert(
      fc.property(change, policy, node, fc.infiniteStream(fc.nat()), fc.boolean(), (told, by, at, stream, isTwice) => {
        const facts = isTwice ? { ...told, reviews: told.reviews.map((one) => ({ ...one, id: 1 })) } : told;
        const shuffle = <T>(items: readonly T[]): readonly T[] =>
          items
            .map((item) => ({ item, rank: stream.next().value }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ item }) => item);
        const other = {
          ...facts,
          reviews: shuffle(facts.reviews),
          comments: shuffle(facts.comments),
          checks: shuffle(facts.checks),
          labels: shuffle(facts.labels),
          datasets: shuffle(facts.datasets),
          earlierHeads: shuffle(facts.earlierHeads),
          files: { ...facts.files, items: shuffle(facts.files.items) },
          pushers: facts.pushers === null ? null : shuffle(facts.pushers),
          groups: Object.fromEntries(
            Object.entries(facts.groups).map(([key, members]) => [key, members === null ? null : shuffle(members)]),
          ),
        };
        const first = judge(facts, by, at);
        expect(judge(other, by, at)).toEqual(first);
        const commits = { ...facts.commits, items: shuffle(facts.commits.items) };
        const { status, approvals } = judge({ ...facts, commits }, by, at);
        expect(status).toBe(first.status);
        expect(approvals).toEqual(first.approvals);
      }),
      runs,
    );
  });

  test("the same facts give the same bytes", () => {
    fc.assert(
      fc.property(change, policy, node, (facts, by, at) => {
        expect(JSON.stringify(judge(structuredClone(facts), structuredClone(by), at))).toBe(
          JSON.stringify(judge(facts, by, at)),
        );
      }),
      runs,
    );
  });

  test("one more approval, whoever gives it, never takes an approval away", () => {
    fc.assert(
      fc.property(change, policy, node, anyone, (facts, by, at, who) => {
        if (statusOf(facts, by, at) !== "approved") return;
        const more = {
          ...facts,
          reviews: [...facts.reviews, approval({ by: who, id: 999, at: "2026-11-20T17:45:00Z" })],
        };
        expect(statusOf(more, by, at)).toBe("approved");
      }),
      runs,
    );
  });

  test("contributors, the author, who asked for the run, and bots that nobody named never approve alone", () => {
    fc.assert(
      fc.property(change, policy, (facts, by) => {
        const strict = {
          ...by,
          counting: { ...by.counting, author: "ignore" as const, contributors: "ignore" as const },
        };
        const involved = [ada, ben, dan, cleo];
        const own: ChangeRequest = {
          ...facts,
          author: ada,
          requester: person(cleo),
          pushers: [person(ada), person(dan)],
          commits: { complete: true, items: [commit({ coAuthors: [person(ben)] })] },
          reviews: facts.reviews.filter(({ account }) => involved.some(({ id }) => id === account.id)),
          comments: facts.comments.filter(({ account }) => involved.some(({ id }) => id === account.id)),
          labels: facts.labels.filter(({ by: who }) => involved.some(({ id }) => id === who?.id)),
        };
        const { status, approvals } = judge(own, strict, nodeOf(ada, ben, cleo, dan));
        expect(status).not.toBe("approved");
        expect(approvals.filter(({ counted }) => counted)).toEqual([]);
      }),
      runs,
    );
  });

  test("one more requirement never approves more, where all paths are covered without it", () => {
    const always: Requirement = {
      name: "always",
      when: null,
      require: { form: "count", count: 1, from: ["a"], permission: null, distinct: null, each: null },
    };
    fc.assert(
      fc.property(change, policy, node, requirement, (facts, by, at, extra) => {
        const before = { ...by, objectors: ["a"], requirements: [always, ...by.requirements] };
        const after = { ...before, requirements: [...before.requirements, extra] };
        if (statusOf(facts, after, at) === "approved") expect(statusOf(facts, before, at)).toBe("approved");
      }),
      runs,
    );
  });

  test("one more file never approves more", () => {
    // Not denied, and of no kind that asks for every path: those say themselves that one more file asks for less. So do several
    // `changes` in one `all`: they ask for a change that brings each of these kinds.
    const known = fc.constantFrom<readonly [string, unknown]>(
      ["changes", ["job"]],
      ["changes", ["dag", "other"]],
      ["changes", ["result", "policy"]],
      ["paths", ["jobs/**"]],
      ["paths", ["jobs/low/**", "dags", "dags/**"]],
      ["paths", ["**/*.yml"]],
      ["paths", ["dags/[!.]*"]],
      ["files", { paths: ["jobs/**"], except: ["jobs/low", "jobs/low/**"] }],
      ["files", { patterns: ["^dags/"], "except-patterns": ["\\.py$"] }],
      ["base", ["main"]],
      ["base", ["release"]],
      ["datasets", "any"],
    );
    const positive = fc.letrec<{ condition: Condition }>((tie) => ({
      condition: fc.oneof(
        { depthSize: "medium", withCrossShrink: true },
        known.map(([key, wanted]) => ({ form: "predicate" as const, key, wanted })),
        fc
          .array(tie("condition"), { minLength: 1, maxLength: 3 })
          .filter((of) => of.filter((one) => one.form === "predicate" && one.key === "changes").length < 2)
          .map((of) => ({ form: "all" as const, of })),
        fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((of) => ({ form: "any" as const, of })),
      ),
    })).condition;
    const requirements = fc.array(
      fc.record({
        name: fc.constant("r"),
        when: fc.option(positive, { freq: 9 }),
        require: fc.oneof(demand, fc.constant<Demand>({ form: "none" })),
      }),
      { minLength: 1, maxLength: 4 },
    );
    const added = fc
      .tuple(
        fc.oneof(path, fc.constantFrom("jobs/low/b.yml", "jobs/low", "dags/.env", "dags", "docs/x.yml")),
        fc.constantFrom<Partial<ChangedFile>>({}, {}, { mode: "120000" }, { mode: "160000" }),
      )
      .map(([at, more]) => file(at, more));
    const files = fc.uniqueArray(added, { selector: (one) => one.path, minLength: 2, maxLength: 4 });
    let compared = 0;
    fc.assert(
      fc.property(change, policy, requirements, node, files, (facts, by, rules, at, [extra, ...others]) => {
        fc.pre(extra !== undefined && by.objectors !== null);
        const source = { ...by, requirements: rules };
        const having = (items: readonly ChangedFile[]) => ({ ...facts, files: { complete: true, items } });
        if (statusOf(having([extra, ...others]), source, at) !== "approved") return;
        const before = statusOf(having(others), source, at);
        // What could not be told of a request that nobody can read may hold by the file that is added.
        if (before === "failed" && facts.jobs?.some(({ asks }) => asks === null)) return;
        compared += 1;
        expect(before).toBe("approved");
      }),
      { ...runs, numRuns: runs.numRuns * 5 },
    );
    expect(compared).toBeGreaterThan(runs.numRuns / 4);
  });

  test("one more file never approves more by the datasets or the job request that it brings", () => {
    const brings = {
      "README.md": [],
      "docs/a.md": [],
      "jobs/a.yml": ["patients"],
      "jobs/b.yml": ["weather"],
      "jobs/none.yml": [],
      "dags/d.py": ["weather"],
      "data/patients.dvc": ["patients"],
    } as const;
    const paths = Object.keys(brings) as (keyof typeof brings)[]; // of this very table
    const owners = { patients: ["team:acme/owners"], weather: ["team:acme/writers"] };
    const having = (facts: ChangeRequest, of: typeof paths): ChangeRequest => ({
      ...facts,
      files: { complete: true, items: of.map((one) => file(one)) },
      jobs: of
        .filter((one) => one.startsWith("jobs/"))
        .map((one) => ({ path: one, asks: { datasets: brings[one], purpose: "Audit", agreement: "DPA-1" } })),
      datasets: (["patients", "weather"] as const).flatMap((name) => {
        const by = of.filter((one) => brings[one].some((dataset) => dataset === name));
        return by.length === 0 ? [] : [{ name, owners: owners[name], paths: by }];
      }),
    });
    const asked = fc.letrec<{ demand: Demand }>((tie) => ({
      demand: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.constantFrom<Demand>(
          ...(["a", "b"] as const).map((from) => countOf(from)),
          { ...countOf("dataset-owners"), from: ["a", "dataset-owners"] },
          { ...countOf("dataset-owners"), each: "dataset" },
          { form: "agreement" },
          { form: "none" },
        ),
        fc.array(tie("demand"), { minLength: 1, maxLength: 3 }).map((of) => ({ form: "all" as const, of })),
        fc.array(tie("demand"), { minLength: 1, maxLength: 3 }).map((of) => ({ form: "any" as const, of })),
      ),
    })).demand;
    const when = fc.constantFrom<Condition | null>(
      null,
      { form: "predicate", key: "datasets", wanted: "any" },
      { form: "predicate", key: "datasets", wanted: ["patients"] },
      { form: "predicate", key: "changes", wanted: ["job", "dag"] },
    );
    const requirements = fc.array(fc.record({ name: fc.constant("r"), when, require: asked }), { maxLength: 3 });
    const some = fc.uniqueArray(fc.constantFrom(...paths), { minLength: 2, maxLength: 4 });
    let compared = 0;
    fc.assert(
      fc.property(change, policy, requirements, asked, node, some, (facts, by, rules, rest, at, [extra, ...others]) => {
        fc.pre(extra !== undefined && by.objectors !== null);
        const source = { ...by, requirements: rules, otherwise: by.otherwise === null ? null : rest };
        if (statusOf(having(facts, [extra, ...others]), source, at) !== "approved") return;
        compared += 1;
        expect(statusOf(having(facts, others), source, at)).toBe("approved");
      }),
      { ...runs, numRuns: runs.numRuns * 5 },
    );
    expect(compared).toBeGreaterThan(runs.numRuns / 4);
  });

  test("a link or a submodule in the place of a file or a folder never approves more", () => {
    const known = fc.constantFrom<readonly [string, unknown]>(
      ["changes", ["job"]],
      ["changes", ["dag", "other"]],
      ["only-changes", ["job"]],
      ["only-changes", ["dag", "other"]],
      ["paths", ["dags/**"]],
      ["paths", ["jobs", "jobs/**"]],
      ["paths", ["**/*.yml"]],
      ["only-paths", ["jobs/**", "*.md"]],
      ["only-paths", ["dags", "dags/**/[!.]*"]],
      ["only-paths", ["dags", "dags/[!d]*", "dags/[!d]*/**"]],
      ["only-paths", ["jobs", "jobs/??*/**", "jobs/*", "jobs/*/*.yaml"]],
      ["paths", ["jobs", "jobs/*", "jobs/[!b]*/*"]],
      ["files", { paths: ["dags/**"], except: ["dags", "dags/[!d]*", "dags/[!d]*/**"] }],
      ["files", { paths: ["jobs/**"], "except-patterns": ["^jobs(/[^a].*)?$"] }],
      ["files", { paths: ["jobs/**"], except: ["jobs/b/**"] }],
      ["files", { patterns: ["^dags(/[^.]*)?$"] }],
      ["base", ["main"]],
    );
    const certain = fc.letrec<{ condition: Condition }>((tie) => ({
      condition: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        known.map(([key, wanted]) => ({ form: "predicate" as const, key, wanted })),
        fc
          .array(tie("condition"), { minLength: 1, maxLength: 3 })
          .filter((of) => of.filter((one) => one.form === "predicate" && one.key === "changes").length < 2)
          .map((of) => ({ form: "all" as const, of })),
        fc.array(tie("condition"), { minLength: 1, maxLength: 3 }).map((of) => ({ form: "any" as const, of })),
        tie("condition").map((of) => ({ form: "not" as const, of })),
      ),
    })).condition;
    const requirements = fc.array(
      fc.record({
        name: fc.constant("r"),
        when: certain,
        require: fc.oneof(demand, fc.constant<Demand>({ form: "none" })),
      }),
      { minLength: 1, maxLength: 3 },
    );
    const places = fc.constantFrom(
      ...["jobs/a.yml", "dags/d.py", "dags/.env", "README.md", "jobs", "dags", ".github"].map(
        (one) => [one, one] as const,
      ),
      ...["dags/d.py", "dags/.env", "dags/a/b"].map((one) => [one, "dags"] as const),
      ...["jobs/a.yml", "jobs/b/c.yml"].map((one) => [one, "jobs"] as const),
      ["jobs/b/c.yml", "jobs/b"] as const,
      ...[".github", ".github/workflows"].map((link) => [".github/workflows/ci.yml", link] as const),
    );
    const entry = fc.constantFrom<Partial<ChangedFile>>(
      { mode: "120000" },
      { mode: "160000" },
      { mode: "" },
      { mode: "120000", status: "removed" },
      { previousMode: "120000", status: "modified" },
    );
    let compared = 0;
    fc.assert(
      fc.property(change, policy, requirements, node, places, entry, (facts, by, rules, at, [path, link], more) => {
        const having = (one: ChangedFile) => ({
          ...facts,
          files: { ...facts.files, items: [...facts.files.items, one] },
        });
        const source = { ...by, requirements: rules };
        if (statusOf(having(file(link, more)), source, at) !== "approved") return;
        compared += 1;
        expect(statusOf(having(file(path)), source, at)).toBe("approved");
      }),
      { ...runs, numRuns: runs.numRuns * 5 },
    );
    expect(compared).toBeGreaterThan(runs.numRuns / 4);
  });

  test("failed is never masked: what is failed anywhere is failed as a whole", () => {
    fc.assert(
      fc.property(change, policy, node, (facts, by, at) => {
        const { tree, status } = judge(facts, by, at);
        const all = (one: typeof tree): readonly string[] => [one.status, ...one.children.flatMap(all)];
        expect(all(tree).includes("failed")).toBe(status === "failed");
      }),
      runs,
    );
  });

  test("what is not known fails whatever else is approved", () => {
    fc.assert(
      fc.property(change, policy, node, (facts, by, at) => {
        expect(statusOf({ ...facts, files: { ...facts.files, complete: false } }, by, at)).toBe("failed");
        expect(statusOf({ ...facts, commits: { ...facts.commits, complete: false } }, by, at)).toBe("failed");
        expect(statusOf({ ...facts, head: { ...facts.head, sha: "elsewhere" } }, by, at)).toBe("failed");
      }),
      runs,
    );
  });

  test("an objection by somebody who may object is never approved away by others", () => {
    fc.assert(
      fc.property(change, policy, node, (facts, by, at) => {
        const objection = approval({ by: cleo, id: 998, state: "changes_requested", at: "2026-11-20T17:59:00Z" });
        const objected = { ...facts, reviews: [...facts.reviews, objection] };
        const { status } = judge(objected, { ...by, objectors: ["b"] }, at);
        expect(["rejected", "failed"]).toContain(status);
      }),
      runs,
    );
  });

  test("every approval that counts is of the head, and nobody counts twice for two seats of one count", () => {
    fc.assert(
      fc.property(change, policy, node, (facts, by, at) => {
        const counted = judge(
          facts,
          { ...by, counting: { ...by.counting, updateMerges: "reset" } },
          at,
        ).approvals.filter((one) => one.counted);
        expect(counted.every(({ sha }) => sha === head)).toBe(true);
        const people = counted.filter(({ source }) => source !== "label").map(({ account }) => account.id); // a label fills no seat
        expect(new Set(people).size).toBe(people.length);
      }),
      runs,
    );
  });

  test("an approval of an older head never counts", () => {
    fc.assert(
      fc.property(change, policy, node, (facts, by, at) => {
        const older = {
          ...facts,
          reviews: facts.reviews.map((one) => ({ ...one, sha: formerHead })),
          comments: facts.comments.map((one) => ({ ...one, body: one.body?.replace(head, formerHead) ?? null })),
          labels: facts.labels.map((one) => ({ ...one, at: facts.head.since })),
        };
        const reset = { ...by, counting: { ...by.counting, updateMerges: "reset" as const } };
        expect(judge(older, reset, at).approvals.filter(({ counted }) => counted)).toEqual([]);
      }),
      runs,
    );
  });

  const labelDemand = fc.constantFrom<Demand>(
    { form: "labels", labels: ["ok"], from: ["a"] },
    { form: "any", of: [{ form: "labels", labels: ["urgent"], from: ["a", "b"] }, { form: "signed" }] },
  );

  test("a label approves only of the head, base and merge base that it was set on, by nobody who contributed", () => {
    let counted = 0;
    fc.assert(
      fc.property(change, policy, labelDemand, (facts, by, otherwise) => {
        const strict = { ...by.counting, author: "ignore" as const, contributors: "ignore" as const };
        const { approvals } = judge(facts, { ...by, requirements: [], otherwise, counting: strict }, null);
        for (const { account, label: name } of approvals.filter((one) => one.counted && one.source === "label")) {
          counted += 1;
          const set = facts.labels.find((one) => one.name === name && one.by?.id === account.id);
          expect(set).toMatchObject({ baseRef: facts.base.ref, mergeBase: facts.mergeBase });
          expect(Date.parse(set?.at ?? "")).toBeGreaterThan(Date.parse(facts.head.since ?? ""));
          const involved = [
            facts.author,
            facts.requester,
            ...(facts.pushers ?? []),
            ...facts.commits.items.filter((one) => !one.isCleanUpdateMerge).map((one) => one.author),
          ];
          expect(involved.map((one) => one?.id)).not.toContain(account.id);
          const ended = facts.comments.some(
            (one) => one.account.id === account.id && one.body === "/countersign withdraw" && one.at >= (set?.at ?? ""),
          );
          expect(ended).toBe(false);
        }
      }),
      { ...runs, numRuns: runs.numRuns * 3 },
    );
    expect(counted).toBeGreaterThan(runs.numRuns / 10);
  });

  test("a label that is taken away never approves more, where it is known who set it", () => {
    fc.assert(
      fc.property(change, policy, labelDemand, node, (facts, by, otherwise, at) => {
        fc.pre(facts.labels.every((one) => one.by !== null));
        const source = { ...by, requirements: [], otherwise };
        if (statusOf({ ...facts, labels: [] }, source, at) === "approved")
          expect(statusOf(facts, source, at)).toBe("approved");
      }),
      runs,
    );
  });

  test("dismissing a review never approves more", () => {
    fc.assert(
      fc.property(change, policy, node, review, (facts, by, at, one) => {
        const dismissed = { by: person(eve), at: "2026-11-20T17:50:00Z" };
        const withState = (state: Review["state"], more: Partial<Review>) =>
          statusOf({ ...facts, reviews: [...facts.reviews, { ...one, id: 999, state, ...more }] }, by, at);
        for (const state of ["approved", "changes_requested"] as const) {
          if (withState(state, { dismissed }) === "approved")
            expect(withState(state, { dismissed: null })).toBe("approved");
        }
      }),
      runs,
    );
  });

  test("editing a review or comment never approves more", () => {
    fc.assert(
      fc.property(change, policy, node, (facts, by, at) => {
        const edited = {
          ...facts,
          reviews: facts.reviews.map((one) => ({ ...one, edited: true })),
          comments: facts.comments.map((one) => ({ ...one, edited: true })),
        };
        if (statusOf(edited, by, at) === "approved") expect(statusOf(facts, by, at)).toBe("approved");
      }),
      runs,
    );
  });

  test("a member who leaves, and objects or holds nothing, never approves more by that", () => {
    const approving = change.map((facts) => ({
      ...facts,
      reviews: facts.reviews.filter(({ state }) => state === "approved"),
      comments: facts.comments.filter(({ body }) => body?.includes("approve") === true),
    }));
    fc.assert(
      fc.property(approving, policy, node, anyone, (facts, by, at, leaver) => {
        fc.pre(leaver.id !== facts.author.id); // conditions may ask who the author is
        const remains = ({ id }: { readonly id: number }) => id !== leaver.id;
        const groups = Object.entries(facts.groups).map(([key, members]) => [key, members?.filter(remains) ?? null]);
        const less = { ...facts, groups: Object.fromEntries(groups) };
        const fewer = {
          ...by,
          people: by.people.map((group) => ({ ...group, users: group.users.filter(remains) })),
        };
        if (statusOf(less, fewer, at) === "approved") expect(statusOf(facts, by, at)).toBe("approved");
      }),
      runs,
    );
  });

  test("logins are for reading only", () => {
    const renamed = <T>(value: T): T =>
      JSON.parse(JSON.stringify(value, (key, inner) => (key === "login" ? `${inner}-renamed` : inner)));
    fc.assert(
      fc.property(change, policy, node, (facts, by, at) => {
        const [one, other] = [judge(facts, by, at), judge(renamed(facts), by, at)];
        expect(other.status).toBe(one.status);
        const countedIn = ({ approvals }: typeof one) => approvals.map(({ account, counted }) => [account.id, counted]);
        expect(countedIn(other)).toEqual(countedIn(one));
      }),
      runs,
    );
  });

  test("time that passes never approves more", () => {
    fc.assert(
      fc.property(change, policy, node, fc.integer({ min: 0, max: 48 }), (facts, unlimited, at, hours) => {
        const by = { ...unlimited, counting: { ...unlimited.counting, expireAfterMs: 86_400_000 } };
        const now = new Date(Date.parse(facts.now) + hours * 3_600_000).toISOString();
        if (statusOf({ ...facts, now }, by, at) === "approved") expect(statusOf(facts, by, at)).toBe("approved");
      }),
      runs,
    );
  });

  test("`observe` and `enforced` change what is held back, not the decision", () => {
    fc.assert(
      fc.property(change, policy, node, fc.boolean(), (facts, by, at, enforced) => {
        const requirements = by.requirements.map((one) => ({ ...one, enforced }));
        expect(judge(facts, { ...by, mode: "observe" }, at)).toEqual(judge(facts, { ...by, mode: "enforce" }, at));
        const { status, approvals } = judge(facts, { ...by, requirements }, at);
        expect({ status, approvals }).toMatchObject({ status: statusOf(facts, by, at), approvals });
      }),
      runs,
    );
  });

  test("terms of a dataset, and job requests that name no agreement, never approve more", () => {
    fc.assert(
      fc.property(change, policy, node, fc.boolean(), (facts, by, at, byPurpose) => {
        const terms = byPurpose ? { purposes: ["Research"] } : { agreements: "any" as const };
        const strict = { ...facts, datasets: facts.datasets.map((one) => ({ ...one, ...terms })) };
        if (statusOf(strict, by, at) === "approved") expect(statusOf(facts, by, at)).toBe("approved");
        const jobs = facts.jobs?.map((one) => (one.asks === null ? one : asking(null))) ?? [];
        const unagreed = { ...facts, jobs };
        if (statusOf(unagreed, by, at) === "approved") expect(statusOf(facts, by, at)).toBe("approved");
      }),
      runs,
    );
  });

  test("while a blind count waits, nothing depends on the approvals of those who may fill it", () => {
    const blind: Requirement = {
      name: "blind",
      when: null,
      require: { form: "count", count: 2, from: ["a"], permission: null, distinct: null, each: null, blind: true },
    };
    const without = policy.map((by) => ({ ...by, requirements: [blind, ...by.requirements] }));
    let waiting = 0;
    fc.assert(
      fc.property(change, without, node, (facts, by, at) => {
        const told = judge(facts, by, at);
        const members = facts.groups["team:acme/data-controllers"];
        if (told.tree.children.find(({ name }) => name === "blind")?.status !== "pending" || !members) return;
        waiting += 1;
        const mayFill = (account: Account) => account.kind === "user" && members.some(({ id }) => id === account.id);
        const silent = {
          ...facts,
          reviews: facts.reviews.filter(({ account, state }) => state !== "approved" || !mayFill(account)),
          comments: facts.comments.filter(({ account, body }) => !body?.includes("approve") || !mayFill(account)),
        };
        expect(told).toEqual(judge(silent, by, at));
      }),
      runs,
    );
    expect(waiting).toBeGreaterThan(runs.numRuns / 10);
  });

  test("hostile facts never throw, and what they name is nobody and nothing", () => {
    const nasty = fc.oneof(
      fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "", " ", "\u0000", "a\nb"),
      fc.constantFrom(
        "\u202egnp.a",
        "\ud800",
        "e\u0301",
        "аdа",
        "`",
        "../../etc",
        "/",
        "refs/heads/main",
        "x".repeat(5_000),
      ),
      fc.string({ unit: "binary" }),
    );
    const nastyId = fc.oneof(fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER, Number.NaN, 1, 2, 99), fc.integer());
    const account = fc.record({ id: nastyId, login: nasty, kind: fc.constantFrom("user" as const, "bot" as const) });
    const instant = fc.oneof(nasty, hour, fc.constantFrom("2026-13-45T99:00:00Z", "+275760-09-13T00:00:00.001Z"));
    const hostile = fc.record({
      title: nasty,
      author: account,
      pushers: fc.array(account, { maxLength: 3 }),
      labels: fc.array(
        fc
          .record({ name: nasty, by: fc.option(account), at: fc.option(instant), baseRef: fc.option(nasty) })
          .map(label),
        { maxLength: 3 },
      ),
      checks: fc.array(fc.record({ name: nasty, app: nasty, state: fc.constant("success" as const), sha: nasty })),
      reviews: fc.array(
        fc
          .record({ by: account, id: nastyId, at: instant, sha: fc.oneof(nasty, fc.constant(head)), body: nasty })
          .map(approval),
      ),
      comments: fc.array(
        fc
          .record({
            by: account,
            id: nastyId,
            at: instant,
            body: nasty.map((one) => `/countersign approve ${one}\n/countersign hold\n${one}`),
          })
          .map(comment),
      ),
      files: fc.array(nasty).map((paths) => ({ complete: true, items: paths.map((one) => file(one)) })),
      datasets: fc.array(
        fc.record({ name: nasty, owners: fc.array(nasty), paths: fc.array(nasty), purposes: fc.array(nasty) }),
      ),
      jobs: fc.array(
        fc.record({
          path: nasty,
          asks: fc.record({ datasets: fc.array(nasty), purpose: nasty, agreement: fc.option(nasty) }),
        }),
      ),
      groups: fc
        .array(fc.tuple(nasty, fc.array(account, { maxLength: 2 })))
        .map((entries) =>
          JSON.parse(`{${entries.map(([key, members]) => `${JSON.stringify(key)}:${JSON.stringify(members)}`)}}`),
        ),
      permissions: fc.constantFrom(JSON.parse('{"__proto__":"admin"}'), {}),
      now: instant,
    });
    const names = fc.constantFrom("__proto__", "constructor", "a");
    const asked: fc.Arbitrary<Demand> = fc.oneof(
      fc.record({
        form: fc.constant("count" as const),
        count: fc.constantFrom(1, 2),
        from: fc.array(names, { minLength: 1, maxLength: 2 }),
        permission: fc.constantFrom(null, "read" as const),
        distinct: fc.constantFrom(null, "organisation" as const),
        each: fc.constantFrom(null, "dataset" as const),
        blind: fc.boolean(),
      }),
      names.map((from) => ({ form: "labels" as const, labels: [from], from: [from] })),
      names.map((by) => ({ form: "signed" as const, by: [by] })),
    );
    const group = fc.record({
      name: names,
      organisation: fc.option(names),
      keys: fc.array(nasty, { maxLength: 2 }),
      users: fc.constant([]),
      permission: fc.constant(null),
    });
    const people = fc.uniqueArray(group, { selector: ({ name }) => name });
    fc.assert(
      fc.property(hostile, policy, people, asked, node, (facts, by, groups, otherwise, at) => {
        const strange = {
          ...by,
          people: groups,
          requirements: [],
          otherwise,
          objectors: groups.map(({ name }) => name),
        };
        const { status, summary } = judge({ ...jobRequest, ...facts }, strange, at);
        expect(["approved", "pending", "rejected", "failed"]).toContain(status);
        expect(summary).not.toBe("");
      }),
      runs,
    );
  });

  test("3,000 files and 200 reviews are decided at once", () => {
    const big: ChangeRequest = {
      ...jobRequest,
      files: {
        complete: true,
        items: Array.from({ length: 3_000 }, (_, index) => file(`jobs/deep/${index % 50}/${index}.yml`)),
      },
      reviews: Array.from({ length: 200 }, (_, index) =>
        approval({ by: { id: index + 10, login: `u${index}`, kind: "user" }, id: index }),
      ),
    };
    const [by] = fc.sample(policy, { numRuns: 1, seed: 3 });
    if (by === undefined) throw new Error("no policy");
    const start = performance.now();
    for (let round = 0; round < 10; round += 1) statusOf(big, by, nodeOf(ben));
    expect((performance.now() - start) / 10).toBeLessThan(100);
  });
});
