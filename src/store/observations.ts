import type { Kysely } from "kysely";
import type { RepositoryKey } from "../domain/identity.ts";
import type { FirstSeenComment, FirstSeenLabel, FirstSeenReview, ObservationStore } from "../ports/store.ts";
import type { Schema } from "./schema.ts";

export type FirstSeenTable = "first_seen_review" | "first_seen_comment" | "first_seen_label";

export function createObservationStore(db: Kysely<Schema>): ObservationStore {
  return {
    recordReview: (repository, change, review) =>
      recordFirst<FirstSeenReview>(db, "first_seen_review", repository, change, review),
    recordComment: (repository, change, comment) =>
      recordFirst<FirstSeenComment>(db, "first_seen_comment", repository, change, comment),
    recordLabel: (repository, change, label) =>
      recordFirst<FirstSeenLabel>(db, "first_seen_label", repository, change, label),

    async listComments(repository, change) {
      const rows = await db
        .selectFrom("first_seen_comment")
        .select("body")
        .where("repository", "=", repository)
        .where("change", "=", change)
        .orderBy("id")
        .execute();
      return rows.map(({ body }) => JSON.parse(body) as FirstSeenComment); // written below alone
    },
  };
}

async function recordFirst<T extends { readonly id: number }>(
  db: Kysely<Schema>,
  table: FirstSeenTable,
  repository: RepositoryKey,
  change: number,
  seen: T,
): Promise<T> {
  await db
    .insertInto(table)
    .values({ repository, change, id: seen.id, body: JSON.stringify(seen) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const first = await db
    .selectFrom(table)
    .select("body")
    .where("repository", "=", repository)
    .where("change", "=", change)
    .where("id", "=", seen.id)
    .executeTakeFirstOrThrow();
  return JSON.parse(first.body) as T; // written above alone
}
