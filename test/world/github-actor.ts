import type { Actor, SeenThread } from "./actor.ts";
import { type Api, type Json, openApi } from "./api.ts";
import { openWorkingCopy } from "./working-copy.ts";

export interface ActorOptions {
  readonly forgeUrl: string;
  readonly repository: string;
  readonly login: string;
  readonly id: number;
  readonly email: string;
  readonly token: string;
  readonly directory: string;
}

const threadsQuery = `query($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { reviewThreads(first: 100) { nodes {
    isResolved path line comments(first: 1) { nodes { body } } } } } } }`;

export function githubActor(options: ActorOptions): Actor {
  const { repository, login, id, token } = options;
  const api = openApi(options.forgeUrl, { authorization: `token ${token}`, accept: "application/vnd.github+json" });
  const repo = `/repos/${repository}`;
  const url = new URL(`${options.forgeUrl}/${repository}.git`);
  url.username = login;
  url.password = token;
  const copy = openWorkingCopy(options.directory, url.href, { name: login, email: options.email });

  return {
    login,
    id,
    ...copy,
    async openChange({ branch, title, base = "main" }) {
      return (await api.send("POST", `${repo}/pulls`, { title, head: branch, base, body: "" })).number;
    },
    async approve(number) {
      await api.send("POST", `${repo}/pulls/${number}/reviews`, { event: "APPROVE" });
    },
    async comment(number, body) {
      await api.send("POST", `${repo}/issues/${number}/comments`, { body });
    },
    async commentOnCommit(sha, body) {
      await api.send("POST", `${repo}/commits/${sha}/comments`, { body });
    },
    async listCommitComments(sha) {
      return (await api.get(`${repo}/commits/${sha}/comments`)).map((one: Json) => one.body);
    },
    async merge(number, method = "merge") {
      await api.send("PUT", `${repo}/pulls/${number}/merge`, { merge_method: method });
    },
    async readChange(number) {
      const pull = await api.get(`${repo}/pulls/${number}`);
      const comments = await api.get(`${repo}/issues/${number}/comments?per_page=100`);
      return {
        number,
        title: pull.title,
        state: pull.merged ? "merged" : pull.state,
        author: pull.user.login,
        head: pull.head.sha,
        headBranch: pull.head.ref,
        mergedAs: pull.merge_commit_sha,
        checks: await readChecks(api, repo, pull.head.sha),
        comments: comments.map((one: Json) => ({ author: one.user.login, body: one.body })),
        threads: await readThreads(api, repository, number),
        url: pull.html_url,
      };
    },
    async listChanges() {
      const pulls = await api.get(`${repo}/pulls?state=all&per_page=100`);
      return pulls.map((pull: Json) => ({
        number: pull.number,
        title: pull.title,
        author: pull.user.login,
        headBranch: pull.head.ref,
        state: pull.merged_at === null ? pull.state : "merged",
      }));
    },
    async listDeployments(sha) {
      const deployments = await api.get(`${repo}/deployments?sha=${sha}`);
      return Promise.all(
        deployments.map(async (one: Json) => {
          const statuses = await api.get(`${repo}/deployments/${one.id}/statuses`);
          return { environment: one.environment, sha: one.sha, state: statuses[0]?.state ?? "none" };
        }),
      );
    },
    async listAlerts() {
      const issues = await api.get(`${repo}/issues?state=all&per_page=100`);
      return issues
        .filter((one: Json) => one.pull_request === undefined)
        .map((one: Json) => ({ title: one.title, body: one.body, isOpen: one.state === "open", url: one.html_url }));
    },
  };
}

async function readChecks(api: Api, repo: string, sha: string) {
  const { check_runs: runs } = await api.get(`${repo}/commits/${sha}/check-runs?per_page=100`);
  return Promise.all(
    runs.map(async (run: Json) => {
      const annotations = await api.get(`${repo}/check-runs/${run.id}/annotations`);
      return {
        name: run.name,
        outcome: run.conclusion ?? run.status,
        title: run.output.title ?? "",
        annotations: annotations.map((one: Json) => ({ path: one.path, line: one.start_line, message: one.message })),
      };
    }),
  );
}

async function readThreads(api: Api, repository: string, number: number): Promise<readonly SeenThread[]> {
  const [owner, name] = repository.split("/");
  const answer = await api.send("POST", "/graphql", { query: threadsQuery, variables: { owner, name, number } });
  return answer.data.repository.pullRequest.reviewThreads.nodes.map((node: Json) => ({
    path: node.path,
    line: node.line,
    body: node.comments.nodes[0]?.body ?? "",
    isResolved: node.isResolved,
  }));
}
