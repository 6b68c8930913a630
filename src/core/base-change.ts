import type { ChangeRequest } from "../domain/change.ts";
import type { Person } from "../domain/identity.ts";

const sha = (digit: string): string => digit.repeat(40);
const author = { id: 1, login: "ada" };

/** The change that a table of cases begins with: ada adds one job request, and nobody has said anything. */
export const baseChange: ChangeRequest = {
  forge: "github",
  repository: { id: 1, name: "acme/study" },
  number: 1,
  title: "",
  body: "",
  isDraft: false,
  isFork: false,
  author: { ...author, kind: "user" },
  requester: null,
  pushers: [author],
  base: { ref: "refs/heads/main", sha: sha("b") },
  mergeBase: sha("b"),
  head: { ref: "refs/heads/change", sha: sha("a"), tree: sha("c"), since: "2026-01-01T10:00:00Z" },
  earlierHeads: [],
  files: { complete: true, items: [added("jobs/a.yml")] },
  commits: {
    complete: true,
    items: [
      {
        sha: sha("a"),
        parents: [sha("b")],
        author,
        committer: author,
        coAuthors: [],
        signature: { state: "none", by: null },
        isCleanUpdateMerge: false,
        message: "",
      },
    ],
  },
  reviews: [],
  comments: [],
  checks: [],
  labels: [],
  groups: {},
  permissions: {},
  findings: [],
  datasets: [],
  now: "2026-01-01T18:00:00Z",
};

/** The same change, adding these files and no others; `null` leaves its files as they are. */
export function withFiles(change: ChangeRequest, paths: readonly string[] | null): ChangeRequest {
  return paths === null ? change : { ...change, files: { complete: true, items: paths.map(added) } };
}

/** The same change, reviewed and approved as it is now by these people, an hour after its head became that. */
export function withApprovals(change: ChangeRequest, people: readonly Person[]): ChangeRequest {
  const since = change.head.since ?? change.now;
  const reviews = people.map(({ id, login }, index) => ({
    id: 1_000_000 + index,
    account: { id, login, kind: "user" as const },
    state: "approved" as const,
    dismissed: null,
    sha: change.head.sha,
    baseRef: change.base.ref,
    mergeBase: change.mergeBase,
    at: new Date(Date.parse(since) + 3_600_000 + index * 1_000).toISOString(),
    edited: false,
    body: "",
  }));
  return { ...change, reviews: [...change.reviews, ...reviews] };
}

function added(path: string) {
  return { path, previousPath: null, status: "added" as const, mode: "100644", additions: 1, deletions: 0 };
}
