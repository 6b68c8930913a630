import type { Actor } from "./actor.ts";
import { type Json, openApi } from "./api.ts";
import type { ActorOptions } from "./github-actor.ts";
import { openWorkingCopy } from "./working-copy.ts";

export function gitlabActor(options: ActorOptions): Actor {
  const { repository, login, id, token } = options;
  const api = openApi(`${options.forgeUrl}/api/v4`, { "private-token": token });
  const project = `/projects/${encodeURIComponent(repository)}`;
  const url = new URL(`${options.forgeUrl}/${repository}.git`);
  url.username = login;
  url.password = token;
  const copy = openWorkingCopy(options.directory, url.href, { name: login, email: options.email });
  const states: Readonly<Record<string, "open" | "merged" | "closed">> = { opened: "open", merged: "merged" };

  async function comment(number: number, body: string): Promise<void> {
    await api.send("POST", `${project}/merge_requests/${number}/notes`, { body });
  }

  return {
    login,
    id,
    ...copy,
    comment,
    async openChange({ branch, title, base = "main" }) {
      const change = { title, source_branch: branch, target_branch: base };
      return (await api.send("POST", `${project}/merge_requests`, change)).iid;
    },
    async approve(number) {
      await api.send("POST", `${project}/merge_requests/${number}/approve`);
    },
    async commentOnCommit(sha, body) {
      await api.send("POST", `${project}/repository/commits/${sha}/comments`, { note: body });
    },
    async listCommitComments(sha) {
      return (await api.get(`${project}/repository/commits/${sha}/comments`)).map((one: Json) => one.note);
    },
    async merge(number) {
      await comment(number, "/countersign merge");
    },
    async readChange(number) {
      const change = await api.get(`${project}/merge_requests/${number}`);
      const discussions = await api.get(`${project}/merge_requests/${number}/discussions?per_page=100`);
      const ref = encodeURIComponent(change.source_branch); // as its page shows those of its own branch's pipeline
      const statuses = await api.get(`${project}/repository/commits/${change.sha}/statuses?per_page=100&ref=${ref}`);
      const notes = discussions.flatMap((one: Json) => one.notes).filter((note: Json) => !note.system);
      return {
        number,
        title: change.title,
        state: states[change.state] ?? "closed",
        author: change.author.username,
        head: change.sha,
        headBranch: change.source_branch,
        mergedAs: change.merge_commit_sha ?? change.squash_commit_sha,
        checks: statuses.map((one: Json) => ({
          name: one.name,
          outcome: one.status,
          title: one.description ?? "",
          annotations: [],
        })),
        comments: notes
          .filter((note: Json) => note.position == null)
          .map((note: Json) => ({ author: note.author.username, body: note.body })),
        threads: notes
          .filter((note: Json) => note.position != null)
          .map((note: Json) => ({
            path: note.position.new_path,
            line: note.position.new_line,
            body: note.body,
            isResolved: note.resolved === true,
          })),
        url: change.web_url,
      };
    },
    async listChanges() {
      const changes = await api.get(`${project}/merge_requests?state=all&per_page=100`);
      return changes.map((change: Json) => ({
        number: change.iid,
        title: change.title,
        author: change.author.username,
        headBranch: change.source_branch,
        state: states[change.state] ?? "closed",
      }));
    },
    async listDeployments(sha) {
      const deployments = await api.get(`${project}/deployments?per_page=100`);
      return deployments
        .filter((one: Json) => one.sha === sha)
        .map((one: Json) => ({ environment: one.environment.name, sha: one.sha, state: one.status }));
    },
    async listAlerts() {
      const issues = await api.get(`${project}/issues?per_page=100`);
      return issues.map((one: Json) => ({
        title: one.title,
        body: one.description,
        isOpen: one.state === "opened",
        url: one.web_url,
      }));
    },
  };
}
