import type { Octokit } from "octokit";
import { pushFiles, type Story } from "../forge/support/github-story.ts";

const repo = { owner: "acme", repo: "study" };

/** Uses every part of the GitHub face once, as its clients do. */
export async function playEverything(story: Story): Promise<void> {
  await playIdentities(story);
  const { number, sha } = await playPull(story);
  await playReviews(story, number, sha);
  await playChecks(story, sha);
  await playConversation(story, number);
  await playRepository(story, sha);
  await playGit(story);
  await playOrganisation(story);
  await playLanding(story, number);
  await playRulesets(story.as("eve"));
  await playHooks(story);
}

async function playIdentities({ app, bot, as, seeded }: Story): Promise<void> {
  const installation_id = seeded.installations["countersign@acme"] ?? 0;
  await app.octokit.rest.apps.getAuthenticated();
  await bot.rest.apps.getBySlug({ app_slug: "countersign" });
  await app.octokit.rest.apps.listInstallations();
  await app.octokit.rest.apps.getInstallation({ installation_id });
  await app.octokit.rest.apps.getRepoInstallation(repo);
  await app.octokit.rest.apps.getOrgInstallation({ org: "acme" });
  await app.octokit.rest.apps.createInstallationAccessToken({
    installation_id,
    repositories: ["study"],
    permissions: { checks: "write" },
  });
  await bot.rest.apps.listReposAccessibleToInstallation();
  await as("ada").rest.users.getAuthenticated();
  await bot.rest.users.getByUsername({ username: "ben" });
  await bot.rest.rateLimit.get();
}

async function playPull({ as, bot }: Story): Promise<{ number: number; sha: string }> {
  const ada = as("ada");
  await pushFiles(ada, "everything", { "dags/everything.py": "one\ntwo\n", "jobs/a.yml": "version: 1\n" });
  const made = await ada.rest.pulls.create({
    ...repo,
    title: "Everything",
    head: "everything",
    base: "main",
    body: "text",
    draft: false,
  });
  const pull = { ...repo, pull_number: made.data.number };
  await bot.rest.pulls.get(pull);
  await bot.rest.pulls.list({
    ...repo,
    state: "all",
    head: "acme:everything",
    base: "main",
    sort: "updated",
    direction: "desc",
  });
  await bot.rest.pulls.listCommits(pull);
  await bot.rest.pulls.listFiles({ ...pull, per_page: 1 });
  await ada.rest.pulls.update({ ...pull, title: "Everything, again", body: "more" });
  await ada.rest.pulls.update({ ...pull, state: "closed" });
  await ada.rest.pulls.update({ ...pull, state: "open" });
  await bot.rest.pulls.requestReviewers({ ...pull, reviewers: ["ben"] });
  await bot.rest.pulls.checkIfMerged(pull).catch(() => null);
  return { number: made.data.number, sha: made.data.head.sha };
}

async function playReviews({ as, bot }: Story, number: number, sha: string): Promise<void> {
  const pull = { ...repo, pull_number: number };
  const place = { path: "dags/everything.py", line: 2, side: "RIGHT" as const };
  const ben = as("ben");
  const comments = [{ path: place.path, line: 1, body: "here" }];
  const review = await ben.rest.pulls.createReview({
    ...pull,
    event: "REQUEST_CHANGES",
    body: "no",
    commit_id: sha,
    comments,
  });
  const one = { ...pull, review_id: review.data.id };
  await bot.rest.pulls.listReviews(pull);
  await bot.rest.pulls.getReview(one);
  await bot.rest.pulls.listCommentsForReview(one);
  await ben.rest.pulls.updateReview({ ...one, body: "still no" });
  await ben.rest.pulls.dismissReview({ ...one, message: "settled" });
  const pending = await ben.rest.pulls.createReview({ ...pull, body: "well" });
  await ben.rest.pulls.submitReview({ ...pull, review_id: pending.data.id, event: "APPROVE" });
  const comment = await bot.rest.pulls.createReviewComment({
    ...pull,
    ...place,
    start_line: 1,
    start_side: "RIGHT",
    commit_id: sha,
    body: "look",
  });
  await ben.rest.pulls.createReplyForReviewComment({ ...pull, comment_id: comment.data.id, body: "I see" });
  await bot.rest.pulls.listReviewComments(pull);
  await bot.rest.pulls.getReviewComment({ ...repo, comment_id: comment.data.id });
  await bot.rest.pulls.updateReviewComment({ ...repo, comment_id: comment.data.id, body: "look!" });
  await bot.rest.pulls
    .createReviewComment({ ...pull, ...place, line: 99, commit_id: sha, body: "nowhere" })
    .catch(() => null);
}

