import { type Kysely, sql } from "kysely";
import { repositoryKey } from "../domain/identity.ts";
import { type Publication, publicationStates, publicationTransitions } from "../domain/publication.ts";
import type { AuditEntry, PublicationStore } from "../ports/store.ts";
import { appendEntry } from "./audit.ts";
import type { Schema } from "./schema.ts";

const unfinishedStates = publicationStates.filter((state) => publicationTransitions[state].length > 0);

export function createPublicationStore(db: Kysely<Schema>): PublicationStore {
  const publications = db.selectFrom("publication").select("body");

  return {
    async createPublication(publication) {
      await db
        .insertInto("publication")
        .values({ run: publication.run, ...toColumns(publication) })
        .onConflict((conflict) => conflict.column("run").doNothing())
        .execute();
      const stored = await publications.where("run", "=", publication.run).executeTakeFirstOrThrow();
      return toPublication(stored.body);
    },

    async readPublication(run) {
      const row = await publications.where("run", "=", run).executeTakeFirst();
      return row ? toPublication(row.body) : null;
    },

    async findPublicationByChange(repository, change) {
      const row = await publications
        .where("repository", "=", repository)
        .where("change", "=", change)
        .executeTakeFirst();
      return row ? toPublication(row.body) : null;
    },

    async findPublicationByBranch(repository, branch) {
      const row = await publications
        .where("repository", "=", repository)
        .where("branch", "=", branch)
        .executeTakeFirst();
      return row ? toPublication(row.body) : null;
    },

    async listPublicationsAt(repository, dvcPaths) {
      const isThere = sql<boolean>`json_extract(body, '$.dvcPath') IN (SELECT value FROM json_each(${JSON.stringify(dvcPaths)}))`;
      const rows = await publications.where("repository", "=", repository).where(isThere).orderBy("seq").execute();
      return rows.map((row) => toPublication(row.body));
    },

    updatePublication: (publication, entry) => updatePublication(db, publication, entry),

    async listUnfinishedPublications() {
      const rows = await publications.where("state", "in", unfinishedStates).orderBy("seq").execute();
      return rows.map((row) => toPublication(row.body));
    },
  };
}

async function updatePublication(db: Kysely<Schema>, publication: Publication, entry: AuditEntry): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom("publication")
      .select("body")
      .where("run", "=", publication.run)
      .executeTakeFirst();
    if (!row) throw new Error(`There is no publication of run ${publication.run} to update.`);
    refuseWrongUpdate(toPublication(row.body), publication);
    await transaction
      .updateTable("publication")
      .set(toColumns(publication))
      .where("run", "=", publication.run)
      .execute();
    await appendEntry(transaction, entry);
  });
}

/** What people approve is one digest: it never changes once it was collected. */
function refuseWrongUpdate(stored: Publication, next: Publication): void {
  if (stored.state !== next.state && !publicationTransitions[stored.state].includes(next.state))
    throw new Error(`The publication of run ${next.run} is ${stored.state} and cannot become ${next.state}.`);
  if (stored.directory.md5 !== next.directory.md5)
    throw new Error(`The publication of run ${next.run} is of ${stored.directory.md5} and cannot become another's.`);
}

function toColumns(publication: Publication) {
  return {
    repository: repositoryKey(publication.repository),
    change: publication.change,
    branch: publication.branch,
    state: publication.state,
    body: JSON.stringify(publication),
  };
}

function toPublication(body: string): Publication {
  return JSON.parse(body) as Publication; // written by this file alone
}
