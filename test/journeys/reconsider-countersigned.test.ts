import { join } from "node:path";
import { pino } from "pino";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { baseChange } from "../../src/core/base-change.ts";
import { decide } from "../../src/core/decide.ts";
import { renderDvcFile } from "../../src/core/plan-publication.ts";
import type { Decision } from "../../src/domain/decision.ts";
import type { NodeFile } from "../../src/domain/node.ts";
import type { Publication } from "../../src/domain/publication.ts";
import type { Recall } from "../../src/domain/recall.ts";
import type { Run } from "../../src/domain/run.ts";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { openMirror } from "../../src/git/mirror.ts";
import type { Branch } from "../../src/journeys/branch.ts";
import { gatherCountersigned } from "../../src/journeys/gather-countersigned.ts";
import { lookAtEnded } from "../../src/journeys/look-at-ended.ts";
import type { JourneyPorts } from "../../src/journeys/ports.ts";
import { reconsiderCountersigned } from "../../src/journeys/reconsider-countersigned.ts";
import { createRepositoryIndexes } from "../../src/journeys/repository-index/repository-indexes.ts";
import type { Forge, ForgeChange, ForgeComment, ForgeReview } from "../../src/ports/forge.ts";
import type { RecordedLanding, Store } from "../../src/ports/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";
import { auditEntry } from "../support/audit-entry.ts";
import { noOrganisation } from "./no-organisation.ts";
import { toldChange } from "./told-change.ts";

const ben = { id: 2, login: "ben", kind: "user" } as const;
const eve = { id: 5, login: "eve", kind: "user" } as const;
const byAda = {
  author: { id: 1, login: "ada" },
  committer: { id: 1, login: "ada" },
  coAuthors: [],
  signature: { state: "none", by: null },
  isByForge: false,
} as const;
const log = pino({ level: "silent" });
const policy = `version: 1
people: { controllers: { users: [{ login: ben, id: 2 }] } }
otherwise: { require: { count: 1, from: controllers } }
counting: { expire-after: 30d }
after-landing: { on-withdrawal: rollback, on-expiry: rollback }
`;
const { repository } = toldChange.ref;
const ref = "refs/heads/main";
const place = { repositoryKey: "github:5", ref } as const;
const landedAt = "2026-11-20T12:00:05Z";

/** Results that are published by now. */
const published: Publication = {
  run: "r1",
  repository,
  requester: { id: 1, login: "ada" },
  dvcPath: "results/cohort/r1.dvc",
  directory: { md5: `${"a".repeat(32)}.dir`, size: 1 },
  objects: [],
  branch: "countersign/results/r1",
  change: 8,
  state: "published",
  detail: "",
  updatedAt: landedAt,
};

let store: Store;
let ports: JourneyPorts;
let branch: Branch;
let landing: ReturnType<typeof landingOf>;
/** What landed on top of it. */
let tip: string;
let now: string;
let change: ForgeChange;
let onCommit: ForgeComment[];
/** What was answered, and on which comment: of the change, or of the commit. */
let answers: string[];

beforeEach(async () => {
  const directory = temporaryDirectory();
  const work = makeRepository(join(directory, "work"));
  const base = work.commit({ ".countersign.yml": policy });
  work.git("checkout", "--quiet", "-b", "topic");
  const head = work.commit({ "dags/a.py": "x = 1\n" });
  work.git("checkout", "--quiet", "main");
  work.git("merge", "--quiet", "--no-ff", "--no-commit", "topic");
  const sha = work.commit({ "notes/more.md": "more\n", [published.dvcPath]: renderDvcFile(published) });
  tip = work.commit({ "notes/tip.md": "tip\n" });
  const mirror = await openMirror(join(directory, "mirror.git"));
  const fetch = async (_: unknown, __: unknown, refspecs: readonly string[]) => {
    const remote = { url: work.directory, credentials: null };
    await fetchRefs(mirror, remote, refspecs, { timeoutMs: 20_000, allowFile: true });
    return mirror;
  };
  await fetch(null, null, [`+${ref}:${ref}`]);
  branch = { repository, ref, mirror };

  store = await openStore({ directory: ":memory:", log });
  onTestFinished(() => store.close());
  const counted = { account: ben, sha, counted: true, why: "", source: "countersignature" } as const;
  landing = landingOf(sha, base, work.git("rev-parse", `${sha}^{tree}`), {
    decision: { ...decide(baseChange, { policy: { state: "absent" }, node: null }), approvals: [counted] },
  });
  now = "2026-11-22T12:00:00Z";
  answers = [];
  onCommit = [say(9, ben, `/countersign approve ${sha}`, "2026-11-20T12:00:00Z"), answerTo(9)];
  change = { ...toldChange, state: "merged", head: { ...toldChange.head, sha: head }, mergedAs: sha };
  ports = portsOn({ open: async () => mirror, fetch });
});

