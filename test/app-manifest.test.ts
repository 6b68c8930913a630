import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { usedEvents } from "../src/forges/github/events.ts";

const root = join(import.meta.dirname, "..");
const text = readFileSync(join(root, "app.yml"), "utf8");
const manifest: {
  readonly default_permissions: Readonly<Record<string, string>>;
  readonly default_events: readonly string[];
} = parse(text);

/** What GitHub asks an app for, by route. https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps */
const needs: Readonly<Record<string, readonly string[]>> = {
  // As the app itself, or open to all.
  "GET /app": [],
  "GET /app/installations": [],
  "GET /repos/{owner}/{repo}/installation": [],
  "POST /app/installations/{installation_id}/access_tokens": [],
  "GET /users/{username}": [],
  // With the token of a person, who sets up the gate or looks for themselves.
  "GET /user": [],
  "GET /user/repos": [],
  "GET /repos/{owner}/{repo}/rulesets": [],
  "POST /repos/{owner}/{repo}/rulesets": [],
  "PUT /repos/{owner}/{repo}/rulesets/{ruleset_id}": [],
  // As an installation.
  "GET /repos/{owner}/{repo}/rules/branches/{branch}": ["metadata:read"],
  "GET /repos/{owner}/{repo}/rulesets/{ruleset_id}": ["metadata:read"],
  "GET /installation/repositories": ["metadata:read"],
  "GET /repos/{owner}/{repo}": ["metadata:read"],
  "GET /repos/{owner}/{repo}/collaborators/{username}/permission": ["metadata:read"],
  "GET /orgs/{org}/members": ["members:read"],
  "GET /orgs/{org}/teams/{team_slug}/members": ["members:read"],
  "GET /repos/{owner}/{repo}/activity": ["contents:read"],
  "GET /repos/{owner}/{repo}/git/matching-refs/{ref}": ["contents:read"],
  "GET /repos/{owner}/{repo}/comments": ["contents:read"],
  "GET /repos/{owner}/{repo}/commits/{commit_sha}/comments": ["contents:read"],
  "POST /repos/{owner}/{repo}/commits/{commit_sha}/comments": ["contents:write"],
  "PATCH /repos/{owner}/{repo}/comments/{comment_id}": ["contents:write"],
  "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge": ["contents:write"],
  "GET /repos/{owner}/{repo}/pulls": ["pull_requests:read"],
  "POST /repos/{owner}/{repo}/pulls": ["pull_requests:write"],
  "GET /repos/{owner}/{repo}/pulls/{pull_number}": ["pull_requests:read"],
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews": ["pull_requests:read"],
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments": ["pull_requests:read"],
  "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments": ["pull_requests:write"],
  "PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}": ["pull_requests:write"],
  "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls": ["pull_requests:read"],
  "GET /repos/{owner}/{repo}/issues": ["issues:read"],
  "POST /repos/{owner}/{repo}/issues": ["issues:write"],
  "PATCH /repos/{owner}/{repo}/issues/{issue_number}": ["issues:write"],
  "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline": ["issues:read"],
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments": ["issues:read"],
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": ["issues:write"],
  "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}": ["issues:write"],
  "GET /repos/{owner}/{repo}/commits/{ref}/check-suites": ["checks:read"],
  "GET /repos/{owner}/{repo}/commits/{ref}/check-runs": ["checks:read"],
  "POST /repos/{owner}/{repo}/check-runs": ["checks:write"],
  "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}": ["checks:write"],
  "GET /repos/{owner}/{repo}/commits/{ref}/statuses": ["statuses:read"],
  "GET /repos/{owner}/{repo}/deployments": ["deployments:read"],
  "POST /repos/{owner}/{repo}/deployments": ["deployments:write"],
  "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses": ["deployments:read"],
  "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses": ["deployments:write"],
};

/** What an event asks for. https://docs.github.com/en/webhooks/webhook-events-and-payloads */
const eventNeeds: Readonly<Record<string, string>> = {
  check_run: "checks:read",
  check_suite: "checks:read",
  commit_comment: "contents:read",
  issue_comment: "issues:read",
  membership: "members:read",
  merge_group: "merge_queues:read",
  organization: "members:read",
  pull_request: "pull_requests:read",
  pull_request_review: "pull_requests:read",
  pull_request_review_comment: "pull_requests:read",
  pull_request_review_thread: "pull_requests:read",
  push: "contents:read",
  status: "statuses:read",
  team: "members:read",
};

/** These come to every app, and cannot be subscribed to. */
const alwaysSent = ["installation", "installation_repositories"];

function routesInCode(): readonly string[] {
  const directory = join(root, "src/forges/github");
  const sources = readdirSync(directory).map((name) => readFileSync(join(directory, name), "utf8"));
  const routes = sources.join("\n").match(/"(GET|POST|PUT|PATCH|DELETE) \/[^"]*"/g) ?? [];
  return [...new Set(routes.map((route) => route.slice(1, -1)))].toSorted();
}

test("every route in the code is known here, and no other", () => {
  expect(routesInCode()).toEqual(Object.keys(needs).toSorted());
});

test("the app asks for exactly the permissions that its routes and events need", () => {
  const wanted: Record<string, string> = {};
  for (const need of [...Object.values(needs).flat(), ...Object.values(eventNeeds)]) {
    const [name = "", level = ""] = need.split(":");
    wanted[name] = wanted[name] === "write" ? "write" : level;
  }
  expect(manifest.default_permissions).toEqual(wanted);
});

test("the app subscribes to exactly the events that the code reads", () => {
  const subscribed = usedEvents.filter((event) => !alwaysSent.includes(event)).toSorted();
  expect(manifest.default_events.toSorted()).toEqual(subscribed);
  expect(Object.keys(eventNeeds).toSorted()).toEqual(subscribed);
});

test("each permission and each group of events says why", () => {
  const lines = text.split("\n");
  for (const name of Object.keys(manifest.default_permissions)) {
    const line = lines.findIndex((one) => one.startsWith(`  ${name}:`));
    expect(lines[line - 1], name).toMatch(/^ {2}# /);
  }
});
