import { join } from "node:path";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { createInspector, type Inspector } from "../../src/analysis/inspector.ts";
import type { Person } from "../../src/domain/identity.ts";
import type { NodeFile } from "../../src/domain/node.ts";
import type { Publication } from "../../src/domain/publication.ts";
import type { Run } from "../../src/domain/run.ts";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { listFirstParents } from "../../src/git/list-commits.ts";
import { openMirror } from "../../src/git/mirror.ts";
import { readTreeId } from "../../src/git/read-ref.ts";
import { type JudgedLanding, type JudgePorts, judgeLanding } from "../../src/journeys/judge-landing.ts";
import { createRepositoryIndexes } from "../../src/journeys/repository-index/repository-indexes.ts";
import type { Forge, ForgeChange, ForgeComment, PushSeen } from "../../src/ports/forge.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeRepository, type TestRepository, temporaryDirectory } from "../git/repository.ts";
import { noOrganisation } from "./no-organisation.ts";
import { ada, toldChange } from "./told-change.ts";

export const ben = { id: 2, login: "ben", kind: "user" } as const;
export const onePolicy = `version: 1
people: { controllers: { users: [{ login: ben, id: 2 }] } }
otherwise: { require: { count: 1, from: controllers } }
`;
/** A line to which the rules object. */
export const secret = 'password = "9f86d081884c7d65"\n';

export interface Story {
  /** What main has before the change. */
  readonly before?: Readonly<Record<string, string>>;
  readonly policy?: string;
  /** Makes the change on its branch; by default `files`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly make?: (repository: TestRepository) => void;
  /** What comes onto main before the landing that is judged; answers the commit as which the forge merged the change. */
  readonly earlier?: (repository: TestRepository) => string;
  readonly land?: (repository: TestRepository) => void;
  /** What ben says on the commit that landed. */
  readonly said?: (sha: string) => string;
  readonly inspector?: Pick<Inspector, "inspect">;
  readonly landedAt?: string;
  /** What the forge tells of the change that landed; `null`: it was pushed past all changes. */
  readonly told?: Partial<ForgeChange> | null;
  /** Other changes by which it came, by their numbers. */
  readonly others?: Readonly<Record<number, Partial<ForgeChange>>>;
  /** Who made a commit, which is ada unless said otherwise, or `null` for nobody; `head` is that of every change. */
  readonly authorOf?: (sha: string, head: string) => Person | null;
  /** The branch of every change. */
  readonly headRef?: string;
  /** The results of whose runs were proposed. */
  readonly publications?: readonly Publication[];
  readonly runs?: readonly Run[];
  /** With which changes the forge associates a commit, where not all are told of each. */
  readonly changesOf?: (sha: string, head: string) => readonly number[];
  /** What the forge tells of the push that left a commit, which is eve's unless said otherwise; `base` is what main was before. */
  readonly push?: (sha: string, base: string) => Partial<PushSeen> | null;
  readonly evidence?: JudgePorts["evidence"];
  /** Who owns the dataset `patients` of the node's catalogue; without it the node has none. */
  readonly owners?: readonly Person[] | null;
  /** So long a look waits for the DAGs of the repository. */
  readonly patienceMs?: number;
}

export const merge = ({ git }: TestRepository) => git("merge", "--quiet", "--no-ff", "topic");
export const squash = ({ git }: TestRepository) => {
  git("merge", "--quiet", "--squash", "topic");
  git("commit", "--quiet", "--message", "squashed");
};
export const rebase = ({ git }: TestRepository) => {
  git("checkout", "--quiet", "-b", "moved", "topic");
  git("rebase", "--quiet", "--force-rebase", "main");
  git("checkout", "--quiet", "main");
  git("merge", "--quiet", "--ff-only", "moved");
};