async function playChecks({ as, bot, forge, seeded }: Story, sha: string): Promise<void> {
  const annotation = {
    path: "dags/everything.py",
    start_line: 1,
    end_line: 1,
    annotation_level: "failure" as const,
    message: "no",
  };
  const output = { title: "t", summary: "s", text: "x", annotations: [annotation] };
  const actions = [{ label: "Again", description: "Look again", identifier: "again" }];
  const made = await bot.rest.checks.create({
    ...repo,
    name: "validation",
    head_sha: sha,
    status: "in_progress",
    external_id: "7",
    output,
    actions,
  });
  const one = { ...repo, check_run_id: made.data.id };
  await bot.rest.checks.update({ ...one, conclusion: "action_required", output: { title: "t", summary: "s" } });
  await bot.rest.checks.get(one);
  await bot.rest.checks.listAnnotations(one);
  await bot.rest.checks.listForRef({
    ...repo,
    ref: sha,
    check_name: "validation",
    app_id: seeded.apps.countersign?.id ?? 0,
    filter: "all",
  });
  const suites = await bot.rest.checks.listSuitesForRef({ ...repo, ref: sha });
  const suite = { ...repo, check_suite_id: suites.data.check_suites[0]?.id ?? 0 };
  await bot.rest.checks.getSuite(suite);
  await bot.rest.checks.listForSuite(suite);
  await bot.rest.checks.createSuite({ ...repo, head_sha: sha });
  await bot.rest.checks.rerequestRun(one);
  await bot.rest.checks.rerequestSuite(suite);
  forge.faults.accounts.setPermission("countersign", "statuses", "write");
  await bot.rest.repos.createCommitStatus({
    ...repo,
    sha,
    state: "pending",
    context: "ci",
    description: "d",
    target_url: "https://example.org/",
  });
  await bot.rest.repos.listCommitStatusesForRef({ ...repo, ref: sha });
  await bot.rest.repos.getCombinedStatusForRef({ ...repo, ref: sha });
  const deployment = await bot.rest.repos.createDeployment({
    ...repo,
    ref: sha,
    environment: "node",
    required_contexts: [],
    auto_merge: false,
    payload: { at: 1 },
  });
  const id = { ...repo, deployment_id: (deployment.data as { readonly id: number }).id };
  await bot.rest.repos.createDeploymentStatus({ ...id, state: "in_progress", description: "on its way" });
  await bot.rest.repos.createDeploymentStatus({ ...id, state: "success", environment_url: "https://example.org/" });
  await bot.rest.repos.listDeploymentStatuses(id);
  await bot.rest.repos.getDeployment(id);
  await bot.rest.repos.listDeployments({ ...repo, environment: "node" });
  await as("mallory")
    .rest.repos.get(repo)
    .catch(() => null);
}

