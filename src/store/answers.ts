import type { Kysely } from "kysely";
import type { RepositoryKey } from "../domain/identity.ts";
import type { AnswerStore } from "../ports/store.ts";
import { appendEntry } from "./audit.ts";
import type { Schema } from "./schema.ts";

export function createAnswerStore(db: Kysely<Schema>): AnswerStore {
  return {
    readAnswer: (...to) => readAnswer(db, ...to),

    recordAnswer: (repository, change, comment, text, entry) =>
      db.transaction().execute(async (transaction) => {
        const known = await readAnswer(transaction, repository, change, comment);
        if (known !== null) return known;
        await transaction.insertInto("answer").values({ repository, change, comment, text }).execute();
        await appendEntry(transaction, entry);
        return text;
      }),
  };
}

async function readAnswer(
  db: Kysely<Schema>,
  repository: RepositoryKey,
  change: number,
  comment: number,
): Promise<string | null> {
  const row = await db
    .selectFrom("answer")
    .select("text")
    .where("repository", "=", repository)
    .where("change", "=", change)
    .where("comment", "=", comment)
    .executeTakeFirst();
  return row?.text ?? null;
}
