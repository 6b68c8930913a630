import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pushFiles, type Story, startStory } from "../support/github-story.ts";

const repo = { owner: "acme", repo: "study" };
let story: Story;

beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.close());

const threadsQuery = `query ($number: Int!) {
  repository(owner: "acme", name: "study") {
    pullRequest(number: $number) {
      reviewThreads(first: 10) {
        nodes { id isResolved resolvedBy { login } comments(first: 5) { nodes { databaseId body author { login } } } }
      }
    }
  }
}`;

interface Threads {
  repository: {
    pullRequest: {
      reviewThreads: {
        nodes: {
          id: string;
          isResolved: boolean;
          resolvedBy: { login: string } | null;
          comments: { nodes: { body: string; author: { login: string } }[] };
        }[];
      };
    };
  };
}

describe("review threads", () => {
  test("are listed, resolved and opened again by the app", async () => {
    await pushFiles(story.as("ada"), "threads", { "dags/a.py": "x\n" });
    const pull = await story.as("ada").rest.pulls.create({ ...repo, title: "t", head: "threads", base: "main" });
    const number = pull.data.number;
    const place = { path: "dags/a.py", line: 1, commit_id: pull.data.head.sha };
    await story.bot.rest.pulls.createReviewComment({ ...repo, pull_number: number, body: "no", ...place });
    const read = async () =>
      (await story.bot.graphql<Threads>(threadsQuery, { number })).repository.pullRequest.reviewThreads.nodes[0];
    const thread = await read();
    expect(thread).toMatchObject({
      isResolved: false,
      comments: { nodes: [{ body: "no", author: { login: "countersign" } }] },
    });

    const mutation = (name: string) =>
      `mutation ($id: ID!) { ${name}(input: { threadId: $id }) { thread { isResolved } } }`;
    await story.bot.graphql(mutation("resolveReviewThread"), { id: thread?.id });
    expect(await read()).toMatchObject({ isResolved: true, resolvedBy: { login: "countersign" } });
    await story.bot.graphql(mutation("unresolveReviewThread"), { id: thread?.id });
    expect(await read()).toMatchObject({ isResolved: false, resolvedBy: null });
  });

  test("cannot be resolved by an app that may only read contents", async () => {
    const { data } = await story.app.octokit.rest.apps.createInstallationAccessToken({
      installation_id: story.seeded.installations["countersign@acme"] ?? 0,
      permissions: { contents: "read", pull_requests: "write" },
    });
    const threads = await story.bot.graphql<Threads>(threadsQuery, { number: 1 });
    const id = threads.repository.pullRequest.reviewThreads.nodes[0]?.id ?? "";
    const answer = await fetch(`${story.forge.baseUrl}/graphql`, {
      method: "POST",
      headers: { authorization: `bearer ${data.token}` },
      body: JSON.stringify({
        query: `mutation { resolveReviewThread(input: { threadId: "${id}" }) { thread { id } } }`,
      }),
    });
    expect(await answer.json()).toMatchObject({ errors: [{ type: "FORBIDDEN" }] });
  });
});

test("a query outside GitHub's schema is refused, and one that is not simulated says so", async () => {
  await expect(story.bot.graphql("{ viewer { shoeSize } }")).rejects.toThrow(/shoeSize/);
  await expect(story.bot.graphql("{ viewer { ... on User { pronouns } } }")).rejects.toThrow(
    /does not resolve User.pronouns/,
  );
});

test("a commit tells whose it is", async () => {
  await pushFiles(story.as("ada"), "whose", { "dags/w.py": "x\n" });
  const head = await story.bot.rest.git.getRef({ ...repo, ref: "heads/whose" });
  const query = `query ($oid: GitObjectID!) {
    repository(owner: "acme", name: "study") {
      object(oid: $oid) { ... on Commit {
        author { email user { databaseId login } }
        committer { user { login } }
        authors(first: 5) { nodes { user { databaseId } } }
        signature { isValid state signer { login } wasSignedByGitHub }
      } }
    }
  }`;
  const answer = await story.bot.graphql<{ repository: { object: unknown } }>(query, { oid: head.data.object.sha });
  const ada = story.seeded.users.ada?.id;
  expect(answer.repository.object).toMatchObject({
    author: { user: { databaseId: ada, login: "ada" } },
    committer: { user: { login: "web-flow" } },
    authors: { nodes: [{ user: { databaseId: ada } }] },
    signature: { isValid: true, state: "VALID", wasSignedByGitHub: true },
  });
});

