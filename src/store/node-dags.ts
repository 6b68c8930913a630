import { type Kysely, sql } from "kysely";
import type { RepositoryKey } from "../domain/identity.ts";
import type { DagMention, DagSource } from "../domain/node-dags.ts";
import type { NodeDagStore, StoredMention } from "../ports/store.ts";
import type { Schema } from "./schema.ts";

/** As no change is numbered. */
const live = 0;

export function createNodeDagStore(db: Kysely<Schema>): NodeDagStore {
  return {
    async readDagSource(repository, change) {
      const row = await sourceOf(db, repository, change).executeTakeFirst();
      return row === undefined ? null : toSource(row);
    },

    recordDags: (source, mentions) =>
      db.transaction().execute(async (transaction) => {
        if (source.change === null) {
          await transaction
            .deleteFrom("dag_source")
            .where("namespace", "=", source.namespace)
            .where("repository", "!=", source.repository)
            .execute();
        }
        const known = await sourceOf(transaction, source.repository, source.change).executeTakeFirst();
        if (known === undefined || !isSame(toSource(known), source)) await writeSource(transaction, source);
        return replaceMentions(transaction, source, mentions);
      }),

    forgetDags: (repository, change) =>
      db.transaction().execute(async (transaction) => {
        const said = await mentionsOf(transaction, { repository, change });
        await transaction
          .deleteFrom("dag_source")
          .where("repository", "=", repository)
          .where("change", "=", change ?? live)
          .execute();
        return distinct(said.map(({ dag_id }) => dag_id));
      }),

    async findMentions(dagIds) {
      if (dagIds.length === 0) return [];
      const { rows } = await sql<Row & Schema["dag_source"]>`
        SELECT m.*, s.namespace FROM json_each(${JSON.stringify(dagIds)}) AS asked
        JOIN dag_mention AS m ON m.dag_id = asked.value
        JOIN dag_source AS s ON s.repository = m.repository AND s.change = m.change
        ORDER BY m.repository, m.change, m.path, m.line, m.kind`.execute(db);
      return rows.map((row): StoredMention => ({ ...toMention(row), ...ofSource(row), namespace: row.namespace }));
    },

    async listLiveDagSources() {
      const all = db.selectFrom("dag_source").selectAll().where("change", "=", live);
      return (await all.orderBy("namespace").execute()).map(toSource);
    },

    async listChangesNaming(dagIds, most) {
      const asked = JSON.stringify(dagIds ?? []);
      const { rows } = await sql<Schema["dag_source"]>`
        SELECT s.* FROM dag_source AS s WHERE s.change != ${live} AND (${dagIds === null ? 1 : 0} OR EXISTS (
          SELECT 1 FROM dag_mention AS m WHERE m.repository = s.repository AND m.change = s.change
            AND m.dag_id IN (SELECT value FROM json_each(${asked}))))
        ORDER BY s.change DESC, s.repository LIMIT ${most}`.execute(db);
      return rows.map(toSource);
    },

    async listDagChanges(repository) {
      const all = db.selectFrom("dag_source").select("change").where("repository", "=", repository);
      return (await all.where("change", "!=", live).orderBy("change").execute()).map(({ change }) => change);
    },

    async keepNamespaces(namespaces) {
      await sql`DELETE FROM dag_source
        WHERE namespace NOT IN (SELECT value FROM json_each(${JSON.stringify(namespaces)}))`.execute(db);
    },
  };
}

type Row = Schema["dag_mention"];

function sourceOf(db: Kysely<Schema>, repository: RepositoryKey, change: number | null) {
  return db
    .selectFrom("dag_source")
    .selectAll()
    .where("repository", "=", repository)
    .where("change", "=", change ?? live);
}

/** A look that finds nothing new writes nothing. */
function isSame(known: DagSource, { name, namespace, readAs, unclear }: DagSource): boolean {
  return known.name === name && known.namespace === namespace && known.readAs === readAs && known.unclear === unclear;
}

async function writeSource(db: Kysely<Schema>, source: DagSource): Promise<void> {
  const { repository, change, name, namespace, readAs: read_as, unclear } = source;
  await db
    .insertInto("dag_source")
    .values({ repository, change: change ?? live, name, namespace, read_as, unclear })
    .onConflict((conflict) =>
      conflict.columns(["repository", "change"]).doUpdateSet({ name, namespace, read_as, unclear }),
    )
    .execute();
}

/** Writes what differs alone. */
async function replaceMentions(
  db: Kysely<Schema>,
  source: Pick<DagSource, "repository" | "change">,
  mentions: readonly DagMention[],
): Promise<readonly string[]> {
  const said = await mentionsOf(db, source);
  const before = new Map(said.map((row) => [JSON.stringify(toMention(row)), row]));
  const after = new Map(mentions.map((one) => [JSON.stringify(inOrder(one)), one]));
  const gone = [...before].flatMap(([key, row]) => (after.has(key) ? [] : [row]));
  const fresh = [...after].flatMap(([key, one]) => (before.has(key) ? [] : [one]));
  if (gone.length === 0 && fresh.length === 0) return [];
  const rows = JSON.stringify(gone.map(({ rowid }) => rowid));
  await sql`DELETE FROM dag_mention WHERE rowid IN (SELECT value FROM json_each(${rows}))`.execute(db);
  await sql`INSERT INTO dag_mention (repository, change, kind, dag_id, path, line, task)
    SELECT ${source.repository}, ${source.change ?? live}, value ->> 'kind', value ->> 'dagId', value ->> 'path',
      value ->> 'line', value ->> 'taskId' FROM json_each(${JSON.stringify(fresh)})`.execute(db);
  return movedIds(gone.map(toMention), fresh);
}

/** Of what only stands on another line, nothing is told. */
function movedIds(gone: readonly DagMention[], fresh: readonly DagMention[]): readonly string[] {
  const place = ({ kind, dagId, path }: DagMention): string => JSON.stringify([kind, dagId, path]);
  const [left, come] = [new Set(gone.map(place)), new Set(fresh.map(place))];
  const moved = [...gone.filter((one) => !come.has(place(one))), ...fresh.filter((one) => !left.has(place(one)))];
  return distinct(moved.map(({ dagId }) => dagId));
}

async function mentionsOf(
  db: Kysely<Schema>,
  { repository, change }: Pick<DagSource, "repository" | "change">,
): Promise<readonly (Row & { readonly rowid: number })[]> {
  const { rows } = await sql<Row & { readonly rowid: number }>`
    SELECT rowid, * FROM dag_mention WHERE repository = ${repository} AND change = ${change ?? live}`.execute(db);
  return rows;
}

function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].sort();
}

function toMention({ kind, dag_id: dagId, path, line, task: taskId }: Row): DagMention {
  return { kind: kind as DagMention["kind"], dagId, path, line, taskId }; // written above alone
}

/** With its keys as they are read. */
function inOrder({ kind, dagId, path, line, taskId }: DagMention): DagMention {
  return { kind, dagId, path, line, taskId };
}

function ofSource({
  repository,
  change,
}: Pick<Row, "repository" | "change">): Pick<DagSource, "repository" | "change"> {
  return { repository: repository as RepositoryKey, change: change === live ? null : change }; // written above alone
}

function toSource({ name, namespace, read_as: readAs, unclear, ...row }: Schema["dag_source"]): DagSource {
  return { ...ofSource(row), name, namespace, readAs, unclear };
}
