import type { ForgeCore } from "../../face.ts";
import { fullNameOf } from "../../model/model.ts";
import type { SimRepository } from "../../model/types.ts";
import { renderOwner } from "./account.ts";
import { nodeId } from "./node-id.ts";

const suffixes: Readonly<Record<string, string>> = {
  forks_url: "/forks",
  keys_url: "/keys{/key_id}",
  collaborators_url: "/collaborators{/collaborator}",
  teams_url: "/teams",
  hooks_url: "/hooks",
  issue_events_url: "/issues/events{/number}",
  events_url: "/events",
  assignees_url: "/assignees{/user}",
  branches_url: "/branches{/branch}",
  tags_url: "/tags",
  blobs_url: "/git/blobs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  git_refs_url: "/git/refs{/sha}",
  trees_url: "/git/trees{/sha}",
  statuses_url: "/statuses/{sha}",
  languages_url: "/languages",
  stargazers_url: "/stargazers",
  contributors_url: "/contributors",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  commits_url: "/commits{/sha}",
  git_commits_url: "/git/commits{/sha}",
  comments_url: "/comments{/number}",
  issue_comment_url: "/issues/comments{/number}",
  contents_url: "/contents/{+path}",
  compare_url: "/compare/{base}...{head}",
  merges_url: "/merges",
  archive_url: "/{archive_format}{/ref}",
  downloads_url: "/downloads",
  issues_url: "/issues{/number}",
  pulls_url: "/pulls{/number}",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  labels_url: "/labels{/name}",
  releases_url: "/releases{/id}",
  deployments_url: "/deployments",
};

export function repositoryUrl(core: ForgeCore, repository: SimRepository): string {
  return `${core.url()}/repos/${fullNameOf(core.model, repository)}`;
}

export function repositoryPage(core: ForgeCore, repository: SimRepository): string {
  return `${core.url()}/${fullNameOf(core.model, repository)}`;
}

export function renderMinimalRepository(core: ForgeCore, repository: SimRepository) {
  const url = repositoryUrl(core, repository);
  const links = Object.fromEntries(Object.entries(suffixes).map(([key, suffix]) => [key, url + suffix]));
  return {
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name: repository.name,
    full_name: fullNameOf(core.model, repository),
    private: repository.isPrivate,
    owner: renderOwner(core, repository.owner),
    html_url: repositoryPage(core, repository),
    description: repository.description === "" ? null : repository.description,
    fork: repository.forkOf !== null,
    url,
    ...links,
  };
}

export function renderRepository(core: ForgeCore, repository: SimRepository) {
  const page = repositoryPage(core, repository);
  const open = repository.issues.filter((one) => one.state === "open").length;
  const openCount = open + repository.changes.filter((one) => one.state === "open").length;
  return {
    ...renderMinimalRepository(core, repository),
    created_at: repository.createdAt,
    updated_at: repository.pushedAt,
    pushed_at: repository.pushedAt,
    git_url: `${page.replace(/^http/, "git")}.git`,
    ssh_url: `git@127.0.0.1:${fullNameOf(core.model, repository)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: repository.hasIssues,
    has_projects: true,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repository.isArchived,
    disabled: false,
    open_issues_count: openCount,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.isPrivate ? "private" : "public",
    forks: 0,
    open_issues: openCount,
    watchers: 0,
    default_branch: repository.defaultBranch,
    ...(repository.owner.kind === "organisation" ? { custom_properties: {} } : {}),
  };
}

/** In pushes alone the times are seconds since 1970, and the branch has its former name too. */
export function renderPushedRepository(core: ForgeCore, repository: SimRepository) {
  const seconds = (at: string) => Math.floor(Date.parse(at) / 1000);
  return {
    ...renderRepository(core, repository),
    created_at: seconds(repository.createdAt),
    pushed_at: seconds(repository.pushedAt),
    stargazers: 0,
    master_branch: repository.defaultBranch,
  };
}

/** What only the repository's own page of the API tells. */
export function renderFullRepository(core: ForgeCore, repository: SimRepository) {
  return {
    ...renderRepository(core, repository),
    network_count: 0,
    subscribers_count: 0,
    allow_merge_commit: repository.mergeMethods.merge,
    allow_squash_merge: repository.mergeMethods.squash,
    allow_rebase_merge: repository.mergeMethods.rebase,
    allow_auto_merge: false,
    allow_update_branch: true,
    delete_branch_on_merge: false,
  };
}
