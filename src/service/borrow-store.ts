import type { Logger } from "pino";
import type { FirstSeenComment, Store } from "../ports/store.ts";
import { openObservations } from "../store/open-observations.ts";
import { openStore } from "../store/open-store.ts";

/** How many reviews and comments with commands were looked at, and of how many a service knew how they were at first. */
export interface FirstSeenCount {
  readonly looked: number;
  readonly known: number;
}

/** A store to look with: what it learns stays in memory, and nothing that a service wrote is changed. */
export interface BorrowedStore {
  readonly store: Store;
  /** Whether there is a record of a service at all. */
  readonly hasRecord: boolean;
  count(): FirstSeenCount;
  close(): Promise<void>;
}

/** Comments without a command decide nothing, and the service's own, which quote commands, neither. */
function mayMatter({ body, account }: FirstSeenComment): boolean {
  if (account?.kind === "bot") return false;
  return body === null || (body.includes("/countersign") && !body.includes("<!-- countersign"));
}

/** Takes first-seen facts, results and runs from a state directory, where there is one, and everything else from nowhere. */
export async function borrowStore(stateDirectory: string, log: Logger): Promise<BorrowedStore> {
  const own = await openStore({ directory: ":memory:", log });
  const record = openObservations(stateDirectory);
  const looked = new Set<string>();
  const known = new Set<string>();

  function noted<T>(key: string, found: T | null): T | null {
    looked.add(key);
    if (found !== null) known.add(key);
    return found;
  }

  const store: Store = {
    ...own,
    async recordReview(repository, change, review) {
      const found = (await record?.findReview(repository, change, review.id)) ?? null;
      return (
        noted(`review ${repository} ${change} ${review.id}`, found) ?? own.recordReview(repository, change, review)
      );
    },
    async recordComment(repository, change, comment) {
      const found = (await record?.findComment(repository, change, comment.id)) ?? null;
      if (!mayMatter(comment)) return found ?? own.recordComment(repository, change, comment);
      const key = `comment ${repository} ${change} ${comment.id}`;
      return noted(key, found) ?? own.recordComment(repository, change, comment);
    },
    async recordLabel(repository, change, label) {
      const found = (await record?.findLabel(repository, change, label.id)) ?? null;
      return found ?? own.recordLabel(repository, change, label);
    },
    listComments: async (repository, change) => (await record?.listComments(repository, change)) ?? [],
    findPublicationByBranch: async (repository, branch) =>
      (await record?.findPublicationByBranch(repository, branch)) ?? null,
    listPublicationsAt: async (repository, dvcPaths) => (await record?.listPublicationsAt(repository, dvcPaths)) ?? [],
    readRun: async (id) => (await record?.readRun(id)) ?? null,
    readOrganisationPolicy: async (governed) =>
      (await own.readOrganisationPolicy(governed)) ?? (await record?.readOrganisationPolicy(governed)) ?? null,
  };
  return {
    store,
    hasRecord: record !== null,
    count: () => ({ looked: looked.size, known: known.size }),
    async close() {
      record?.close();
      await own.close();
    },
  };
}
