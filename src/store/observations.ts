import type { Kysely } from "kysely";
import type { FirstSeenComment, FirstSeenReview, ObservationStore } from "../ports/store.ts";
import type { Schema } from "./schema.ts";

export function createObservationStore(db: Kysely<Schema>): ObservationStore {
  return {
    recordReview: (repositoryId, change, review) =>
      recordFirst<FirstSeenReview>(db, "first_seen_review", repositoryId, change, review),
    recordComment: (repositoryId, change, comment) =>
      recordFirst<FirstSeenComment>(db, "first_seen_comment", repositoryId, change, comment),
  };
}

async function recordFirst<T extends { readonly id: number }>(
  db: Kysely<Schema>,
  table: "first_seen_review" | "first_seen_comment",
  repositoryId: number,
  change: number,
  seen: T,
): Promise<T> {
  await db
    .insertInto(table)
    .values({ repository_id: repositoryId, change, id: seen.id, body: JSON.stringify(seen) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const first = await db
    .selectFrom(table)
    .select("body")
    .where("repository_id", "=", repositoryId)
    .where("change", "=", change)
    .where("id", "=", seen.id)
    .executeTakeFirstOrThrow();
  return JSON.parse(first.body) as T; // written above alone
}
