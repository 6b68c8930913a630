import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { describe, expect, onTestFinished, test } from "vitest";
import { createInspector, type Inspector } from "../../src/analysis/inspector.ts";
import { GitError } from "../../src/domain/errors.ts";
import type { Person } from "../../src/domain/identity.ts";
import type { NodeFile } from "../../src/domain/node.ts";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { listFirstParents } from "../../src/git/list-commits.ts";
import { openMirror } from "../../src/git/mirror.ts";
import { readTreeId } from "../../src/git/read-ref.ts";
import { type JudgedLanding, type JudgePorts, judgeLanding } from "../../src/journeys/judge-landing.ts";
import { createRepositoryIndexes } from "../../src/journeys/repository-index/repository-indexes.ts";
import type { Forge, ForgeComment } from "../../src/ports/forge.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeRepository, type TestRepository, temporaryDirectory } from "../git/repository.ts";
import { cohortDag } from "../world/files.ts";
import { noOrganisation } from "./no-organisation.ts";
import { toldChange } from "./told-change.ts";

const ben = { id: 2, login: "ben", kind: "user" } as const;
const policy = `version: 1
people: { controllers: { users: [{ login: ben, id: 2 }] } }
otherwise: { require: { count: 1, from: controllers } }
`;
const secret = 'password = "9f86d081884c7d65"\n';
const job = (expires: string) => `version: 1
title: Cohort
engine: { airflow: { dag_id: acme_cohort } }
outputs: [{ path: out.csv, kind: table, max_rows: 10 }]
purpose: care
expires: ${expires}
`;

interface Story {
  /** What main has before the change. */
  readonly before?: Readonly<Record<string, string>>;
  readonly policy?: string;
  /** Makes the change on its branch; by default `files`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly make?: (repository: TestRepository) => void;
  readonly land?: (repository: TestRepository) => void;
  /** What ben says on the commit that landed. */
  readonly said?: (sha: string) => string;
  readonly inspector?: Pick<Inspector, "inspect">;
  readonly landedAt?: string;
  /** Who owns the dataset `patients` of the node's catalogue; without it the node has none. */
  readonly owners?: readonly Person[] | null;
  /** So long a look waits for the DAGs of the repository. */
  readonly patienceMs?: number;
}

const merge = ({ git }: TestRepository) => git("merge", "--quiet", "--no-ff", "topic");
const squash = ({ git }: TestRepository) => {
  git("merge", "--quiet", "--squash", "topic");
  git("commit", "--quiet", "--message", "squashed");
};
const rebase = ({ git }: TestRepository) => {
  git("checkout", "--quiet", "-b", "moved", "topic");
  git("rebase", "--quiet", "--force-rebase", "main");
  git("checkout", "--quiet", "main");
  git("merge", "--quiet", "--ff-only", "moved");
};

/** Plays a change that ben approved and that somebody merged past its checks, and judges what landed. */
async function judge(story: Story): Promise<JudgedLanding> {
  const directory = temporaryDirectory();
  const repository = makeRepository(join(directory, "work"));
  const { git } = repository;
  repository.commit({ ".countersign.yml": story.policy ?? policy, ...story.before });
  git("checkout", "--quiet", "-b", "topic");
  if (story.make === undefined) repository.commit(story.files ?? {});
  else story.make(repository);
  const head = git("rev-parse", "HEAD");
  git("checkout", "--quiet", "main");
  const base = repository.commit({ "README.md": "meanwhile\n" });
  (story.land ?? merge)(repository);
  const landed = git("rev-parse", "HEAD");

  const mirror = await openMirror(join(directory, "mirror.git"));
  const remote = { url: repository.directory, credentials: null };
  await fetchRefs(mirror, remote, ["+refs/heads/main:refs/heads/main"], { timeoutMs: 20_000, allowFile: true });
  const steps = await Promise.all(
    (await listFirstParents(mirror, base, landed)).map(async (sha) => ({ sha, tree: await readTreeId(mirror, sha) })),
  );
  const [first, ...rest] = steps;
  if (first === undefined) throw new Error("nothing landed");
  const ref = "refs/heads/main";
  return judgeLanding(
    await portsOf(story, repository, mirror, head, landed),
    { repository: toldChange.ref.repository, ref, mirror },
    base,
    [first, ...rest],
  );
}

