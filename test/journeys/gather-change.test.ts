import { join } from "node:path";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { decide } from "../../src/core/decide.ts";
import type { Person } from "../../src/domain/identity.ts";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { openMirror } from "../../src/git/mirror.ts";
import { assembleChange, type GatheredChange, type GatherPorts } from "../../src/journeys/gather-change.ts";
import type { Forge, ForgeChange, ForgeComment, ForgeLabel, ForgeReview } from "../../src/ports/forge.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeRepository, type TestRepository, temporaryDirectory } from "../git/repository.ts";
import { noOrganisation } from "./no-organisation.ts";
import { ada, toldChange as change } from "./told-change.ts";

const ref = { repository: { forge: "github", id: 5, name: "acme/study" }, number: 7 } as const;
const ben = { id: 2, login: "ben", kind: "user" } as const;
const early = "2026-11-20T10:00:00Z";
const later = "2026-11-20T11:00:00Z";
const policy = `version: 1
people: { controllers: { users: [{ login: ben, id: 2 }] } }
counting: { update-merges: keep }
otherwise: { require: { count: 1, from: controllers } }
`;

interface Bench {
  readonly repository: TestRepository;
  /** Gathers the change whose head is this commit of the repository, with main as its base. */
  gather(head: string, told?: Partial<ForgeChange>): Promise<GatheredChange>;
}

/** Real git and a real store; of the forge only what people did. Every merge commit was made and signed by the forge. */
async function setUp(listen: { onPermissions?: (people: readonly Person[]) => void } = {}): Promise<Bench> {
  const directory = temporaryDirectory();
  const repository = makeRepository(join(directory, "work"));
  repository.commit({ ".countersign.yml": policy, "dags/a.py": "1\n" });
  const mirror = await openMirror(join(directory, "mirror.git"));
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  const isMerge = (sha: string): boolean => repository.git("rev-list", "--merges", "--no-walk", sha) !== "";
  const forge: Partial<Forge> = {
    ...noOrganisation,
    readMembers: async () => null,
    readPermissions: async (_, people) => {
      listen.onPermissions?.(people);
      return {};
    },
    readCommitIdentities: async (_, commits) =>
      new Map(
        commits.map(({ sha }) => [
          sha,
          {
            author: ada,
            committer: ada,
            coAuthors: [],
            signature: { state: "none", by: null },
            isByForge: isMerge(sha),
          },
        ]),
      ),
  };
  const ports: Pick<GatherPorts, "store" | "clock" | "node" | "presets"> = {
    store,
    clock: { now: () => new Date("2026-11-20T12:00:00Z") },
    node: null,
    presets: {},
  };
  return {
    repository,
    async gather(head, told = {}) {
      await fetchRefs(mirror, { url: repository.directory, credentials: null }, ["+refs/*:refs/*"], {
        timeoutMs: 20_000,
        allowFile: true,
      });
      const base = repository.git("rev-parse", "main");
      const whole = { ...change, head: { ...change.head, sha: head }, ...told };
      return assembleChange({ ...ports, forge } as GatherPorts, whole, mirror, base); // all that is asked of them
    },
  };
}

const review = (sha: string): ForgeReview => ({
  id: 11,
  account: ben,
  state: "approved",
  dismissed: null,
  sha,
  at: later,
  edited: false,
  body: "",
});

const comment = (id: number, body: string, edited = false): ForgeComment => ({
  id,
  place: "conversation",
  account: ben,
  body,
  at: later,
  edited,
});

const statusOf = ({ change, policy }: GatheredChange): string => decide(change, { policy, node: null }).status;