async function playConversation({ as, bot, seeded }: Story, number: number): Promise<void> {
  const issue = { ...repo, issue_number: number };
  const comment = await bot.rest.issues.createComment({ ...issue, body: "hello" });
  await bot.rest.issues.updateComment({ ...repo, comment_id: comment.data.id, body: "hello again" });
  await bot.rest.issues.getComment({ ...repo, comment_id: comment.data.id });
  await bot.rest.issues.listComments(issue);
  await bot.rest.issues.listCommentsForRepo(repo);
  await as("ben").rest.issues.addLabels({ ...issue, labels: ["urgent", "data"] });
  await as("ben").rest.issues.removeLabel({ ...issue, name: "data" });
  await bot.rest.issues.listLabelsOnIssue(issue);
  await bot.rest.issues.listLabelsForRepo(repo);
  await bot.rest.issues.get(issue);
  await bot.rest.issues.listEvents(issue);
  await bot.rest.issues.listEventsForTimeline(issue);
  const alert = await bot.rest.issues.create({
    ...repo,
    title: "Alert",
    body: "b",
    labels: ["alert"],
    assignees: ["ben"],
  });
  await bot.rest.issues.update({ ...repo, issue_number: alert.data.number, state: "closed", title: "Alert, over" });
  await bot.rest.issues.listForRepo({ ...repo, state: "all", creator: "countersign[bot]", labels: "alert" });
  await bot.rest.issues.deleteComment({ ...repo, comment_id: comment.data.id });
  await bot.rest.orgs.checkMembershipForUser({ org: "acme", username: "ben" });
  await bot.rest.issues.listForRepo({ ...repo, creator: String(seeded.users.ada === undefined ? "" : "ada") });
}

async function playRepository({ as, bot }: Story, sha: string): Promise<void> {
  await bot.rest.repos.get(repo);
  await bot.rest.repos.listBranches(repo);
  await bot.rest.repos.getBranch({ ...repo, branch: "main" });
  await bot.rest.repos.listActivities({ ...repo, ref: "refs/heads/everything", per_page: 1 });
  await bot.rest.repos.getCollaboratorPermissionLevel({ ...repo, username: "ben" });
  await as("eve").rest.repos.listCollaborators(repo);
  await bot.rest.repos.listCommits({ ...repo, sha: "everything", path: "jobs/a.yml" });
  await bot.rest.repos.getCommit({ ...repo, ref: sha });
  await bot.rest.repos.compareCommitsWithBasehead({ ...repo, basehead: `main...${sha}` });
  await bot.rest.repos.listPullRequestsAssociatedWithCommit({ ...repo, commit_sha: sha });
  const comment = await as("ben").rest.repos.createCommitComment({ ...repo, commit_sha: sha, body: "countersigned" });
  await as("ben").rest.repos.updateCommitComment({ ...repo, comment_id: comment.data.id, body: "Countersigned" });
  await bot.rest.repos.getCommitComment({ ...repo, comment_id: comment.data.id });
  await bot.rest.repos.listCommentsForCommit({ ...repo, commit_sha: sha });
  await bot.rest.repos.listCommitCommentsForRepo(repo);
  await bot.rest.repos.getContent({ ...repo, path: "dags" });
  await bot.rest.repos.getContent({ ...repo, path: "dags/old.py", ref: "main" });
  await bot.rest.repos.getContent({ ...repo, path: "nothing/here" }).catch(() => null);
}

async function playGit({ bot, as }: Story): Promise<void> {
  const main = await bot.rest.git.getRef({ ...repo, ref: "heads/main" });
  const parent = await bot.rest.git.getCommit({ ...repo, commit_sha: main.data.object.sha });
  const blob = await bot.rest.git.createBlob({ ...repo, content: "made by a bot\n", encoding: "utf-8" });
  await bot.rest.git.getBlob({ ...repo, file_sha: blob.data.sha });
  const entry = { path: "results/a.dvc", mode: "100644" as const, type: "blob" as const, sha: blob.data.sha };
  const tree = await bot.rest.git.createTree({ ...repo, base_tree: parent.data.tree.sha, tree: [entry] });
  await bot.rest.git.getTree({ ...repo, tree_sha: tree.data.sha, recursive: "1" });
  const commit = await bot.rest.git.createCommit({
    ...repo,
    message: "Results",
    tree: tree.data.sha,
    parents: [parent.data.sha],
  });
  await bot.rest.git.createRef({ ...repo, ref: "refs/heads/results", sha: commit.data.sha });
  await bot.rest.git.updateRef({ ...repo, ref: "heads/results", sha: parent.data.sha, force: true });
  await bot.rest.git.listMatchingRefs({ ...repo, ref: "heads/re" });
  await as("eve").rest.git.deleteRef({ ...repo, ref: "heads/results" });
}

