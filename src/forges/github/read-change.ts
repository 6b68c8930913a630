import type { Check, Instant } from "../../domain/change.ts";
import type { ChangeRef } from "../../domain/identity.ts";
import type { ForgeChange, ForgeComment } from "../../ports/forge.ts";
import { type Push, type PushLog, readPushLog } from "./activity.ts";
import { decode, decodeAll, splitName } from "./api.ts";
import { readConversation } from "./conversation.ts";
import { findEditedComments } from "./edits.ts";
import type { GithubOctokit } from "./octokit.ts";
import { findPushers } from "./pushers.ts";
import { readReviews } from "./reviews.ts";
import { readTimeline, type Timeline, unknownLabel } from "./timeline.ts";
import {
  checkRunWire,
  checkSuiteWire,
  type PullWire,
  pullWire,
  statusWire,
  toAccount,
  toCheckOfRun,
  toChecksOfStatuses,
  toComment,
} from "./wire.ts";

/** One pull request with all that people did on it. `appId` is ours, whose check suite dates the head. */
export async function readChange(octokit: GithubOctokit, ref: ChangeRef, appId: number): Promise<ForgeChange> {
  const { name } = ref.repository;
  const pull = decode(
    pullWire,
    await octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
      ...splitName(name),
      pull_number: ref.number,
    }),
  );
  const timeline = readTimeline(octokit, name, ref.number);
  const [comments, reviews, told, checks, suiteSince, pushes] = await Promise.all([
    readComments(octokit, ref),
    readReviews(octokit, ref, timeline),
    timeline,
    readChecks(octokit, name, pull.head.sha),
    readSuiteSince(octokit, name, pull.head.sha, appId),
    pull.head.repo && readPushLog(octokit, pull.head.repo.full_name, `refs/heads/${pull.head.ref}`, () => false),
  ]);
  const heads = readHeads(pull, told, suiteSince, pushes);
  const described = describe(ref, pull, told);
  const acts = [...reviews, ...comments, ...described.labels].flatMap(({ at }) => at ?? []);
  return {
    ...described,
    ...heads,
    baseTips: await readBaseTips(octokit, name, pull, acts),
    pushers: await findPushers(octokit, name, pull, pushes),
    pushersSince: null,
    reviews,
    comments,
    checks,
  };
}

async function readComments(octokit: GithubOctokit, ref: ChangeRef): Promise<readonly ForgeComment[]> {
  const wires = await readConversation(octokit, ref.repository.name, ref.number);
  const edited = await findEditedComments(octokit, wires);
  return wires.map((wire) => toComment(wire, "conversation", edited));
}

type Described = Omit<
  ForgeChange,
  "baseTips" | "head" | "earlierHeads" | "pushers" | "pushersSince" | "reviews" | "comments" | "checks"
>;

function describe(ref: ChangeRef, pull: PullWire, timeline: Timeline): Described {
  return {
    ref,
    title: pull.title,
    body: pull.body ?? "",
    state: pull.merged ? "merged" : pull.state,
    isDraft: pull.draft ?? false,
    isFork: pull.head.repo?.id !== pull.base.repo.id,
    author: toAccount(pull.user),
    webUrl: pull.html_url,
    baseRef: `refs/heads/${pull.base.ref}`,
    baseRefSince: timeline.baseRefSince,
    labels: pull.labels.map(({ name }) => timeline.labels.get(name) ?? unknownLabel(name)),
    mergedAs: pull.merged ? pull.merge_commit_sha : null,
  };
}

/**
 * When the head became the head: the latest of all server times that we know of it (creation of our check suite, the push,
 * every force push), as an approval that came earlier than any of them might be of something else.
 */
function readHeads(
  pull: PullWire,
  timeline: Timeline,
  suiteSince: Instant | null,
  log: PushLog | null,
): Pick<ForgeChange, "head" | "earlierHeads"> {
  const { sha } = pull.head;
  const pushes = sinceOpened(pull, log?.pushes ?? []);
  const push = pushes.find((one) => one.sha === sha)?.at ?? null;
  const known = suiteSince !== null || push !== null || timeline.forcePushes.at(-1)?.sha === sha;
  const times = [suiteSince, push, ...timeline.forcePushes.map((one) => one.at)].filter((one) => one !== null);
  const earlier = new Map(
    [...pushes.map((one) => ({ sha: one.sha, since: one.at })), ...timeline.forcePushes.toReversed().flatMap(named)]
      .filter((one) => one.sha !== sha)
      .toReversed()
      .map((one) => [one.sha, one]),
  );
  return {
    head: { ref: `refs/heads/${pull.head.ref}`, sha, since: known ? latest(times) : null },
    earlierHeads: [...earlier.values()].toReversed(),
  };
}

/** What was pushed since the change is there, and the push before it, which made its first head. */
function sinceOpened(pull: PullWire, pushes: readonly Push[]): readonly Push[] {
  const first = pushes.findIndex((push) => Date.parse(push.at) <= Date.parse(pull.created_at));
  return first === -1 ? pushes : pushes.slice(0, first + 1);
}

function named(push: { readonly sha: string | null; readonly at: Instant }): { sha: string; since: Instant }[] {
  return push.sha === null ? [] : [{ sha: push.sha, since: push.at }];
}

function latest(times: readonly Instant[]): Instant | null {
  return times.reduce<Instant | null>((a, b) => (a !== null && Date.parse(a) >= Date.parse(b) ? a : b), null);
}

async function readBaseTips(
  octokit: GithubOctokit,
  name: string,
  pull: PullWire,
  acts: readonly Instant[],
): Promise<ForgeChange["baseTips"]> {
  const oldest = Math.min(...acts.map((at) => Date.parse(at)));
  const log = await readPushLog(octokit, name, `refs/heads/${pull.base.ref}`, (push) => Date.parse(push.at) < oldest);
  return (log?.pushes ?? []).map((push) => ({ sha: push.sha, since: push.at }));
}

async function readSuiteSince(
  octokit: GithubOctokit,
  name: string,
  sha: string,
  appId: number,
): Promise<Instant | null> {
  if (appId === 0) return null;
  const suites = await octokit.paginate("GET /repos/{owner}/{repo}/commits/{ref}/check-suites", {
    ...splitName(name),
    ref: sha,
    ...(appId === 0 ? {} : { app_id: appId }), // of no app of ours: those of all, the latest of which is late enough
    per_page: 100,
  });
  const times = decodeAll(checkSuiteWire, suites, "the check suites of a commit").map((suite) => suite.created_at);
  return latest(times.filter((time) => time !== null));
}

async function readChecks(octokit: GithubOctokit, name: string, sha: string): Promise<readonly Check[]> {
  const asked = { ...splitName(name), ref: sha, per_page: 100 };
  const [runs, statuses] = await Promise.all([
    octokit.paginate("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", { ...asked, filter: "latest" }),
    octokit.paginate("GET /repos/{owner}/{repo}/commits/{ref}/statuses", asked),
  ]);
  return [
    ...decodeAll(checkRunWire, runs, "the check runs of a commit").map(toCheckOfRun),
    ...toChecksOfStatuses(decodeAll(statusWire, statuses, "the statuses of a commit"), sha),
  ];
}
