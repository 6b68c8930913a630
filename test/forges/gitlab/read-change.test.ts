import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ChangeRef } from "../../../src/domain/identity.ts";
import { holdRequests } from "./hold-requests.ts";
import { connectForge, type Gitlab, startGitlab } from "./start-gitlab.ts";

let gitlab: Gitlab;
let ref: ChangeRef;
let head: string;

beforeEach(async () => {
  gitlab = await startGitlab();
  head = await gitlab.push("ada", "x", { "dags/new.py": "print(1)\n" });
  const opened = { source_branch: "x", target_branch: "main", title: "A DAG", description: "Please" };
  expect((await gitlab.as("ada", "POST", "/merge_requests", opened)).status).toBe(201);
  ref = { repository: gitlab.repository, number: 1 };
});
afterEach(() => gitlab.close());

const idOf = (login: string): number => gitlab.seeded.users[login]?.id ?? 0;

describe("a merge request as it is read", () => {
  test("tells its people, its head since its version, and the tips of its base", async () => {
    const change = await gitlab.forge.readChange(ref);
    const version = gitlab.simulator.model.repositories[0]?.changes[0]?.versions[0];
    expect(change).toMatchObject({
      title: "A DAG",
      body: "Please",
      state: "open",
      isDraft: false,
      isFork: false,
      author: { id: idOf("ada"), login: "ada", kind: "user" },
      baseRef: "refs/heads/main",
      baseRefSince: null,
      head: { ref: "refs/heads/x", sha: head },
      earlierHeads: [],
      pushers: [{ id: idOf("ada"), login: "ada" }],
      reviews: [],
      comments: [],
      mergedAs: null,
    });
    expect(Date.parse(change.head.since ?? "")).toBe(Date.parse(version?.createdAt ?? ""));
    expect(change.baseTips.map((tip) => tip.sha)).toEqual([gitlab.seeded.repositories["acme/study"]?.head]);
  });

  test("an approval is bound to its version, and taken back by a push", async () => {
    await gitlab.as("ben", "POST", "/merge_requests/1/approve");
    const approved = await gitlab.forge.readChange(ref);
    expect(approved.reviews).toMatchObject([
      { account: { id: idOf("ben"), kind: "user" }, state: "approved", sha: head, dismissed: null, edited: false },
    ]);
    const second = await gitlab.push("eve", "x", { "dags/new.py": "print(2)\n" });
    const pushed = await gitlab.forge.readChange(ref);
    expect(pushed.head.sha).toBe(second);
    expect(pushed.earlierHeads.map((one) => one.sha)).toEqual([head]);
    expect(pushed.reviews).toMatchObject([
      { sha: head, dismissed: { by: { login: "gitlab" }, at: pushed.head.since } },
    ]);
    expect(pushed.pushers?.map((one) => one.login).toSorted()).toEqual(["ada", "eve"]);
    expect(pushed.comments).toEqual([]);
  });

  test("an approval stays what it was where pushes do not take approvals back", async () => {
    const repository = gitlab.simulator.model.repositories[0];
    if (repository) repository.settings.reset_approvals_on_push = false;
    await gitlab.as("ben", "POST", "/merge_requests/1/approve");
    await gitlab.push("ada", "x", { "dags/new.py": "print(2)\n" });
    expect((await gitlab.forge.readChange(ref)).reviews).toMatchObject([{ sha: head, dismissed: null }]);
  });

  test("an approval given while we read is not taken for one of the head before it", async () => {
    const held = await holdRequests(gitlab.simulator.baseUrl, /\/1\/(notes|approvals)/);
    try {
      const reading = connectForge(held.url).readChange(ref);
      await held.untilHeld(2);
      const second = await gitlab.push("ada", "x", { "dags/new.py": "print(2)\n" });
      await gitlab.as("ben", "POST", "/merge_requests/1/approve");
      held.release();
      const change = await reading;
      expect(change.head).toMatchObject({ sha: head, since: null });
      expect(change.reviews).toMatchObject([{ sha: second }]);
    } finally {
      await held.close();
    }
  });

  test("a withdrawn approval and requested changes", async () => {
    await gitlab.as("ben", "POST", "/merge_requests/1/approve");
    await gitlab.as("ben", "POST", "/merge_requests/1/unapprove");
    await gitlab.as("eve", "POST", "/merge_requests/1/notes", { body: "/request_changes" });
    const { reviews } = await gitlab.forge.readChange(ref);
    expect(reviews.map((one) => [one.account.login, one.state, one.dismissed?.by.login ?? null])).toEqual([
      ["ben", "approved", "ben"],
      ["eve", "changes_requested", null],
    ]);
  });

  test("a new target branch counts from the time at which it became that", async () => {
    await gitlab.as("eve", "POST", "/repository/branches", { branch: "dev", ref: "main" });
    await gitlab.as("ada", "PUT", "/merge_requests/1", { target_branch: "dev" });
    const change = await gitlab.forge.readChange(ref);
    expect(change.baseRef).toBe("refs/heads/dev");
    expect(Date.parse(change.baseRefSince ?? "")).toBeGreaterThan(Date.parse(change.head.since ?? ""));
    expect(change.earlierHeads).toEqual([]);
  });

  test("comments by people, edited ones marked, replies in threads too", async () => {
    await gitlab.as("ben", "POST", "/merge_requests/1/notes", { body: "/countersign hold" });
    const { body } = await gitlab.as("eve", "POST", "/merge_requests/1/discussions", { body: "Why?" });
    const discussion = body as { id: string; notes: { id: number }[] };
    await gitlab.as("ada", "POST", `/merge_requests/1/discussions/${discussion.id}/notes`, { body: "Because" });
    await gitlab.as("eve", "PUT", `/merge_requests/1/notes/${discussion.notes[0]?.id}`, { body: "Why now?" });
    const { comments } = await gitlab.forge.readChange(ref);
    expect(comments.map((one) => [one.account.login, one.body, one.edited])).toEqual([
      ["ben", "/countersign hold", false],
      ["eve", "Why now?", true],
      ["ada", "Because", false],
    ]);
  });

  test("a resolved thread cannot be told from an edited comment, and counts as one", async () => {
    const { body } = await gitlab.as("eve", "POST", "/merge_requests/1/discussions", { body: "Why?" });
    expect((await gitlab.forge.readChange(ref)).comments).toMatchObject([{ edited: false }]);
    await gitlab.as("eve", "PUT", `/merge_requests/1/discussions/${(body as { id: string }).id}`, { resolved: true });
    expect((await gitlab.forge.readChange(ref)).comments).toMatchObject([{ edited: true }]);
  });

  test("checks and labels, with who set them", async () => {
    await gitlab.as("ben", "POST", `/statuses/${head}`, { state: "failed", name: "lint" });
    await gitlab.as("ben", "PUT", "/merge_requests/1", { add_labels: "urgent" });
    const change = await gitlab.forge.readChange(ref);
    expect(change.checks).toEqual([{ name: "lint", app: "ben", state: "failure", sha: head }]);
    expect(change.labels).toMatchObject([{ name: "urgent", by: { login: "ben" } }]);
  });

  test("of a label, who set it last, and nobody where GitLab's events do not say it", async () => {
    await gitlab.as("ben", "PUT", "/merge_requests/1", { add_labels: "urgent,gone" });
    await gitlab.as("ada", "PUT", "/merge_requests/1", { remove_labels: "urgent" });
    await gitlab.as("eve", "PUT", "/merge_requests/1", { add_labels: "urgent" });
    const change = gitlab.simulator.model.repositories[0]?.changes[0];
    const gone = change?.timeline.find(({ data }) => JSON.stringify(data).includes("gone"));
    if (change === undefined || gone === undefined) throw new Error("the change or its label is not there");
    change.labels.push("old");
    change.timeline.push({ ...gone, id: gone.id + 1_000, kind: "unlabeled" });
    const { labels } = await gitlab.forge.readChange(ref);
    const byName = new Map(labels.map((label) => [label.name, label]));
    expect(byName.get("urgent")).toMatchObject({
      by: { id: idOf("eve"), login: "eve" },
      at: expect.any(String),
      event: expect.any(Number),
    });
    expect(byName.get("gone")).toEqual({ name: "gone", by: null, at: null, event: null });
    expect(byName.get("old")).toEqual({ name: "old", by: null, at: null, event: null });
  });

  test("nobody is known to have pushed when GitLab has forgotten a push", async () => {
    const repository = gitlab.simulator.model.repositories[0];
    if (repository) repository.pushes = repository.pushes.filter((push) => push.ref !== "refs/heads/x");
    expect((await gitlab.forge.readChange(ref)).pushers).toBeNull();
  });

  test("who pushed is known since the tip that a push of many branches left", async () => {
    const names = ["y", "1", "2", "3"] as const;
    for (const branch of names) await gitlab.as("eve", "POST", "/repository/branches", { branch, ref: "main" });
    const hidden = await gitlab.push("ben", names, { "dags/own.py": "print(1)\n" });
    await gitlab.as("ada", "POST", "/merge_requests", { source_branch: "1", target_branch: "main", title: "Bens" });
    const last = await gitlab.push("ada", "y", { "README.md": "typo\n" });
    await gitlab.as("ada", "POST", "/merge_requests", { source_branch: "y", target_branch: "main", title: "A typo" });
    expect(await gitlab.forge.readChange({ ...ref, number: 2 })).toMatchObject({
      head: { sha: hidden },
      pushers: null,
    });
    expect(await gitlab.forge.readChange({ ...ref, number: 3 })).toMatchObject({
      head: { sha: last },
      pushers: [{ login: "ada" }],
      pushersSince: hidden,
    });
  });

  test("the base's tip after a push of many branches is what it is now, or what the next push says", async () => {
    const others = ["1", "2", "3"].map((name) => `other-${name}`);
    for (const branch of others) await gitlab.as("eve", "POST", "/repository/branches", { branch, ref: "main" });
    const first = gitlab.seeded.repositories["acme/study"]?.head;
    const tips = async () => (await gitlab.forge.readChange(ref)).baseTips.map(({ sha }) => sha);
    const hidden = await gitlab.push("eve", ["main", ...others], { "one.txt": "1\n" });
    expect(await tips()).toEqual([null, first]);
    const last = await gitlab.push("eve", "main", { "two.txt": "2\n" });
    expect(await tips()).toEqual([last, hidden, first]);
    const push = (sha: string) => gitlab.forge.readPushOf(gitlab.repository, "refs/heads/main", sha);
    expect(await push(hidden)).toBeNull();
    expect(await push(last)).toMatchObject({ by: { login: "eve" }, from: hidden, isLast: true });
    expect(await push(first ?? "")).toMatchObject({ from: null, isLast: false });
  });

  test("a merged one tells the commit on the base branch", async () => {
    const outcome = await gitlab.forge.mergeChange(ref, head);
    expect(outcome).toMatchObject({ merged: true });
    const change = await gitlab.forge.readChange(ref);
    const tip = change.baseTips[0]?.sha;
    expect(change).toMatchObject({ state: "merged", mergedAs: tip });
    expect(outcome).toEqual({ merged: true, sha: tip, head, baseRef: "refs/heads/main" });
    expect(await gitlab.forge.listChangesLandedAs(gitlab.repository, tip ?? "")).toEqual([1]);
    const push = await gitlab.forge.readPushOf(gitlab.repository, "refs/heads/main", tip ?? "");
    expect(push?.by).toMatchObject({ login: "countersign" });
  });
});
