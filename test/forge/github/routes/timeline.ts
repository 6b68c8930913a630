import type { ForgeCore } from "../../face.ts";
import { type RawCommit, readCommits } from "../../git/read-commits.ts";
import type { SimChange, SimIssue, SimRepository, SimTimelineEvent } from "../../model/types.ts";
import { answerPage, type GithubApp } from "../github.ts";
import { renderAccountId } from "../render/account.ts";
import { renderVerification } from "../render/commit.ts";
import { renderIssueComment, renderViaApp } from "../render/issue.ts";
import { nodeId } from "../render/node-id.ts";
import { repositoryPage, repositoryUrl } from "../render/repository.ts";
import { renderReview } from "../render/review.ts";
import { subjectFor } from "./issues.ts";

/** What happened to an issue or a pull request. https://docs.github.com/rest/issues/timeline */
export function addTimelineRoutes(app: GithubApp, core: ForgeCore): void {
  const base = "/repos/:owner/:repo/issues/:number";
  app.get(`${base}/events`, (context) => {
    const { repository, subject } = subjectFor(core, context, "read");
    return answerPage(context, subject.timeline, (one) => renderEvent(core, repository, one));
  });
  app.get(`${base}/timeline`, async (context) => {
    const { repository, subject } = subjectFor(core, context, "read");
    return answerPage(context, await entriesOf(core, repository, subject), (one) => one.rendered);
  });
}

interface Entry {
  readonly at: string;
  readonly rendered: unknown;
}

async function entriesOf(core: ForgeCore, repository: SimRepository, subject: SimIssue | SimChange): Promise<Entry[]> {
  const entries: Entry[] = subject.timeline.map((one) => ({
    at: one.at,
    rendered: renderEvent(core, repository, one),
  }));
  for (const comment of subject.comments) {
    const actor = renderAccountId(core, comment.accountId);
    const rendered = { event: "commented", actor, ...renderIssueComment(core, repository, subject, comment) };
    entries.push({ at: comment.createdAt, rendered });
  }
  if ("headSha" in subject) {
    for (const review of subject.reviews) {
      if (review.submittedAt === null) continue;
      const shown = renderReview(core, repository, subject, review);
      entries.push({
        at: review.submittedAt,
        rendered: { event: "reviewed", ...shown, state: shown.state.toLowerCase() },
      });
    }
    entries.push(...(await commitEntries(core, repository, subject)));
  }
  return entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

async function commitEntries(core: ForgeCore, repository: SimRepository, change: SimChange): Promise<Entry[]> {
  const from = change.versions.at(-1)?.mergeBaseSha ?? change.baseSha;
  const commits = await readCommits(repository.directory, ["--reverse", "--topo-order", `${from}..${change.headSha}`]);
  return Promise.all(
    commits.map(async (one) => ({ at: one.committer.date, rendered: await renderCommitted(core, repository, one) })),
  );
}

async function renderCommitted(core: ForgeCore, repository: SimRepository, commit: RawCommit) {
  const { sha, tree, parents, author, committer, message } = commit;
  const [url, page] = [repositoryUrl(core, repository), repositoryPage(core, repository)];
  return {
    event: "committed",
    sha,
    node_id: nodeId("C", sha),
    url: `${url}/git/commits/${sha}`,
    html_url: `${page}/commit/${sha}`,
    author,
    committer,
    tree: { sha: tree, url: `${url}/git/trees/${tree}` },
    message,
    parents: parents.map((one) => ({ sha: one, url: `${url}/git/commits/${one}`, html_url: `${page}/commit/${one}` })),
    verification: await renderVerification(core, repository, commit),
  };
}

function renderEvent(core: ForgeCore, repository: SimRepository, event: SimTimelineEvent) {
  const url = repositoryUrl(core, repository);
  return {
    id: event.id,
    node_id: nodeId("EV", event.id),
    url: `${url}/issues/events/${event.id}`,
    actor: renderAccountId(core, event.actorId),
    event: event.kind,
    commit_id: event.sha,
    commit_url: event.sha === null ? null : `${url}/commits/${event.sha}`,
    created_at: event.at,
    performed_via_github_app: renderViaApp(core, event.actorId),
    ...renderData(event),
  };
}

function renderData(event: SimTimelineEvent): Readonly<Record<string, unknown>> {
  switch (event.kind) {
    case "labeled":
    case "unlabeled":
      return { label: event.data.label };
    case "renamed":
      return { rename: event.data };
    case "review_dismissed":
      return { dismissed_review: event.data };
    default:
      return {};
  }
}