async function portsOf(
  story: Story,
  repository: TestRepository,
  mirror: Awaited<ReturnType<typeof openMirror>>,
  head: string,
  landed: string,
): Promise<JudgePorts> {
  const approval = {
    id: 1,
    account: ben,
    state: "approved",
    dismissed: null,
    sha: head,
    edited: false,
    body: "",
  } as const;
  const comment: ForgeComment = {
    id: 9,
    account: ben,
    body: story.said?.(landed) ?? "",
    at: "2026-11-20T13:00:00Z",
    edited: false,
    place: "commit",
  };
  const forge: Partial<Forge> = {
    ...noOrganisation,
    capabilities: { headRef: () => "refs/heads/topic" } as unknown as Forge["capabilities"], // all that is asked of them
    listChangesLandedAs: async () => [toldChange.ref.number],
    readChange: async () => ({
      ...toldChange,
      state: "merged",
      head: { ...toldChange.head, sha: head },
      reviews: [{ ...approval, at: "2026-11-20T11:00:00Z" }],
      mergedAs: landed,
    }),
    readRemote: async () => ({ url: repository.directory, credentials: null }),
    readCommitIdentities: async (_, commits) =>
      new Map(
        commits.map(({ sha }) => [
          sha,
          {
            author: { id: 1, login: "ada" },
            committer: { id: 1, login: "ada" },
            coAuthors: [],
            signature: { state: "none", by: null },
            isByForge: false,
          },
        ]),
      ),
    readMembers: async () => story.owners ?? null,
    readPermissions: async () => ({}),
    readPushOf: async () => ({
      by: { id: 5, login: "eve", kind: "user" },
      at: story.landedAt ?? "2026-11-20T12:00:00Z",
    }),
    listCommitComments: async () => (story.said === undefined ? [] : [comment]),
    readSelf: async () => ({ id: 99, login: "countersign[bot]", kind: "bot", commitEmail: "" }),
    answerCommitComment: async () => {},
  };
  const log = pino({ level: "silent" });
  const store = await openStore({ directory: ":memory:", log });
  onTestFinished(() => store.close());
  const inspector = createInspector({ workers: 1, deadlineMs: 20_000, log });
  onTestFinished(() => inspector.close());
  return {
    forge,
    store,
    clock: { now: () => new Date("2026-11-22T12:00:00Z") },
    mirrors: {
      open: async () => mirror,
      fetch: async (_: unknown, from: Parameters<typeof fetchRefs>[1], refspecs: readonly string[]) => {
        await fetchRefs(mirror, from, refspecs, { timeoutMs: 20_000, allowFile: true });
        return mirror;
      },
    },
    inspector: story.inspector ?? inspector,
    indexes: createRepositoryIndexes({ patienceMs: story.patienceMs ?? 20_000, log }),
    node: story.owners === undefined ? null : catalogue,
    presets: {},
    evidence: null,
  } as unknown as JudgePorts; // all that is asked of them
}

const catalogue = {
  python: "3.12",
  controllers: [{ forge: "github", ...ben, sshKeys: [] }],
  datasets: [{ name: "patients", owners: ["team:acme/patients-owners"], agreementsRequired: false }],
  repositories: [],
} as unknown as NodeFile; // all that is asked of it
const byOwners = `version: 1
kinds: { dag: ["dags/**/*.py"] }
people: { controllers: { users: [{ login: ben, id: 2 }] } }
requirements:
  - { name: owners, when: { changes: dag }, require: { count: 1, from: dataset-owners, each: dataset } }
otherwise: { require: { count: 1, from: controllers } }
`;
/** Reads the dataset by a name that stands nowhere in it. */
const reads = (head: string) => ({
  "dags/a.py": `${head}
from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator

with DAG("a", schedule=None):
    BashOperator(task_id="one", bash_command=f"count {TABLE}")
`,
});

describe("a DAG that reads a dataset, as its model tells, needs an approval of its owners", () => {
  const before = { "common/tables.py": 'TABLE = "patients"\n' };
  const cal = { id: 3, login: "cal" };

  test.each([
    ["a name that is put together", reads('TABLE = "-".join(["pat" + "ients"])')],
    ["a name of another module", reads("from common.tables import TABLE")],
  ])("%s", async (_, files) => {
    const story = { before, files, policy: byOwners };
    expect((await judge({ ...story, owners: [cal] })).verdict).toMatchObject({
      status: "unapproved",
      decision: {
        status: "pending",
        tree: { children: expect.arrayContaining([expect.objectContaining({ name: "owners" })]) },
      },
    });
    expect((await judge({ ...story, owners: null })).verdict).toMatchObject({ decision: { status: "failed" } });
    expect((await judge({ ...story, owners: [ben] })).verdict).toMatchObject({ status: "approved" });
  });

  test.each([
    ["known", 20_000],
    ["still being read", 0],
  ])("one that no change touches, but that imports what one does: where DAGs are %s", async (_, patienceMs) => {
    const files = { "common/tables.py": 'TABLE = "pat" + "ients"\n' };
    const others = { "common/tables.py": 'TABLE = "none"\n', ...reads("from common.tables import TABLE") };
    const policy = byOwners.replace("{ changes: dag }", "{ not: { draft: true } }");
    const story = { before: others, files, policy, patienceMs };
    expect((await judge({ ...story, owners: [cal] })).verdict).toMatchObject({ decision: { status: "pending" } });
    expect((await judge({ ...story, owners: [ben] })).verdict).toMatchObject({ status: "approved" });
  });

  test("also where the commit that landed is countersigned", async () => {
    const said = (sha: string) => `/countersign approve ${sha}`;
    const story = {
      before,
      files: { ...reads("from common.tables import TABLE"), "dags/b.py": secret },
      policy: byOwners,
      said,
    };
    expect((await judge({ ...story, owners: [cal] })).verdict).toMatchObject({ decision: { status: "pending" } });
    expect((await judge({ ...story, owners: [ben] })).verdict).toMatchObject({
      status: "approved",
      basis: { kind: "countersigned" },
    });
  });

  test("one that cannot be looked into may read any", async () => {
    const unread = [{ path: "dags/a.py", reason: "it is nested too deeply to be parsed" }];
    const inspect = async () => ({ findings: [], indeterminate: [], filesInspected: 0, unread });
    const story = { files: { "dags/a.py": "x = 1\n" }, policy: byOwners, owners: [cal], inspector: { inspect } };
    expect((await judge(story)).verdict).toMatchObject({ decision: { status: "pending" } });
    const none = { inspect: async () => ({ ...(await inspect()), unread: [] }) };
    expect((await judge({ ...story, inspector: none })).verdict).toMatchObject({ status: "approved" });
  });
});

