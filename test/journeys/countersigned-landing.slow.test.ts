import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, describe, expect, test } from "vitest";
import { createInspector } from "../../src/analysis/inspector.ts";
import type { Person } from "../../src/domain/identity.ts";
import type { Publication } from "../../src/domain/publication.ts";
import type { ForgeChange } from "../../src/ports/forge.ts";
import type { TestRepository } from "../git/repository.ts";
import { ben, judge, type Story, secret, squash } from "./landing-story.ts";
import { ada, toldChange } from "./told-change.ts";

const inspector = createInspector({ workers: 1, deadlineMs: 20_000, log: pino({ level: "silent" }) });
afterAll(() => inspector.close());

const said = (sha: string) => `/countersign approve ${sha}`;
const two = (when: string) => `version: 1
people: { controllers: { users: [{ login: ben, id: 2 }, { login: cal, id: 3 }] } }
requirements:
  - { name: strict, when: ${when}, require: { count: 2, from: controllers } }
  - { name: all, require: { count: 1, from: controllers } }
`;
/** The same tree as that of the change would be approved with it; this one is another. */
const altered = (repository: TestRepository) => {
  repository.git("merge", "--quiet", "--no-ff", "--no-commit", "topic");
  repository.commit({ "notes/more.md": "more\n" });
};
const files = { "dags/a.py": "x = 1\n" };

async function statusOf(story: Story): Promise<string> {
  const { verdict } = await judge({ files, said, land: altered, inspector, ...story });
  if (verdict.status === "approved") expect(verdict.basis.kind).toBe("countersigned");
  return verdict.status === "approved" ? "approved" : `${verdict.decision?.status}: ${verdict.decision?.summary}`;
}

/** For one besides ben. */
const waits = "pending: Waiting for 1 approval from controllers.";
const label = { name: "legal", by: ada, at: "2026-11-20T11:00:00Z", event: 1 } as const;

describe("a landing that is countersigned is asked what its change would be asked", () => {
  test.each<readonly [string, string, Partial<ForgeChange>]>([
    ["comes from a fork", "{ from-fork: true }", { isFork: true }],
    ["carries a label", "{ labels: [legal] }", { labels: [label] }],
    ["has a title", "{ title: '^URGENT' }", { title: "URGENT" }],
    ["is a draft", "{ draft: true }", { isDraft: true }],
  ])("which %s", async (_, when, told) => {
    expect(await statusOf({ policy: two(when), told })).toBe(waits);
    expect(await statusOf({ policy: two(when) })).toBe("approved");
  });

  test("where a condition is the contrary", async () => {
    const policy = two("{ not: { from-fork: true } }");
    expect(await statusOf({ policy, told: { isFork: true } })).toBe("approved");
    expect(await statusOf({ policy })).toBe(waits);
  });

  test.each([
    ["{ from-fork: true }", waits],
    ["{ from-fork: false }", waits],
    ["{ labels: [legal] }", waits],
    ["{ all: [{ from-fork: true }, { labels: [legal] }] }", "approved"],
  ])("also of another change by which it came: %s", async (when, status) => {
    const others = { 8: { isFork: true }, 9: { labels: [label], baseRef: "refs/heads/other" } };
    expect(await statusOf({ policy: two(when), others })).toBe(status);
  });

  test("and nobody who opened one of them counts", async () => {
    const policy = `${two("{ draft: true }")}counting: { contributors: allow }\n`;
    expect(await statusOf({ policy, others: { 8: { author: ben } } })).toMatch(/^pending: Waiting for 1 approval/);
    expect(await statusOf({ policy, others: { 8: {} } })).toBe("approved");
  });

  test("and nobody who asked for the results that one of them brought into another branch", async () => {
    const headRef = "refs/heads/countersign/results/run-1";
    const others = { 9: { baseRef: "refs/heads/other" } };
    const of = (requester: Publication["requester"]): Publication => ({
      run: "run-1",
      repository: { forge: "github", id: 5, name: "acme/study" },
      requester,
      dvcPath: "results/run-1.dvc",
      directory: { md5: `${"a".repeat(32)}.dir`, size: 1 },
      objects: [],
      branch: "countersign/results/run-1",
      change: 9,
      state: "proposed",
      detail: "",
      updatedAt: "2026-11-20T10:00:00Z",
    });
    const policy = two("{ draft: true }");
    expect(await statusOf({ policy, others, headRef, publications: [of(ben)] })).toMatch(
      /^pending: Waiting for 1 approval/,
    );
    expect(await statusOf({ policy, others, headRef, publications: [of(ada)] })).toBe("approved");
  });
});

