import { createRequire } from "node:module";
import { afterAll, beforeAll, expect, test } from "vitest";
import { playEverything } from "../../../contract/play-github.ts";
import type { Received } from "../../support/github-story.ts";
import { pushFiles, type Story, startStory } from "../../support/github-story.ts";

interface Recorded {
  readonly name: string;
  readonly examples: readonly (Readonly<Record<string, unknown>> & { readonly action?: string })[];
}

/** Real deliveries of GitHub's, https://github.com/octokit/webhooks */
const require = createRequire(import.meta.url);
const recorded = require("@octokit/webhooks-examples") as readonly Recorded[];

let story: Story;
let received: readonly Received[];

beforeAll(async () => {
  story = await startStory();
  await playEverything(story);
  await story.forge.faults.accounts.removeTeamMember("acme", "data-controllers", "ben");
  await pushFiles(story.as("eve"), "another", { "dags/z.py": "z\n" });
  await story.forge.hooks.settle();
  received = story.receiver.received;
}, 60_000);
afterAll(() => story.close());

/** The keys that all real deliveries have, at depth one and two; a key may be missing where the payload is the sender's own. */
function keysOf(examples: readonly Readonly<Record<string, unknown>>[]): string[] {
  const common = (lists: readonly string[][]) =>
    (lists[0] ?? []).filter((key) => lists.every((list) => list.includes(key)));
  const first = common(examples.map((one) => Object.keys(one)));
  const second = first.flatMap((key) => {
    const inner = examples.map((one) => one[key]).filter(isObject);
    return inner.length < examples.length
      ? []
      : common(inner.map((one) => Object.keys(one))).map((name) => `${key}.${name}`);
  });
  return [...first, ...second];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const events = [
  "pull_request opened",
  "pull_request synchronize",
  "pull_request closed",
  "pull_request reopened",
  "pull_request labeled",
  "pull_request edited",
  "pull_request_review submitted",
  "pull_request_review dismissed",
  "pull_request_review_comment created",
  "issue_comment created",
  "issue_comment edited",
  "issue_comment deleted",
  "issues opened",
  "issues closed",
  "commit_comment created",
  "push",
  "check_suite requested",
  "check_suite rerequested",
  "check_run created",
  "check_run completed",
  "check_run rerequested",
  "installation created",
  "deployment created",
  "deployment_status created",
  "membership added",
  "membership removed",
];

test.each(events)("%s has the keys of GitHub's own deliveries", (named) => {
  const [event = "", action] = named.split(" ");
  const ofEvent = recorded.find((one) => one.name === event)?.examples ?? [];
  const same = ofEvent.filter((one) => one.action === action);
  const examples = same.length > 0 ? same : ofEvent;
  expect(examples.length).toBeGreaterThan(0);
  const ours = received.find((one) => one.event === event && one.payload.action === action);
  expect(ours, `nothing was sent for ${named}`).toBeDefined();
  const have = new Set(keysOf([ours?.payload ?? {}]));
  expect(keysOf(examples).filter((key) => !have.has(key))).toEqual([]);
  expect(ours?.payload).toMatchObject({
    sender: { login: expect.any(String) },
    installation: { id: expect.any(Number) },
  });
});
