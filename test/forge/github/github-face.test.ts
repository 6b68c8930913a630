import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pushFiles, type Story, startStory, webhookSecret } from "../support/github-story.ts";

const repo = { owner: "acme", repo: "study" };
let story: Story;

beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.close());

const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => 0,
    (error: { status?: number }) => error.status,
  );

async function openPull(branch: string, files: Record<string, string>) {
  const ada = story.as("ada");
  await pushFiles(ada, branch, files);
  return (await ada.rest.pulls.create({ ...repo, title: branch, head: branch, base: "main" })).data;
}

describe("identities", () => {
  test("the app sees itself, its installation and its repositories", async () => {
    const { data } = await story.app.octokit.rest.apps.getAuthenticated();
    expect(data?.slug).toBe("countersign");
    const repositories = await story.bot.rest.apps.listReposAccessibleToInstallation();
    expect(repositories.data.repositories.map((one) => one.full_name)).toEqual(["acme/study"]);
  });

  test("a stranger is told that the private repository does not exist", async () => {
    expect(await statusOf(story.as("mallory").rest.repos.get(repo))).toBe(404);
  });

  test("an installation without the permission is refused, one with a smaller token too", async () => {
    expect(
      await statusOf(story.bot.rest.repos.createCommitStatus({ ...repo, sha: "a".repeat(40), state: "success" })),
    ).toBe(403);
    const token = await story.app.octokit.rest.apps.createInstallationAccessToken({
      installation_id: story.seeded.installations["countersign@acme"] ?? 0,
      permissions: { contents: "read" },
    });
    const answer = await fetch(`${story.forge.baseUrl}/repos/acme/study/issues/1/comments`, {
      headers: { authorization: `Bearer ${token.data.token}` },
    });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ message: "Resource not accessible by integration" });
  });

  test("an expired token is refused", async () => {
    const token = await story.app.octokit.rest.apps.createInstallationAccessToken({
      installation_id: story.seeded.installations["countersign@acme"] ?? 0,
    });
    const headers = { authorization: `Bearer ${token.data.token}` };
    expect((await fetch(`${story.forge.baseUrl}/repos/acme/study`, { headers })).status).toBe(200);
    const found = story.forge.model.tokens.find((one) => one.token === token.data.token);
    if (found !== undefined) found.expiresAt = new Date(Date.now() - 1000).toISOString();
    expect((await fetch(`${story.forge.baseUrl}/repos/acme/study`, { headers })).status).toBe(401);
  });

  test("members of a child team are members of its parent", async () => {
    const { data } = await story.bot.rest.teams.listMembersInOrg({ org: "acme", team_slug: "data" });
    expect(data.map((one) => one.login)).toEqual(["ben"]);
    const permission = await story.bot.rest.repos.getCollaboratorPermissionLevel({ ...repo, username: "ben" });
    expect(permission.data.permission).toBe("write");
  });
});

