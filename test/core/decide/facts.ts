import type { ChangedFile, ChangeRequest, Comment, Commit, Label, Review } from "../../../src/domain/change.ts";
import type { Account, Person } from "../../../src/domain/identity.ts";
import type { NodeFile } from "../../../src/domain/node.ts";
import type { PolicySource } from "../../../src/domain/policy.ts";
import { readPolicy } from "../../../src/policy/read-policy.ts";

/** People of the tests: ada writes, ben, cleo and dan are data controllers, eve is a stranger. */
export const ada = account(1, "ada");
export const ben = account(2, "ben");
export const cleo = account(3, "cleo");
export const dan = account(4, "dan");
export const eve = account(5, "eve");
export const robot: Account = { id: 99, login: "robot", kind: "bot" };

export const head = "1111111111111111111111111111111111111111";
export const formerHead = "2222222222222222222222222222222222222222";

/** A change by ada that adds one job request, with nobody's approval. */
export const jobRequest: ChangeRequest = {
  forge: "github",
  repository: { id: 5, name: "acme/study" },
  number: 7,
  title: "",
  body: "",
  isDraft: false,
  isFork: false,
  author: ada,
  requester: null,
  pushers: [person(ada)],
  base: { ref: "refs/heads/main", sha: "b".repeat(40) },
  mergeBase: "m".repeat(40),
  head: { ref: "refs/heads/x", sha: head, tree: "t".repeat(40), since: "2026-11-20T10:00:00Z" },
  earlierHeads: [],
  files: { complete: true, items: [file("jobs/a.yml")] },
  commits: { complete: true, items: [commit({})] },
  reviews: [],
  comments: [],
  checks: [],
  labels: [],
  groups: { "team:acme/data-controllers": [person(ben), person(cleo), person(dan)] },
  permissions: {},
  findings: [],
  datasets: [],
  jobs: [],
  now: "2026-11-20T18:00:00Z",
};

export function account(id: number, login: string): Account {
  return { id, login, kind: "user" };
}

export function person({ id, login }: Person): Person {
  return { id, login };
}

export function file(path: string, more: Partial<ChangedFile> = {}): ChangedFile {
  return { path, previousPath: null, status: "added", mode: "100644", additions: 3, deletions: 0, ...more };
}

export function files(...paths: readonly string[]): Pick<ChangeRequest, "files"> {
  return { files: { complete: true, items: paths.map((path) => file(path)) } };
}

export function commit(more: Partial<Commit>): Commit {
  return {
    sha: head,
    parents: ["m".repeat(40)],
    author: person(ada),
    committer: person(ada),
    coAuthors: [],
    signature: { state: "none", by: null },
    isCleanUpdateMerge: false,
    message: "",
    ...more,
  };
}

/** A review that approves the head, at noon unless said otherwise. */
export function approval({ by, ...more }: { by: Account } & Partial<Review>): Review {
  return {
    id: 1000 + by.id,
    account: by,
    state: "approved",
    dismissed: null,
    sha: head,
    baseRef: "refs/heads/main",
    mergeBase: "m".repeat(40),
    at: "2026-11-20T12:00:00Z",
    edited: false,
    body: "",
    ...more,
  };
}

/** A comment, at noon unless said otherwise. */
export function comment({ by, ...more }: { by: Account } & Partial<Comment>): Comment {
  return {
    id: 2000 + by.id,
    account: by,
    body: "",
    baseRef: "refs/heads/main",
    mergeBase: "m".repeat(40),
    at: "2026-11-20T12:00:00Z",
    edited: false,
    ...more,
  };
}

/** The label `urgent`, set at noon unless said otherwise. */
export function label({ by, ...more }: { by: Account | null } & Partial<Label>): Label {
  return {
    name: "urgent",
    by,
    at: "2026-11-20T12:00:00Z",
    baseRef: "refs/heads/main",
    mergeBase: "m".repeat(40),
    ...more,
  };
}

/** A policy as it is read from text; its indentation is that of the test. */
export function policy(text: string): PolicySource {
  const reading = readPolicy(`version: 1\n${dedent(text)}`, { path: ".countersign.yml", presets: {} });
  if ("problems" in reading) throw new Error(JSON.stringify(reading.problems, null, 2));
  return { state: "valid", policy: reading.policy, sha256: "0".repeat(64), name: "test" };
}

/** One data controller for everything. */
export const oneController = policy(`
  people: { data-controllers: { teams: acme/data-controllers } }
  otherwise: { require: { count: 1, from: data-controllers } }
`);

/** A node whose controllers are these people. */
export function nodeOf(...people: readonly Account[]): NodeFile {
  return {
    node: "london",
    python: "3.12",
    targets: [],
    engine: null,
    controllers: people.map(({ id, login }) => ({ id, login, forge: "github", sshKeys: [] })),
    datasets: [],
    storage: null,
    repositories: [],
  };
}

function dedent(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(indent)).join("\n");
}
