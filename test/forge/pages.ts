import { html, raw } from "hono/html";
import type { ForgeCore, SimApplication } from "./face.ts";
import { accountOf, findRepository, fullNameOf } from "./model/model.ts";
import type { SimChange, SimIssue, SimRepository } from "./model/types.ts";
import { renderMarkdown } from "./render-markdown.ts";

const path = /^\/(.+?)\/(?:-\/)?(pull|merge_requests|issues|commit)\/([0-9a-f]+)$/;

/**
 * What a browser shows under the links that the forge gives: a change, an issue, a commit, as plainly as can be, for those who
 * look at a demo. Everybody may read them, for there is nothing real in the simulator.
 */
export function addPages(app: SimApplication, core: ForgeCore): void {
  app.use(async (context, next) => {
    if (context.req.path === "/" && context.req.header("accept")?.includes("text/html") === true) {
      return context.html(renderFirstPage(core));
    }
    const match = path.exec(new URL(context.req.url).pathname);
    const wantsPage = context.req.method === "GET" && context.req.header("accept")?.includes("text/html") === true;
    const repository = match === null || !wantsPage ? null : findRepository(core.model, match[1] ?? "");
    if (match === null || repository === null) return next();
    const [, , kind, name = ""] = match;
    if (kind === "commit") return context.html(renderCommitPage(core, repository, name));
    const list: (SimChange | SimIssue)[] = kind === "issues" ? repository.issues : repository.changes;
    const subject = list.find((one) => String(one.number) === name);
    return subject === undefined ? next() : context.html(renderSubjectPage(core, repository, subject));
  });
}

type Html = ReturnType<typeof html>;

function page(title: string, body: Html): Html {
  const style =
    "body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap;background:#f4f4f4;padding:.7rem}code{background:#f4f4f4}.markdown{border:1px solid #ddd;border-radius:6px;padding:0 1rem;margin:.5rem 0;overflow-wrap:anywhere}.markdown:empty{display:none}";
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${raw(style)}</style></head>
    <body><h1>${title}</h1>${body}</body></html>`;
}

/** Everything there is to read, by repository, newest first. */
function renderFirstPage(core: ForgeCore): Html {
  const isGithub = core.model.traits.name === "github";
  const repositories = [...core.model.repositories.values()].map((repository) => {
    const name = fullNameOf(core.model, repository);
    const link = (kind: string, { number, title, state }: SimChange | SimIssue) =>
      html`<li><a href="/${name}${isGithub ? "" : "/-"}/${kind}/${number}">${number}: ${title}</a> (${state})</li>`;
    const changes = repository.changes.toReversed().map((one) => link(isGithub ? "pull" : "merge_requests", one));
    const issues = repository.issues.toReversed().map((one) => link("issues", one));
    return html`<h2>${name}</h2><h3>Changes</h3><ul>${changes}</ul><h3>Issues</h3><ul>${issues}</ul>`;
  });
  return page(`A simulated ${isGithub ? "GitHub" : "GitLab"}`, html`${repositories}`);
}

function renderSubjectPage(core: ForgeCore, repository: SimRepository, subject: SimChange | SimIssue): Html {
  const login = (id: number) => accountOf(core.model, id).login;
  const title = `${fullNameOf(core.model, repository)} ${subject.number}: ${subject.title}`;
  const comments = subject.comments.map(
    (one) => html`<h3>${login(one.accountId)}, ${one.createdAt}</h3>${renderMarkdown(one.body)}`,
  );
  const more = "headSha" in subject ? renderChange(core, repository, subject) : html``;
  return page(
    title,
    html`<p><b>${subject.state}</b>, by ${login(subject.authorId)}</p>${renderMarkdown(subject.body)}${more}<h2>Conversation</h2>${comments}`,
  );
}

function renderChange(core: ForgeCore, repository: SimRepository, change: SimChange): Html {
  const login = (id: number) => accountOf(core.model, id).login;
  const reviews = change.reviews.map(
    (one) =>
      html`<li>${login(one.accountId)}: ${one.state} at ${one.commitSha.slice(0, 8)} ${renderMarkdown(one.body)}</li>`,
  );
  const approvals = change.approvals.map((one) => html`<li>${login(one.accountId)}: approved ${one.at}</li>`);
  const threads = change.threads.map(
    (one) => html`<li>${one.position?.path ?? ""}:${one.position?.line ?? ""} ${one.isResolved ? "(resolved)" : ""}
      ${one.comments.map((comment) => html`<b>${login(comment.accountId)}</b>: ${renderMarkdown(comment.body)}`)}</li>`,
  );
  return html`<p>${change.head.branch} → ${change.baseBranch}, head ${change.headSha}</p>
    ${renderChecks(repository, change.headSha)}<h2>Reviews</h2><ul>${reviews}${approvals}</ul><h2>Threads</h2><ul>${threads}</ul>`;
}

function renderChecks(repository: SimRepository, sha: string): Html {
  const runs = repository.checkRuns.filter((one) => one.headSha === sha);
  const checks = runs.map(
    (one) =>
      html`<li><b>${one.name}</b>: ${one.conclusion ?? one.status} ${one.output.title ?? ""}${renderMarkdown(one.output.summary ?? "")}</li>`,
  );
  const statuses = repository.statuses
    .filter((one) => one.sha === sha)
    .map((one) => html`<li><b>${one.context}</b>: ${one.state} ${one.description ?? ""}</li>`);
  return html`<h2>Checks</h2><ul>${checks}${statuses}</ul>`;
}

function renderCommitPage(core: ForgeCore, repository: SimRepository, sha: string): Html {
  const comments = repository.commitComments
    .filter((one) => one.sha === sha)
    .map(
      (one) =>
        html`<h3>${accountOf(core.model, one.accountId).login}, ${one.createdAt}</h3>${renderMarkdown(one.body)}`,
    );
  const deployments = repository.deployments
    .filter((one) => one.sha === sha)
    .map(
      (one) =>
        html`<li>${one.environment}: ${one.status} ${one.statuses.at(-1)?.description ?? one.description ?? ""}</li>`,
    );
  const title = `${fullNameOf(core.model, repository)} ${sha.slice(0, 8)}`;
  return page(
    title,
    html`${renderChecks(repository, sha)}<h2>Deployments</h2><ul>${deployments}</ul><h2>Comments</h2>${comments}`,
  );
}
