import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { type EventContext, subjectsOf, usedEvents } from "../../../src/forges/github/events.ts";
import { createRoster } from "../../../src/forges/github/roster.ts";
import type { TaskSubject } from "../../../src/ports/store.ts";

const nobody: EventContext = { appId: null, roster: createRoster() };

interface Examples {
  readonly name: string;
  readonly examples: readonly unknown[];
}
// Its types declare a default export, which the package, being CommonJS, does not have.
const documented = createRequire(import.meta.url)("@octokit/webhooks-examples") as readonly Examples[];
const payloads = documented.flatMap(({ name, examples }) => examples.map((payload) => ({ name, payload })));

function show(subject: TaskSubject): string {
  if (subject.kind === "run") return subject.run;
  const what = subject.kind === "change" ? ` ${subject.number}` : subject.kind === "branch" ? ` ${subject.ref}` : "";
  return `${subject.kind} ${subject.repository}${what}`;
}

function actionOf(payload: unknown): string {
  const has = typeof payload === "object" && payload !== null && "action" in payload;
  return has ? `.${String(payload.action)}` : "";
}

const change = "change Codertocat/Hello-World 2";
const mainBranch = "branch Codertocat/Hello-World refs/heads/master";

/** For every example that GitHub's own documentation gives of these: what is to be looked at again. */
const expected: Readonly<Record<string, readonly string[]>> = {
  "check_run.completed": [change],
  "check_run.requested_action": ["change electron/electron 26764"],
  "check_suite.completed": [change],
  "check_suite.rerequested": [change],
  "commit_comment.created": [mainBranch],
  "installation.created": ["repository Codertocat/Hello-World"],
  "installation_repositories.added": ["repository Codertocat/Space"],
  "issue_comment.created": [mainBranch],
  "issue_comment.deleted": [mainBranch],
  "issue_comment.edited": [mainBranch],
  "merge_group.checks_requested": ["change octo-org/octo-repo 104"],
  "pull_request.assigned": [change],
  "pull_request.closed": [change],
  "pull_request.converted_to_draft": [change],
  "pull_request.labeled": [change],
  "pull_request.locked": [change],
  "pull_request.opened": [change],
  "pull_request.ready_for_review": [change],
  "pull_request.reopened": [change],
  "pull_request.review_request_removed": [change],
  "pull_request.review_requested": [change],
  "pull_request.synchronize": [change],
  "pull_request.unassigned": [change],
  "pull_request.unlabeled": [change],
  "pull_request.unlocked": [change],
  "pull_request_review.dismissed": [change],
  "pull_request_review.submitted": [change],
  "pull_request_review_comment.created": [change],
  "pull_request_review_comment.deleted": [change],
  "pull_request_review_comment.edited": [change],
  "pull_request_review_thread.resolved": [change, "change octo-org/octo-repo 118"],
  "pull_request_review_thread.unresolved": [change],
  push: [mainBranch],
};

describe("all payloads that GitHub documents", () => {
  test("there are hundreds of them", () => {
    expect(payloads.length).toBeGreaterThan(300);
  });

  test("each asks for the looks that it should, and no other does", () => {
    const asked: Record<string, Set<string>> = {};
    for (const { name, payload } of payloads) {
      for (const subject of subjectsOf(name, payload, nobody)) {
        const key = `${name}${actionOf(payload)}`;
        asked[key] ??= new Set();
        asked[key].add(show(subject));
      }
    }
    const sorted = Object.entries(asked).map(([key, subjects]) => [key, [...subjects].toSorted()]);
    expect(Object.fromEntries(sorted)).toEqual(expected);
  });

  test("no event reads another event's payload wrongly, and nothing throws", () => {
    for (const event of usedEvents) {
      for (const { payload } of payloads) expect(Array.isArray(subjectsOf(event, payload, nobody))).toBe(true);
      for (const wrong of [null, undefined, 7, "text", [], {}, { repository: null }]) {
        expect(subjectsOf(event, wrong, nobody)).toEqual([]);
      }
    }
  });
});

describe("events that do not say which changes they are about", () => {
  const repository = { full_name: "acme/study", default_branch: "main" };
  const roster = createRoster();
  roster.sawOpenChanges("acme/study", [
    { number: 7, headSha: "a1" },
    { number: 8, headSha: "b2" },
  ]);
  roster.sawRepository("acme/quiet");
  roster.sawRepository("other/thing");
  const context = { appId: 99, roster };
  const subjects = (event: string, payload: unknown): readonly string[] =>
    subjectsOf(event, payload, context).map(show);

  test("a commit's status is for the open changes with that head", () => {
    expect(subjects("status", { repository, sha: "b2", state: "success" })).toEqual(["change acme/study 8"]);
    expect(subjects("status", { repository, sha: "b2", state: "pending" })).toEqual([]);
    expect(subjects("status", { repository, sha: "c3", state: "failure" })).toEqual([]);
  });

  test("a check of a fork's commit is too, as GitHub names no pull request for it", () => {
    const check_run = { app: { id: 1 }, head_sha: "a1", pull_requests: [] };
    expect(subjects("check_run", { action: "completed", repository, check_run })).toEqual(["change acme/study 7"]);
  });

  test("our own check asks for nothing, unless somebody wants it again", () => {
    const check_run = { app: { id: 99 }, head_sha: "a1", pull_requests: [{ number: 7 }] };
    expect(subjects("check_run", { action: "completed", repository, check_run })).toEqual([]);
    expect(subjects("check_run", { action: "rerequested", repository, check_run })).toEqual(["change acme/study 7"]);
  });

  test("members of a team decide about every open change of the organisation", () => {
    expect(subjects("membership", { action: "removed", organization: { login: "Acme" } })).toEqual([
      "repository acme/study",
      "change acme/study 7",
      "change acme/study 8",
      "repository acme/quiet",
    ]);
  });

  test("a change that was closed is forgotten", () => {
    roster.sawChange("acme/study", 8, null);
    expect(subjects("status", { repository, sha: "b2", state: "success" })).toEqual([]);
  });

  test("our own comment asks for nothing, what others do to it does", () => {
    roster.sawOurselves(900);
    const payload = { repository, issue: { number: 7, pull_request: { url: "…" } } };
    expect(subjects("issue_comment", { ...payload, sender: { id: 900 } })).toEqual([]);
    expect(subjects("issue_comment", { ...payload, sender: { id: 2 } })).toEqual(["change acme/study 7"]);
    const opened = { repository, pull_request: { number: 7 }, sender: { id: 900 } };
    expect(subjects("pull_request", opened)).toEqual(["change acme/study 7"]);
    expect(subjects("pull_request_review_comment", opened)).toEqual([]);
  });

  test("a comment is for its pull request, or for what landed on the default branch", () => {
    const onChange = { repository, issue: { number: 7, pull_request: { url: "…" } } };
    expect(subjects("issue_comment", onChange)).toEqual(["change acme/study 7"]);
    expect(subjects("issue_comment", { repository, issue: { number: 9 } })).toEqual([
      "branch acme/study refs/heads/main",
    ]);
  });
});