function landingOf(sha: string, before: string, tree: string, more: { readonly decision?: Decision } = {}) {
  const basis = { kind: "countersigned", author: { id: 1, login: "ada" } } as const;
  const verdict = {
    status: "approved",
    basis,
    decision: more.decision ?? null,
    reason: "it was countersigned",
  } as const;
  return { ...place, before, sha, tree, verdict, at: landedAt };
}

function say(id: number, account: ForgeComment["account"], body: string, at = "2026-11-21T12:00:00Z"): ForgeComment {
  return { id, account, body, at, edited: false, place: "conversation" };
}

function answerTo(id: number): ForgeComment {
  return say(
    1000 + id,
    { id: 99, login: "countersign[bot]", kind: "bot" },
    `<!-- countersign:answer ${id} -->\nNoted.`,
  );
}

function portsOn(mirrors: Pick<JourneyPorts["mirrors"], "open" | "fetch">): JourneyPorts {
  const forge: Partial<Forge> = {
    ...noOrganisation,
    name: "github",
    capabilities: { headRef: () => "refs/heads/topic" } as unknown as Forge["capabilities"], // all that is asked of them
    readSelf: async () => ({ id: 99, login: "countersign[bot]", kind: "bot", commitEmail: "" }),
    listChangesLandedAs: async () => [toldChange.ref.number],
    readChange: async () => change,
    readRemote: async () => ({ url: "", credentials: null }),
    readCommitIdentities: async (_, commits) => new Map(commits.map(({ sha }) => [sha, byAda])),
    readMembers: async () => null,
    readPermissions: async () => ({}),
    readPushOf: async () => ({
      by: eve,
      at: "2026-11-20T11:30:00Z",
      isMerge: false,
      from: landing.before,
      isLast: true,
    }),
    listCommitComments: async (_, sha) => (sha === landing.sha ? onCommit : []),
    publishReport: async () => {},
    answerComment: async (_, id, body) => void answers.push(`change ${id}: ${body}`),
    answerCommitComment: async (_, __, ___, id, body) => void answers.push(`commit ${id}: ${body}`),
  };
  return {
    forge,
    store,
    log,
    clock: { now: () => new Date(now) },
    mirrors,
    inspector: { inspect: async () => ({ findings: [], indeterminate: [], filesInspected: 0, unread: [] }) },
    indexes: createRepositoryIndexes({ patienceMs: 20_000, log }),
    node: null,
    repositoryOf: () => null,
    presets: {},
  } as unknown as JourneyPorts; // all that is asked of them
}

async function record(...landings: readonly RecordedLanding[]): Promise<void> {
  for (const one of landings) await store.recordLanding(one, auditEntry());
}

async function actsOf(): Promise<readonly string[]> {
  const recalls = await store.listRecalls(place.repositoryKey, ref);
  const words = ({ cause, sha }: Recall) =>
    cause.kind === "taken-back" && sha === landing.sha
      ? cause.acts.map((act) => (act.kind === "expiry" ? act.kind : `${act.kind} ${act.by.login}`))
      : [];
  return recalls.filter(({ ended }) => ended === null).flatMap(words);
}

describe("what is said on the change by which a countersigned commit came", () => {
  const review: ForgeReview = {
    id: 3,
    account: ben,
    state: "changes_requested",
    dismissed: null,
    sha: null,
    at: "2026-11-21T12:00:00Z",
    edited: false,
    body: "",
  };

  /** As an unapproved change that was countersigned afterwards is recorded, or as another tree, of which no change is known. */
  async function recordAs(how: "the change" | "another tree"): Promise<void> {
    const verdict = { status: "unapproved", change: 7, decision: null, reason: "" } as const;
    if (how === "the change") await record({ ...landing, verdict });
    await record(landing);
  }

  test.each([
    ["the change", "reject", "objection ben"],
    ["the change", "withdraw", "withdrawal ben"],
    ["another tree", "reject", "objection ben"],
    ["another tree", "hold", "hold ben"],
  ] as const)("takes it back, recorded as %s: %s", async (how, command, act) => {
    await recordAs(how);
    change = { ...change, comments: [say(20, ben, `/countersign ${command}`)] };
    await lookAtEnded(ports, change);
    expect(await actsOf()).toEqual([act]);
    expect(answers).toEqual([expect.stringContaining(`It landed already, as ${landing.sha}, which was countersigned`)]);
    expect(answers[0]).toMatch(/^change 20: Noted.*is taken back.*Its unfinished runs are cancelled\./);

    onCommit = [...onCommit, say(30, eve, "/countersign explain")];
    await reconsiderCountersigned(ports, branch);
    expect(await actsOf()).toEqual([act]);
    expect(answers).toEqual([expect.anything(), expect.stringMatching(/^commit 30: /)]);
  });

  test("takes it back where changes are requested", async () => {
    await recordAs("another tree");
    change = { ...change, reviews: [review] };
    await lookAtEnded(ports, change);
    expect(await actsOf()).toEqual(["objection ben"]);
  });

  test("takes nothing back where it was said before the commit was countersigned, or by a stranger", async () => {
    await recordAs("the change");
    const earlier = "2026-11-20T11:00:00Z";
    const comments = [say(20, ben, "/countersign reject", earlier), say(21, eve, "/countersign reject")];
    change = { ...change, comments, reviews: [{ ...review, at: earlier }] };
    await lookAtEnded(ports, change);
    expect(await actsOf()).toEqual([]);
    expect(answers[0]).toContain(`as ${landing.sha}, which was countersigned itself, and stays as it is`);
  });
});

