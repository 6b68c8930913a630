import { existsSync } from "node:fs";
import { join } from "node:path";
import { Kysely } from "kysely";
import type { RepositoryKey } from "../domain/identity.ts";
import type {
  FirstSeenComment,
  FirstSeenLabel,
  FirstSeenReview,
  ObservationStore,
  OrganisationPolicyStore,
  PublicationStore,
  RunStore,
} from "../ports/store.ts";
import { createNodeSqliteDialect } from "./node-sqlite-dialect.ts";
import { createObservationStore, type FirstSeenTable } from "./observations.ts";
import { openDatabaseForReading } from "./open-database.ts";
import { createOrganisationPolicyStore } from "./organisation-policies.ts";
import { createPublicationStore } from "./publications.ts";
import { createRunStore } from "./runs.ts";
import type { Schema } from "./schema.ts";

/** What a service has recorded of changes, for reading alone. */
export interface Observations
  extends Pick<ObservationStore, "listComments">,
    Pick<PublicationStore, "findPublicationByBranch" | "listPublicationsAt">,
    Pick<RunStore, "readRun">,
    Pick<OrganisationPolicyStore, "readOrganisationPolicy"> {
  findReview(repository: RepositoryKey, change: number, id: number): Promise<FirstSeenReview | null>;
  findLabel(repository: RepositoryKey, change: number, id: number): Promise<FirstSeenLabel | null>;
  findComment(repository: RepositoryKey, change: number, id: number): Promise<FirstSeenComment | null>;
  close(): void;
}

/** Opens a state directory's record, also while its service runs; `null` where no service has begun one. Throws a `ConfigError`. */
export function openObservations(directory: string): Observations | null {
  if (!existsSync(join(directory, "countersign.db"))) return null;
  const database = openDatabaseForReading(directory);
  const db = new Kysely<Schema>({ dialect: createNodeSqliteDialect(database) });
  const { findPublicationByBranch, listPublicationsAt } = createPublicationStore(db);
  return {
    findReview: (...at) => find<FirstSeenReview>(db, "first_seen_review", ...at),
    findLabel: (...at) => find<FirstSeenLabel>(db, "first_seen_label", ...at),
    findComment: (...at) => find<FirstSeenComment>(db, "first_seen_comment", ...at),
    listComments: createObservationStore(db).listComments,
    findPublicationByBranch,
    listPublicationsAt,
    readRun: createRunStore(db).readRun,
    readOrganisationPolicy: createOrganisationPolicyStore(db).readOrganisationPolicy,
    close: () => database.close(),
  };
}

async function find<T>(
  db: Kysely<Schema>,
  table: FirstSeenTable,
  repository: RepositoryKey,
  change: number,
  id: number,
): Promise<T | null> {
  const row = await db
    .selectFrom(table)
    .select("body")
    .where("repository", "=", repository)
    .where("change", "=", change)
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : (JSON.parse(row.body) as T); // the service wrote it
}