const bad = { "dags/a.py": secret };
const heldBack = "its validation has 1 error (SEC-001 in `dags/a.py` on line 1)";

describe("an approved change that was merged past its failed validation", () => {
  test.each([
    ["a merge", merge],
    ["a squash", squash],
    ["a rebase", rebase],
  ])("is held back: %s", async (_, land) => {
    const { verdict } = await judge({ files: bad, land });
    expect(verdict).toMatchObject({
      status: "unapproved",
      change: 7,
      decision: { status: "approved" },
      reason: `it is change 7, which is approved, but ${heldBack}`,
      invalid: heldBack,
    });
  });

  test("is deployed where the policy only observes, and is told of", async () => {
    expect(await judge({ files: bad, policy: `${policy}mode: observe\n` })).toMatchObject({
      verdict: { status: "approved", basis: { kind: "change", number: 7 } },
      observed: { change: 7, summary: null, findings: [{ rule: "SEC-001", path: "dags/a.py", line: 1 }] },
    });
  });

  test("is deployed when the commit that landed is countersigned", async () => {
    const { verdict } = await judge({ files: bad, said: (sha) => `/countersign approve ${sha}` });
    expect(verdict).toMatchObject({ status: "approved", basis: { kind: "countersigned" } });
  });

  test("is held back for a file that could not be examined", async () => {
    const make = (repository: TestRepository) => {
      repository.commit({ "dags/a.py": "x = 1\n" });
      symlinkSync("a.py", join(repository.directory, "dags/b.py"));
      repository.commit({});
    };
    const { verdict } = await judge({ make });
    expect(verdict).toMatchObject({
      status: "unapproved",
      invalid:
        "its validation has 1 file that could not be examined (`dags/b.py`: it is a symbolic link; put the file itself there)",
    });
  });

  test("is held back, and says why, when the inspection itself fails", async () => {
    const inspect = () => Promise.reject(new TypeError("a rule is broken"));
    const { verdict } = await judge({ files: { "dags/a.py": "x = 1\n" }, inspector: { inspect } });
    expect(verdict).toMatchObject({
      status: "unapproved",
      invalid:
        "its validation has 1 file that could not be examined (`dags/a.py`: it was not examined: a rule is broken)",
    });
    const observing = await judge({
      files: { "dags/a.py": "x = 1\n" },
      inspector: { inspect },
      policy: `${policy}mode: observe\n`,
    });
    expect(observing.verdict.status).toBe("approved");
    expect(observing.observed?.summary).toMatch(/^Its validation has 1 file that could not be examined/);
  });

  test("waits while the inspection fails in a way that passes", async () => {
    const inspect = () => Promise.reject(new GitError("disk", "the disk is full"));
    await expect(judge({ files: { "dags/a.py": "x = 1\n" }, inspector: { inspect } })).rejects.toThrow(
      "the disk is full",
    );
  });
});

describe("an approved change is deployed", () => {
  test("when nothing is wrong with it", async () => {
    const { verdict, observed } = await judge({ files: { "dags/a.py": "x = 1\n" } });
    expect(verdict).toMatchObject({ status: "approved", basis: { kind: "change", number: 7 } });
    expect(observed).toBeUndefined();
  });

  test("when what is wrong was there before it", async () => {
    const { verdict } = await judge({
      before: { "dags/a.py": `${secret}x = 1\n` },
      files: { "dags/a.py": `${secret}x = 2\n` },
    });
    expect(verdict.status).toBe("approved");
  });

  test("when its job request expired only after it had landed", async () => {
    const files = { "jobs/a.yml": job("2026-11-21") };
    const before = { "dags/cohort.py": cohortDag };
    expect((await judge({ before, files })).verdict).toMatchObject({ status: "approved" });
    const late = await judge({ before, files, landedAt: "2026-11-22T09:00:00Z" });
    expect(late.verdict).toMatchObject({
      status: "unapproved",
      invalid: expect.stringContaining("in `jobs/a.yml` on line"),
    });
  });
});
