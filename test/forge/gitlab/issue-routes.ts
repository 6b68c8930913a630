import { emit, issueOf } from "../model/model.ts";
import type { SimIssue, SimRepository } from "../model/types.ts";
import { type Asked, forbidden, integer, levelOn, paged, pathNumber, projectOf, requiredText, text } from "./http.ts";
import { listOf } from "./merge-request-routes.ts";
import { renderIssue } from "./render.ts";
import type { Routes } from "./routes.ts";

/** Source: https://docs.gitlab.com/api/issues/ Where issues are off, the list is empty and making one is forbidden. */
export function addIssueRoutes(routes: Routes): void {
  const list = "/projects/:id/issues";
  routes.get(list, (asked) => {
    const repository = projectOf(asked, 10);
    const found = repository.hasIssues ? repository.issues.filter(filterOf(asked)) : [];
    return paged(asked, found.toReversed(), (issue) => renderIssue(asked.core, repository, issue));
  });
  routes.get(`${list}/:iid`, (asked) => answer(asked, ...issueIn(asked)));
  routes.post(list, async (asked) => {
    const repository = projectOf(asked, 10);
    if (!repository.hasIssues) throw forbidden();
    const { model, params, account } = asked;
    const at = model.clock.tick();
    const issue: SimIssue = {
      id: model.newId(),
      number: repository.nextIssueNumber++,
      title: requiredText(params, "title"),
      body: text(params, "description") ?? "",
      state: "open",
      authorId: account.id,
      createdAt: at,
      updatedAt: at,
      closedAt: null,
      labels: listOf(params.labels),
      assigneeIds: [],
      comments: [],
      timeline: [],
    };
    repository.issues.push(issue);
    await emit(model, { kind: "issue.opened", repository, issue, actorId: account.id });
    return answer(asked, repository, issue, 201);
  });
  routes.put(`${list}/:iid`, edit);
}

async function edit(asked: Asked): Promise<Response> {
  const [repository, issue] = issueIn(asked);
  const { model, params, account } = asked;
  if (issue.authorId !== account.id && levelOn(asked, repository) < 20) throw forbidden();
  issue.title = text(params, "title") ?? issue.title;
  issue.body = text(params, "description") ?? issue.body;
  const at = model.clock.tick();
  issue.updatedAt = at;
  const event = text(params, "state_event");
  if (event === "close" && issue.state === "open") {
    Object.assign(issue, { state: "closed", closedAt: at });
    await emit(model, { kind: "issue.closed", repository, issue, actorId: account.id });
  } else if (event === "reopen" && issue.state === "closed") {
    Object.assign(issue, { state: "open", closedAt: null });
    await emit(model, { kind: "issue.reopened", repository, issue, actorId: account.id });
  } else await emit(model, { kind: "issue.edited", repository, issue, actorId: account.id });
  return answer(asked, repository, issue);
}

function filterOf(asked: Asked): (issue: SimIssue) => boolean {
  const { params } = asked;
  const state = text(params, "state") ?? "all";
  const author = integer(params, "author_id");
  const labels = listOf(params.labels);
  const search = text(params, "search")?.toLowerCase() ?? "";
  return (issue) =>
    (state === "all" || state === (issue.state === "open" ? "opened" : "closed")) &&
    (author === null || issue.authorId === author) &&
    labels.every((name) => issue.labels.includes(name)) &&
    `${issue.title}\n${issue.body}`.toLowerCase().includes(search);
}

function issueIn(asked: Asked): [SimRepository, SimIssue] {
  const repository = projectOf(asked, 10);
  return [repository, issueOf(repository, pathNumber(asked, "iid"))];
}

function answer(asked: Asked, repository: SimRepository, issue: SimIssue, status = 200): Response {
  return Response.json(renderIssue(asked.core, repository, issue), { status });
}