test("only a merge of the base is an update: any other branch that the forge merges in brings work of its own", async () => {
  const { repository, gather } = await setUp();
  repository.git("checkout", "--quiet", "-b", "topic");
  const approved = repository.commit({ "dags/b.py": "2\n" });
  repository.git("checkout", "--quiet", "-b", "sneaky", "main");
  repository.commit({ "dags/c.py": "bad\n" });
  repository.git("checkout", "--quiet", "topic");
  repository.git("merge", "--quiet", "--no-ff", "sneaky");
  const merged = repository.git("rev-parse", "HEAD");
  const told = { reviews: [review(approved)], earlierHeads: [{ sha: approved, since: early }] };

  expect(statusOf(await gather(approved, told))).toBe("approved");
  const sneaked = await gather(merged, told);
  expect(statusOf(sneaked)).toBe("pending");
  expect(sneaked.change.commits.items.find(({ sha }) => sha === merged)?.isCleanUpdateMerge).toBe(false);

  repository.git("checkout", "--quiet", "main");
  repository.commit({ "dags/d.py": "4\n" });
  repository.git("checkout", "--quiet", "-B", "topic", approved);
  repository.git("merge", "--quiet", "--no-ff", "main");
  const updated = await gather(repository.git("rev-parse", "HEAD"), told);
  expect(updated.change.commits.items.find(({ sha }) => sha === updated.change.head.sha)?.isCleanUpdateMerge).toBe(
    true,
  );
});

test("an objection counts though its comment was edited before it was first seen; an approval does not", async () => {
  const { repository, gather } = await setUp();
  repository.git("checkout", "--quiet", "-b", "topic");
  const head = repository.commit({ "dags/b.py": "2\n" });
  const reviews = [{ ...review(head), account: ben, at: "2026-11-20T10:30:00Z" }];
  const edited = (body: string) => gather(head, { reviews, comments: [comment(21, body, true)] });
  expect(statusOf(await edited("/countersign reject"))).toBe("rejected");

  const other = await setUp();
  other.repository.git("checkout", "--quiet", "-b", "topic");
  const sha = other.repository.commit({ "dags/b.py": "2\n" });
  const approval = comment(21, `/countersign approve ${sha}`, true);
  expect(statusOf(await other.gather(sha, { comments: [approval] }))).toBe("pending");
});

test("an objection stays when somebody removes its comment, until its author takes it back", async () => {
  const { repository, gather } = await setUp();
  repository.git("checkout", "--quiet", "-b", "topic");
  const head = repository.commit({ "dags/b.py": "2\n" });
  const reviews = [{ ...review(head), at: "2026-11-20T10:30:00Z" }];
  expect(statusOf(await gather(head, { reviews }))).toBe("approved");
  const comments = [comment(21, "Thanks\n\n/countersign reject")];
  expect(statusOf(await gather(head, { reviews, comments }))).toBe("rejected");
  expect(statusOf(await gather(head, { reviews }))).toBe("rejected");
  const again = [...reviews, { ...review(head), id: 12, at: "2026-11-20T11:30:00Z" }];
  expect(statusOf(await gather(head, { reviews: again }))).toBe("approved");
});

test("an objection to a commit stays when its comment is removed, on the commit or on the alert, and concerns no other commit", async () => {
  const { repository, gather } = await setUp();
  repository.git("checkout", "--quiet", "-b", "topic");
  const first = repository.commit({ "dags/b.py": "2\n" });
  const second = repository.commit({ "dags/b.py": "3\n" });
  const landing = (comments: readonly ForgeComment[]) => ({ ref: { ...ref, number: 0 }, comments });
  const approves = (sha: string): ForgeComment => ({
    ...comment(31, `/countersign approve ${sha}`),
    at: "2026-11-20T10:30:00Z",
    place: "commit",
  });
  for (const place of ["commit", "conversation"] as const) {
    const objection: ForgeComment = { ...comment(32, "/countersign reject"), place };
    expect(statusOf(await gather(first, landing([approves(first), objection])))).toBe("rejected");
    expect(statusOf(await gather(first, landing([approves(first)])))).toBe("rejected");
  }
  expect(statusOf(await gather(second, landing([{ ...approves(second), id: 33 }])))).toBe("approved");
});