async function playOrganisation({ as, bot }: Story): Promise<void> {
  const eve = as("eve");
  await bot.rest.orgs.listMembers({ org: "acme", role: "admin" });
  await bot.rest.orgs.getMembershipForUser({ org: "acme", username: "ada" });
  await bot.rest.teams.list({ org: "acme" });
  await bot.rest.teams.getByName({ org: "acme", team_slug: "data" });
  await bot.rest.teams.listChildInOrg({ org: "acme", team_slug: "data" });
  await bot.rest.teams.listMembersInOrg({ org: "acme", team_slug: "data" });
  await bot.rest.teams.getMembershipForUserInOrg({ org: "acme", team_slug: "data", username: "ben" });
  await eve.rest.teams.addOrUpdateMembershipForUserInOrg({ org: "acme", team_slug: "data", username: "ada" });
  await eve.rest.teams.removeMembershipForUserInOrg({ org: "acme", team_slug: "data", username: "ada" });
  await eve.rest.orgs.setMembershipForUser({ org: "acme", username: "mallory", role: "member" });
  await eve.rest.orgs.removeMember({ org: "acme", username: "mallory" });
}

async function playLanding({ as, bot }: Story, number: number): Promise<void> {
  const pull = { ...repo, pull_number: number };
  await pushFiles(as("eve"), "main", { "README.md": "moved on\n" });
  await as("ada").rest.pulls.updateBranch(pull);
  await as("ben")
    .rest.pulls.merge({ ...pull, sha: "0".repeat(40) })
    .catch(() => null);
  await as("ben").rest.pulls.merge({ ...pull, merge_method: "squash", commit_title: "Everything" });
  await bot.rest.pulls.get(pull);
  await bot.rest.pulls.checkIfMerged(pull);
  await bot.rest.issues.listEventsForTimeline({ ...repo, issue_number: number });
}

async function playRulesets(eve: Octokit): Promise<void> {
  const parameters = {
    required_status_checks: [{ context: "gate", integration_id: 1 }],
    strict_required_status_checks_policy: false,
  };
  const made = await eve.rest.repos.createRepoRuleset({
    ...repo,
    name: "gate",
    enforcement: "active",
    bypass_actors: [{ actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "always" }],
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: [{ type: "required_status_checks", parameters }, { type: "non_fast_forward" }],
  });
  const one = { ...repo, ruleset_id: made.data.id };
  await eve.rest.repos.getRepoRuleset(one);
  await eve.rest.repos.getRepoRulesets(repo);
  await eve.rest.repos.updateRepoRuleset({ ...one, enforcement: "disabled" });
  await eve.rest.repos.deleteRepoRuleset(one);
}

async function playHooks({ app, forge }: Story): Promise<void> {
  await forge.hooks.settle();
  await app.octokit.rest.apps.getWebhookConfigForApp();
  const deliveries = await app.octokit.rest.apps.listWebhookDeliveries({ per_page: 5 });
  const delivery_id = Number(deliveries.data[0]?.id ?? 0);
  await app.octokit.rest.apps.getWebhookDelivery({ delivery_id });
  await app.octokit.rest.apps.redeliverWebhookDelivery({ delivery_id });
  const manifest = {
    name: "Countersign of tests",
    url: "https://example.org",
    redirect_url: "http://127.0.0.1/setup",
    hook_attributes: { url: "http://127.0.0.1/hooks" },
    default_permissions: { checks: "write" },
    default_events: ["push"],
  };
  const form = new URLSearchParams({ manifest: JSON.stringify(manifest) });
  const answer = await fetch(`${forge.baseUrl}/organizations/acme/settings/apps/new`, {
    method: "POST",
    body: form,
    redirect: "manual",
  });
  const code = new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
  await fetch(`${forge.baseUrl}/app-manifests/${code}/conversions`, { method: "POST" });
}