/** Plays a change that ben approved and that somebody merged past its checks, and judges what landed. */
export async function judge(story: Story): Promise<JudgedLanding> {
  const directory = temporaryDirectory();
  const repository = makeRepository(join(directory, "work"));
  const { git } = repository;
  repository.commit({ ".countersign.yml": story.policy ?? onePolicy, ...story.before });
  git("checkout", "--quiet", "-b", "topic");
  if (story.make === undefined) repository.commit(story.files ?? {});
  else story.make(repository);
  const head = git("rev-parse", "HEAD");
  git("checkout", "--quiet", "main");
  const mergedAs = story.earlier?.(repository);
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
    await portsOf(story, repository, mirror, { base, head, landed, mergedAs: mergedAs ?? landed }),
    { repository: toldChange.ref.repository, ref, mirror },
    base,
    [first, ...rest],
  );
}

async function portsOf(
  story: Story,
  repository: TestRepository,
  mirror: Awaited<ReturnType<typeof openMirror>>,
  { base, head, landed, mergedAs }: Readonly<Record<"base" | "head" | "landed" | "mergedAs", string>>,
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
    listChangesLandedAs: async (_, sha) =>
      story.changesOf?.(sha, head) ?? [
        ...(story.told === null ? [] : [toldChange.ref.number]),
        ...Object.keys(story.others ?? {}).map(Number),
      ],
    readChange: async (ref) => ({
      ...toldChange,
      ref,
      state: "merged",
      head: { ...toldChange.head, sha: head, ref: story.headRef ?? toldChange.head.ref },
      reviews: [{ ...approval, at: "2026-11-20T11:00:00Z" }],
      mergedAs: ref.number === toldChange.ref.number ? mergedAs : landed,
      ...(story.others?.[ref.number] ?? story.told),
    }),
    readRemote: async () => ({ url: repository.directory, credentials: null }),
    readCommitIdentities: async (_, commits) =>
      new Map(
        commits.map(({ sha }) => {
          const author = story.authorOf === undefined ? ada : story.authorOf(sha, head);
          return [sha, { ...unsigned, author, committer: author }];
        }),
      ),
    readMembers: async () => story.owners ?? null,
    readPermissions: async () => ({}),
    readPushOf: async (_, __, sha) => {
      const push = story.push === undefined ? {} : story.push(sha, base);
      return push && { ...pushByEve(story), from: base, ...push };
    },
    listCommitComments: async () => (story.said === undefined ? [] : [comment]),
    readSelf: async () => ({ id: 99, login: "countersign[bot]", kind: "bot", commitEmail: "" }),
    answerCommitComment: async () => {},
  };
  const log = pino({ level: "silent" });
  const store = await openStore({ directory: ":memory:", log });
  onTestFinished(() => store.close());
  for (const run of story.runs ?? []) await store.createRun(run);
  for (const publication of story.publications ?? []) await store.createPublication(publication);
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
    inspector: story.inspector ?? openInspector(),
    indexes: createRepositoryIndexes({ patienceMs: story.patienceMs ?? 20_000, log }),
    node: story.owners === undefined ? null : catalogue,
    presets: {},
    evidence: story.evidence ?? null,
  } as unknown as JudgePorts; // all that is asked of them
}

const unsigned = { coAuthors: [], signature: { state: "none", by: null }, isByForge: false } as const;

function pushByEve({ landedAt = "2026-11-20T12:00:00Z" }: Story) {
  return { by: { id: 5, login: "eve", kind: "user" }, at: landedAt, isMerge: false, isLast: true } as const;
}

const catalogue = {
  python: "3.12",
  controllers: [{ forge: "github", ...ben, sshKeys: [] }],
  datasets: [{ name: "patients", owners: ["team:acme/patients-owners"], agreementsRequired: false }],
  repositories: [],
} as unknown as NodeFile; // all that is asked of it

function openInspector(): Inspector {
  const inspector = createInspector({ workers: 1, deadlineMs: 20_000, log: pino({ level: "silent" }) });
  onTestFinished(() => inspector.close());
  return inspector;
}