test("a label is of the base branch and merge base that were there when it was set, as they were first recorded", async () => {
  const { repository, gather } = await setUp();
  const first = repository.git("rev-parse", "main");
  repository.git("checkout", "--quiet", "-b", "topic");
  const head = repository.commit({ "dags/b.py": "2\n" });
  const set = { name: "ok", by: ben, at: later, event: 1 };
  const labelOf = async (label: ForgeLabel, told: Partial<ForgeChange> = {}) =>
    (await gather(head, { labels: [label], ...told })).change.labels[0];
  const onMain = { name: "ok", by: ben, at: later, baseRef: "refs/heads/main", mergeBase: first };
  expect(await labelOf(set)).toEqual(onMain);
  expect(await labelOf(set, { baseRefSince: later })).toEqual(onMain);
  expect(await labelOf({ ...set, event: 2 }, { baseRefSince: early })).toEqual(onMain);
  expect(await labelOf({ ...set, event: 3 }, { baseRefSince: later })).toEqual({ ...onMain, baseRef: null });

  repository.git("branch", "--force", "main", head);
  const baseTips = [
    { sha: head, since: "2026-11-20T11:30:00Z" },
    { sha: first, since: early },
  ];
  expect(await labelOf({ ...set, event: 4 }, { baseTips })).toEqual(onMain);
  expect(await labelOf({ ...set, event: 5, at: "2026-11-20T11:45:00Z" }, { baseTips })).toMatchObject({
    mergeBase: head,
  });
});

test("a label is of nobody where the forge does not tell, or where it had another name when it was set", async () => {
  const { repository, gather } = await setUp();
  repository.git("checkout", "--quiet", "-b", "topic");
  const head = repository.commit({ "dags/b.py": "2\n" });
  const labelOf = async (label: ForgeLabel) => (await gather(head, { labels: [label] })).change.labels[0];
  const unknown = { name: "ok", by: null, at: null, baseRef: null, mergeBase: null };
  const set = { name: "ok", by: ben, at: later, event: 1 };
  expect(await labelOf({ ...set, at: null })).toEqual(unknown);
  expect(await labelOf({ ...set, event: null })).toEqual(unknown);
  expect(await labelOf({ ...set, name: "bug" })).toMatchObject({ name: "bug", by: ben });
  expect(await labelOf(set)).toEqual(unknown);
  expect(await labelOf({ ...set, event: 2 })).toMatchObject({ name: "ok", by: ben });
});

test("who set a label is asked for their permission as those who spoke are", async () => {
  const asked: string[] = [];
  const { repository, gather } = await setUp({
    onPermissions: (people) => asked.push(...people.map(({ login }) => login)),
  });
  repository.git("checkout", "--quiet", "-b", "topic");
  const head = repository.commit({ "dags/b.py": "2\n" });
  await gather(head, { labels: [{ name: "ok", by: ben, at: later, event: 1 }] });
  expect(asked).toEqual(["ada", "ben"]);
});

test("who contributed is asked for their permission, too, also who said nothing", async () => {
  const asked: string[] = [];
  const { repository, gather } = await setUp({
    onPermissions: (people) => asked.push(...people.map(({ login }) => login)),
  });
  repository.git("checkout", "--quiet", "-b", "topic");
  await gather(repository.commit({ "dags/b.py": "2\n" }), { pushers: [ada, ben] });
  expect(asked).toEqual(["ada", "ben"]);
});

test.each([
  ["is on the base", "base", [ada]],
  ["has none of its commits", "other", [ada]],
  ["has a part of its commits", "first", null],
  ["is gone", "gone", null],
])("who pushed is known where the tip of the branch before their pushes %s", async (_, since, expected) => {
  const { repository, gather } = await setUp({});
  const tips: Record<string, string> = { base: repository.git("rev-parse", "main"), gone: "e".repeat(40) };
  repository.git("checkout", "--quiet", "-b", "topic");
  tips.other = repository.commit({ "dags/c.py": "1\n" });
  repository.git("branch", "other");
  repository.git("reset", "--quiet", "--hard", "main");
  tips.first = repository.commit({ "dags/b.py": "2\n" });
  const head = repository.commit({ "README.md": "typo\n" });
  const { change } = await gather(head, { pushers: [ada], pushersSince: tips[since] ?? "" });
  expect(change.pushers).toEqual(expected);
});