describe.each(["refs/heads/main", "refs/heads/other"])("who had a part in a change into %s", (baseRef) => {
  const policy = two("{ draft: true }");
  const story: Story = { policy, told: null };
  const by = (told: Partial<ForgeChange>): Story => ({ ...story, others: { 9: { baseRef, reviews: [], ...told } } });

  test.each<readonly [string, ForgeChange["pushers"], string | RegExp]>([
    ["pushed to it", [ada, ben], waits],
    ["did not push to it", [ada], "approved"],
    ["may have pushed to it", null, /^failed: .*it is not known who pushed/],
  ])("%s, and has as much say in the landing", async (_, pushers, status) => {
    expect(await statusOf(by({ pushers }))).toMatch(status);
  });

  test.each<readonly [string, Person | null, string | RegExp]>([
    ["made", ben, waits],
    ["did not make", ada, "approved"],
    ["may have made", null, /^failed: /],
  ])("%s a commit that was squashed on its way, and has as much say", async (_, author, status) => {
    const authorOf = (sha: string, head: string) => (sha === head ? author : ada);
    expect(await statusOf({ ...by({}), land: squash, authorOf })).toMatch(status);
  });
});

test("who had a part in a change into another branch is not known where its head is gone", async () => {
  const gone = { baseRef: "refs/heads/other", head: { ...toldChange.head, sha: "e".repeat(40) } };
  const unknown = /^failed: .*it is not known who pushed/;
  expect(await statusOf({ policy: two("{ draft: true }"), told: null, others: { 9: gone } })).toMatch(unknown);
});

describe("a change that came with a side branch, below other commits, is asked the same", () => {
  /** eve builds on the head of the change, and merges that. */
  const below = (commits: number) => (repository: TestRepository) => {
    repository.git("checkout", "--quiet", "-b", "eves", "topic");
    for (let count = 1; count <= commits; count += 1) repository.commit({ "notes/more.md": `more ${count}\n` });
    repository.git("checkout", "--quiet", "main");
    repository.git("merge", "--quiet", "--no-ff", "eves");
  };
  const changesOf = (sha: string, head: string) => (sha === head ? [7] : []);
  const story = { land: below(1), changesOf };
  const alone =
    "version: 1\npeople: { controllers: { users: [{ login: ben, id: 2 }] } }\notherwise: { require: { count: 1, from: controllers } }\n";

  test.each<readonly [string, Partial<ForgeChange>]>([
    ["{ from-fork: true }", { isFork: true }],
    ["{ labels: [legal] }", { labels: [label] }],
    ["{ labels: [legal] }", { labels: [label], baseRef: "refs/heads/other" }],
  ])("%s", async (when, told) => {
    expect(await statusOf({ ...story, policy: two(when), told })).toBe(waits);
    expect(await statusOf({ ...story, policy: two(when) })).toBe("approved");
  });

  test("and whoever opened it has no say", async () => {
    expect(await statusOf({ ...story, policy: alone, told: { author: ben, reviews: [] } })).toBe(waits);
    expect(await statusOf({ ...story, policy: alone, told: { reviews: [] } })).toBe("approved");
  });

  test("and by what more than fifty commits came is not known", async () => {
    const { verdict } = await judge({ files, said, inspector, ...story, policy: alone, land: below(51) });
    expect(verdict.decision?.summary).toContain("it is not known by which change it landed");
  });
});