test("comments tell an edit within the second of writing, and one that is not there is null with its own error", async () => {
  await pushFiles(story.as("ada"), "said", { "dags/s.py": "x\n" });
  const pull = await story.as("ada").rest.pulls.create({ ...repo, title: "s", head: "said", base: "main" });
  const subject = { ...repo, issue_number: pull.data.number };
  const said = await story.as("ada").rest.issues.createComment({ ...subject, body: "first" });
  const place = { ...repo, commit_sha: pull.data.head.sha };
  const onCommit = await story.as("ada").rest.repos.createCommitComment({ ...place, body: "first" });
  story.forge.model.clock.setStep(0);
  const edited = await story.as("ada").rest.repos.updateCommitComment({
    ...repo,
    comment_id: onCommit.data.id,
    body: "second",
  });
  story.forge.model.clock.setStep(1000);
  expect(edited.data.updated_at).toBe(onCommit.data.created_at);

  const ids = [said.data.node_id, "IC_none", onCommit.data.node_id];
  const query = `query ($ids: [ID!]!) {
    nodes(ids: $ids) { __typename id ... on Comment { body lastEditedAt includesCreatedEdit } }
  }`;
  const failure: unknown = await story.bot.graphql(query, { ids }).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    data: {
      nodes: [
        { __typename: "IssueComment", id: ids[0], lastEditedAt: null, includesCreatedEdit: false },
        null,
        {
          __typename: "CommitComment",
          body: "second",
          lastEditedAt: edited.data.updated_at,
          includesCreatedEdit: true,
        },
      ],
    },
    errors: [{ type: "NOT_FOUND", path: ["nodes", 1] }],
  });
});

test("a merge queue makes a group, asks for its checks, and lands it when they are green", async () => {
  const appId = story.seeded.apps.countersign?.id ?? 0;
  const check = { ...repo, name: "gate", output: { title: "t", summary: "s" }, conclusion: "success" as const };
  const required = {
    required_status_checks: [{ context: "gate", integration_id: appId }],
    strict_required_status_checks_policy: false,
  };
  await story.as("eve").rest.repos.createRepoRuleset({
    ...repo,
    name: "queue",
    enforcement: "active",
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: [{ type: "required_status_checks", parameters: required }, { type: "merge_queue" }],
  });
  await pushFiles(story.as("ada"), "queued", { "dags/q.py": "x\n" });
  const pull = await story.as("ada").rest.pulls.create({ ...repo, title: "q", head: "queued", base: "main" });
  await story.bot.rest.checks.create({ ...check, head_sha: pull.data.head.sha });
  await expect(story.as("ben").rest.pulls.merge({ ...repo, pull_number: pull.data.number })).rejects.toThrow(
    /merge queue/,
  );

  const enqueue = "mutation ($id: ID!) { enqueuePullRequest(input: { pullRequestId: $id }) { clientMutationId } }";
  await story.as("ben").graphql(enqueue, { id: pull.data.node_id });
  await story.forge.hooks.settle();
  const hook = story.receiver.received.findLast((one) => one.event === "merge_group");
  expect(hook?.payload).toMatchObject({ action: "checks_requested", merge_group: { base_ref: "refs/heads/main" } });
  const group = hook?.payload.merge_group as { head_sha: string };
  await story.bot.rest.checks.create({ ...check, head_sha: group.head_sha });
  const after = await story.bot.rest.pulls.get({ ...repo, pull_number: pull.data.number });
  expect(after.data).toMatchObject({ merged: true, merge_commit_sha: group.head_sha });
});