describe("a pull request", () => {
  test("has a suite for its head, a check with annotations, reviews and line comments by GitHub's rules", async () => {
    const pull = await openPull("story", { "dags/old.py": "one\ntwo\nTHREE\nfour\nfive\nsix\nseven\neight\n" });
    const suites = await story.bot.rest.checks.listSuitesForRef({ ...repo, ref: pull.head.sha });
    expect(suites.data.check_suites).toHaveLength(1);

    const annotations = Array.from({ length: 51 }, (_, at) => ({
      path: "dags/old.py",
      start_line: 3,
      end_line: 3,
      annotation_level: "failure" as const,
      message: `finding ${at}`,
    }));
    const output = { title: "t", summary: "s" };
    const check = {
      ...repo,
      name: "countersign/validation: main",
      head_sha: pull.head.sha,
      conclusion: "failure" as const,
    };
    expect(await statusOf(story.bot.rest.checks.create({ ...check, output: { ...output, annotations } }))).toBe(422);
    const made = await story.bot.rest.checks.create({
      ...check,
      output: { ...output, annotations: annotations.slice(0, 50) },
    });
    await story.bot.rest.checks.update({
      ...repo,
      check_run_id: made.data.id,
      output: { ...output, annotations: annotations.slice(50) },
    });
    const listed = await story.bot.paginate(story.bot.rest.checks.listAnnotations, {
      ...repo,
      check_run_id: made.data.id,
      per_page: 30,
    });
    expect(listed).toHaveLength(51);

    const line = { ...repo, pull_number: pull.number, commit_id: pull.head.sha, path: "dags/old.py", body: "no" };
    const comment = await story.bot.rest.pulls.createReviewComment({ ...line, line: 3, side: "RIGHT" });
    expect(comment.data).toMatchObject({ line: 3, original_line: 3, diff_hunk: expect.stringContaining("+THREE") });
    expect(await statusOf(story.bot.rest.pulls.createReviewComment({ ...line, line: 8, side: "RIGHT" }))).toBe(422);
    expect(
      await statusOf(story.bot.rest.pulls.createReviewComment({ ...line, path: "README.md", line: 1, side: "RIGHT" })),
    ).toBe(422);
    expect(
      await statusOf(story.as("ada").rest.pulls.createReview({ ...repo, pull_number: pull.number, event: "APPROVE" })),
    ).toBe(422);

    const review = await story
      .as("ben")
      .rest.pulls.createReview({ ...repo, pull_number: pull.number, event: "APPROVE" });
    expect(review.data).toMatchObject({ state: "APPROVED", commit_id: pull.head.sha });
    const sha = await pushFiles(story.as("ada"), "story", {
      "dags/old.py": "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n",
    });
    const after = await story.bot.rest.pulls.get({ ...repo, pull_number: pull.number });
    expect(after.data).toMatchObject({ mergeable: true, head: { sha }, changed_files: 1, commits: 2 });
    const outdated = await story.bot.rest.pulls.listReviewComments({ ...repo, pull_number: pull.number });
    expect(outdated.data[0]).toMatchObject({ line: null, position: null, original_line: 3 });
    const reviews = await story.bot.rest.pulls.listReviews({ ...repo, pull_number: pull.number });
    expect(reviews.data.filter((one) => one.state === "APPROVED")[0]?.commit_id).toBe(pull.head.sha);

    expect(
      await statusOf(story.as("ben").rest.pulls.merge({ ...repo, pull_number: pull.number, sha: pull.head.sha })),
    ).toBe(409);
    const merged = await story.as("ben").rest.pulls.merge({ ...repo, pull_number: pull.number, sha });
    const landed = await story.bot.rest.repos.getCommit({ ...repo, ref: merged.data.sha });
    expect(landed.data).toMatchObject({
      committer: { login: "web-flow" },
      author: { login: "ben" },
      parents: [{}, { sha }],
    });
    const pulls = await story.bot.rest.repos.listPullRequestsAssociatedWithCommit({
      ...repo,
      commit_sha: merged.data.sha,
    });
    expect(pulls.data.map((one) => one.number)).toEqual([pull.number]);
    const activity = await story.bot.request("GET /repos/{owner}/{repo}/activity", { ...repo, ref: "refs/heads/main" });
    expect(activity.data[0]).toMatchObject({
      activity_type: "pr_merge",
      after: merged.data.sha,
      actor: { login: "ben" },
    });
  });

  test.each(["squash", "rebase"] as const)("is merged by %s", async (merge_method) => {
    const pull = await openPull(merge_method, {
      [`dags/${merge_method}.py`]: "x\n",
      [`dags/${merge_method}2.py`]: "y\n",
    });
    const before = await story.bot.rest.git.getRef({ ...repo, ref: "heads/main" });
    const merged = await story.as("ben").rest.pulls.merge({ ...repo, pull_number: pull.number, merge_method });
    const compared = await story.bot.rest.repos.compareCommitsWithBasehead({
      ...repo,
      basehead: `${before.data.object.sha}...${merged.data.sha}`,
    });
    expect(compared.data.ahead_by).toBe(merge_method === "squash" ? 1 : 2);
    expect(compared.data.files?.map((one) => one.filename)).toEqual([
      `dags/${merge_method}.py`,
      `dags/${merge_method}2.py`,
    ]);
  });

  test("whose branch is updated has its reviews re-stamped", async () => {
    const pull = await openPull("stale", { "dags/stale.py": "x\n" });
    await story.as("ben").rest.pulls.createReview({ ...repo, pull_number: pull.number, event: "APPROVE" });
    await pushFiles(story.as("eve"), "main", { "README.md": "moved\n" });
    await story.as("ada").rest.pulls.updateBranch({ ...repo, pull_number: pull.number });
    const after = await story.bot.rest.pulls.get({ ...repo, pull_number: pull.number });
    expect(after.data.head.sha).not.toBe(pull.head.sha);
    const reviews = await story.bot.rest.pulls.listReviews({ ...repo, pull_number: pull.number });
    expect(reviews.data.map((one) => one.commit_id)).toEqual([after.data.head.sha]);
  });

  test("is held back by a ruleset until the pinned app's check has passed, and so is a push", async () => {
    const pull = await openPull("held", { "dags/held.py": "x\n" });
    const name = "countersign/approval: main";
    const appId = story.seeded.apps.countersign?.id ?? 0;
    const ruleset = await story.as("eve").rest.repos.createRepoRuleset({
      ...repo,
      name: "gate",
      target: "branch",
      enforcement: "active",
      conditions: { ref_name: { include: ["refs/heads/main"], exclude: [] } },
      rules: [
        {
          type: "required_status_checks",
          parameters: {
            required_status_checks: [{ context: name, integration_id: appId }],
            strict_required_status_checks_policy: false,
          },
        },
      ],
    });
    const merge = () => story.as("ben").rest.pulls.merge({ ...repo, pull_number: pull.number });
    expect(await statusOf(merge())).toBe(405);
    expect(await statusOf(pushFiles(story.as("eve"), "main", { "README.md": "direct\n" }))).toBe(409);
    const check = { ...repo, name, head_sha: pull.head.sha, output: { title: "t", summary: "s" } };
    await story.bot.rest.checks.create({ ...check, conclusion: "action_required" });
    expect(await statusOf(merge())).toBe(405);
    await story.bot.rest.checks.create({ ...check, conclusion: "success" });
    expect(await statusOf(merge())).toBe(0);
    await story.as("eve").rest.repos.deleteRepoRuleset({ ...repo, ruleset_id: ruleset.data.id });
  });
});