describe("what the rules found in a landing", () => {
  const policy = two("{ findings: error }");

  test("counts when it is countersigned", async () => {
    expect(await statusOf({ policy, files: { "dags/a.py": secret } })).toBe(waits);
    expect(await statusOf({ policy })).toBe("approved");
  });

  test("is not known of a file that could not be examined", async () => {
    const make = (repository: TestRepository) => {
      repository.commit(files);
      symlinkSync("a.py", join(repository.directory, "dags/b.py"));
      repository.commit({});
    };
    const unknown = "`dags/b.py` could not be examined, so it is not known what the rules would find there";
    expect(await statusOf({ policy, make })).toBe(
      `failed: No decision is possible: it is not known whether it applies: ${unknown}.`,
    );
  });

  test("stands in the evidence", async () => {
    const evidence = { version: "1.0.0" } as Story["evidence"] & object; // all that is asked of it
    const story = { files: { "dags/a.py": secret }, said, land: altered, inspector, evidence };
    expect((await judge(story)).attested?.inspection.findings).toEqual([
      { rule: "SEC-001", severity: "error", path: "dags/a.py" },
    ]);
  });
});

describe("what was pushed past all changes", () => {
  test.each([
    ["{ from-fork: true }", "approved"],
    ["{ labels: [legal] }", "approved"],
    ["{ draft: true }", "approved"],
    ["{ title: '^Merge' }", waits],
    ["{ not: { labels: [legal] } }", waits],
  ])("has no fork, no label, no draft, and the commit's subject as its title: %s", async (when, status) => {
    const land = (repository: TestRepository) => repository.git("merge", "--quiet", "--no-ff", "topic");
    expect(await statusOf({ policy: two(when), told: null, land })).toBe(status);
  });

  const open = "counting: { author: allow, contributors: allow }\n";
  const unknown = "it is not known by which change it landed, or who pushed it";

  test.each(["from-fork: true", "labels: [legal]", "draft: false", "title: x", "author: controllers"])(
    "is not known where nobody knows who pushed it: %s",
    async (condition) => {
      const policy = `${two(`{ ${condition} }`)}${open}`;
      expect(await statusOf({ policy, told: null, push: () => null })).toBe(
        `failed: No decision is possible: ${unknown}.`,
      );
    },
  );

  test("is not known where the forge merged a change, and does not say yet which", async () => {
    const push = (isMerge: boolean | null) => () => ({ isMerge });
    const policy = two("{ labels: [legal] }");
    expect(await statusOf({ policy, told: null, push: push(true) })).toMatch(/^failed: .*not known/);
    expect(await statusOf({ policy, told: null, push: push(false) })).toBe("approved");
    expect(await statusOf({ policy, told: null, push: push(null) })).toBe("approved");
    expect(await statusOf({ policy, push: push(true) })).toBe("approved");
  });

  test.each([
    ["where its own push is not told, but a later one is, which did not bring it", "x", "failed: "],
    ["where the push that is told came on something that is gone", "gone", "failed: "],
    ["where the commit came with what was pushed on top of it", "base", "approved"],
    ["where the push made the branch", null, "approved"],
  ])("is pushed by whoever brought it: %s", async (_, from, status) => {
    let own = "";
    const land = (repository: TestRepository) => {
      own = repository.commit({ "dags/own.py": "x = 1\n" });
      repository.commit({ "README.md": "typo\n" });
    };
    const push = (sha: string, base: string) => {
      const tips: Readonly<Record<string, string>> = { x: own, base, gone: "e".repeat(40) };
      return sha === own ? null : { from: from === null ? null : (tips[from] ?? null) };
    };
    const policy = two("{ size: { files: '>100' } }");
    const approve = () => `/countersign approve ${own}`;
    expect(await statusOf({ policy, told: null, land, push, said: approve })).toMatch(status);
  });

  test("is approved by nobody who may have pushed it", async () => {
    const policy = two("{ size: { files: '>100' } }");
    const story = { told: null, push: () => null };
    for (const counting of ["counting: { contributors: allow }\n", open]) {
      const status = await statusOf({ policy: `${policy}${counting}`, ...story });
      expect(status).toBe(`failed: No decision is possible: ${unknown}.`);
    }
  });
});