describe("an approval that expires where the commit was countersigned", () => {
  test("takes it back, once, though nobody says anything", async () => {
    await record(landing);
    await reconsiderCountersigned(ports, branch);
    expect(await actsOf()).toEqual([]);
    now = "2026-12-21T12:00:00Z";
    await reconsiderCountersigned(ports, branch);
    expect(await actsOf()).toEqual(["expiry"]);
    await reconsiderCountersigned(ports, branch);
    expect(await store.listRecalls(place.repositoryKey, ref)).toHaveLength(1);
  });

  test("is not taken back again by what ended for another reason", async () => {
    await record(landing);
    now = "2026-12-21T12:00:00Z";
    await reconsiderCountersigned(ports, branch);
    const [recall] = await store.listRecalls(place.repositoryKey, ref);
    await store.endRecall(recall?.id ?? "", { at: now, why: "it was undone" }, auditEntry());
    await reconsiderCountersigned(ports, branch);
    expect(await actsOf()).toEqual([]);
  });

  test("stands again after another one, until that expires", async () => {
    await record(landing);
    onCommit = [...onCommit, say(10, ben, `/countersign approve ${landing.sha}`, "2026-12-19T12:00:00Z"), answerTo(10)];
    now = "2026-12-21T12:00:00Z";
    await reconsiderCountersigned(ports, branch);
    expect(await actsOf()).toEqual([]);
    now = "2027-01-20T12:00:00Z";
    await reconsiderCountersigned(ports, branch);
    expect(await actsOf()).toEqual(["expiry"]);
  });
});

test("what somebody says of a change that landed puts off no expiry of what was said before", async () => {
  const basis = { kind: "change", number: 7, head: change.head.sha } as const;
  await record({ ...landing, verdict: { ...landing.verdict, basis } });
  change = { ...change, comments: [say(20, eve, "/countersign explain", "2026-12-10T12:00:00Z")] };
  now = "2026-12-10T13:00:00Z";
  await lookAtEnded(ports, change);
  expect(await store.take("2026-12-20T12:00:00Z")).toBeNull();
  expect((await store.take("2026-12-20T12:00:10Z"))?.subject).toMatchObject({ kind: "change", number: 7 });
});

test("those below many others that landed since are heard, back to the baseline", async () => {
  const shaOf = (number: number) => number.toString(16).padStart(40, "0");
  const above = Array.from({ length: 25 }, (_, index) => landingOf(shaOf(index + 1), landing.sha, shaOf(index + 1)));
  await record(landing, ...above, landingOf(tip, landing.sha, tip));
  onCommit = [...onCommit, say(30, ben, "/countersign withdraw")];
  await reconsiderCountersigned(ports, branch);
  expect(await actsOf()).toEqual(["withdrawal ben"]);
  expect(answers).toEqual([
    expect.stringMatching(/^commit 30: Noted.*It landed already\. There is no earlier release/),
  ]);
});

test("the results that a countersigned commit brought stay whose they were", async () => {
  await store.createPublication(published);
  const request = { inputs: [{ dataset: "patients", version: null }] };
  await store.createRun({ id: "r1", repository, change: 3, request, state: "succeeded" } as unknown as Run); // all that is asked of it
  const datasets = [{ name: "patients", owners: ["team:acme/owners"], agreementsRequired: false }];
  const node = { controllers: [], datasets, repositories: [] } as unknown as NodeFile; // all that is asked of it
  const { whole } = await gatherCountersigned({ ...ports, node }, branch, landing);
  expect(whole.change.requester).toEqual(published.requester);
  expect(whole.change.datasets).toMatchObject([{ name: "patients", paths: [published.dvcPath] }]);
});