describe("answers", () => {
  test("come in pages, with ETags, and with rate limits", async () => {
    const headers = { authorization: "Bearer ben-token" };
    const first = await fetch(`${story.forge.baseUrl}/repos/acme/study/pulls?state=all&per_page=2`, { headers });
    expect(first.headers.get("link")).toContain('rel="next"');
    expect(Number(first.headers.get("x-ratelimit-remaining"))).toBeLessThan(5000);
    const etag = first.headers.get("etag") ?? "";
    const again = await fetch(`${story.forge.baseUrl}/repos/acme/study/pulls?state=all&per_page=2`, {
      headers: { ...headers, "if-none-match": etag },
    });
    expect(again.status).toBe(304);
  });
});

describe("webhooks", () => {
  test("are signed, and a delivery can be sent again under its id", async () => {
    await story.as("ada").rest.issues.create({ ...repo, title: "hello" });
    await story.forge.hooks.settle();
    const hook = story.receiver.received.findLast((one) => one.event === "issues");
    const signature = createHmac("sha256", webhookSecret)
      .update(hook?.body ?? "")
      .digest("hex");
    expect(hook?.signature).toBe(`sha256=${signature}`);
    expect(hook?.payload).toMatchObject({
      action: "opened",
      installation: { id: expect.any(Number) },
      sender: { login: "ada" },
    });

    const deliveries = await story.app.octokit.request("GET /app/hook/deliveries");
    const sent = deliveries.data.find((one) => one.guid === hook?.delivery);
    await story.app.octokit.request("POST /app/hook/deliveries/{delivery_id}/attempts", {
      delivery_id: Number(sent?.id ?? 0),
    });
    await story.forge.hooks.settle();
    expect(story.receiver.received.filter((one) => one.delivery === hook?.delivery)).toHaveLength(2);
  });
});
