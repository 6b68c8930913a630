import { type Kysely, sql } from "kysely";
import type { LandingVerdict } from "../domain/landing.ts";
import type { Release } from "../domain/release.ts";
import type { AuditEntry, RecordedLanding, ReleaseStore } from "../ports/store.ts";
import { appendEntry } from "./audit.ts";
import { toMs } from "./instant.ts";
import type { Schema } from "./schema.ts";

export function createReleaseStore(db: Kysely<Schema>): ReleaseStore {
  const landings = db.selectFrom("landing").select("body");
  const releases = db.selectFrom("release").select("body");

  return {
    async readLanding(repository, ref, sha) {
      const row = await landings
        .where("repository", "=", repository)
        .where("ref", "=", ref)
        .where("sha", "=", sha)
        .executeTakeFirst();
      return row ? toLanding(row.body) : null;
    },

    async readLastApprovedLanding(repository, ref) {
      const row = await landings
        .where("repository", "=", repository)
        .where("ref", "=", ref)
        .where("status", "=", "approved")
        .orderBy("seq", "desc")
        .limit(1)
        .executeTakeFirst();
      return row ? toLanding(row.body) : null;
    },

    async readLandingOfChange(repository, change) {
      const row = await landings
        .where("repository", "=", repository)
        .where("change", "=", change)
        .orderBy("seq", "desc")
        .limit(1)
        .executeTakeFirst();
      return row ? toLanding(row.body) : null;
    },

    async listLandingsOnBranch(repository, ref, limit) {
      const rows = await landings
        .where("repository", "=", repository)
        .where("ref", "=", ref)
        .where("status", "=", "approved")
        .orderBy("seq", "desc")
        .limit(limit)
        .execute();
      return rows.map((row) => toLanding(row.body));
    },

    async listApprovedLandings(repository, limit) {
      const rows = await landings
        .where("repository", "=", repository)
        .where("status", "=", "approved")
        .orderBy("seq", "desc")
        .limit(limit)
        .execute();
      return rows.map((row) => toLanding(row.body));
    },

    recordLanding: (landing, entry) =>
      db.transaction().execute(async (transaction) => {
        const record = isAdoption(landing) ? recordAdoption : recordLanding;
        if (await record(transaction, landing)) await appendEntry(transaction, entry);
      }),
    recordRelease: (release, entry) =>
      db.transaction().execute((transaction) => recordRelease(transaction, release, entry)),

    async readLiveRelease(repository, namespace, target) {
      const row = await releases
        .where("repository", "=", repository)
        .where("namespace", "=", namespace)
        .where("target", "=", target)
        .where("state", "=", "live")
        .executeTakeFirst();
      return row ? toRelease(row.body) : null;
    },

    async listReleases(repository) {
      const rows = await releases
        .where("repository", "=", repository)
        .orderBy("at_ms", "desc")
        .orderBy("seq", "desc")
        .execute();
      return rows.map((row) => toRelease(row.body));
    },
  };
}

function isAdoption({ verdict }: RecordedLanding): boolean {
  return verdict.status === "approved" && verdict.basis.kind === "adopted";
}

/** A branch may be set back to what landed on it before: what is adopted is the newest, whatever was known of it. */
async function recordAdoption(transaction: Kysely<Schema>, landing: RecordedLanding): Promise<boolean> {
  return insertLanding(transaction, landing, await forget(transaction, landing));
}

/**
 * A landing keeps its place in the order of the branch, also when it is approved later than one that was stacked on it; only what
 * lands anew on a younger baseline comes after that. Answers whether it was written.
 */
async function recordLanding(transaction: Kysely<Schema>, landing: RecordedLanding): Promise<boolean> {
  const { repositoryKey, ref, sha, before } = landing;
  const rows = await transaction
    .selectFrom("landing")
    .select(["sha", "seq"])
    .where("repository", "=", repositoryKey)
    .where("ref", "=", ref)
    .where("sha", "in", [sha, before])
    .execute();
  const placeOf = (wanted: string) => rows.find((row) => row.sha === wanted)?.seq ?? null;
  const [known, below] = [placeOf(sha), placeOf(before)];
  const landsAnew = known !== null && below !== null && known < below;
  return insertLanding(transaction, landing, landsAnew ? await forget(transaction, landing) : null);
}

/** Takes a landing's record away, to be written anew, and answers the change that it was. */
async function forget(transaction: Kysely<Schema>, landing: RecordedLanding): Promise<number | null> {
  const known = await transaction
    .deleteFrom("landing")
    .where("repository", "=", landing.repositoryKey)
    .where("ref", "=", landing.ref)
    .where("sha", "=", landing.sha)
    .returning("change")
    .executeTakeFirst();
  return known?.change ?? null;
}

async function insertLanding(
  transaction: Kysely<Schema>,
  landing: RecordedLanding,
  known: number | null,
): Promise<boolean> {
  const written = await transaction
    .insertInto("landing")
    .values({
      repository: landing.repositoryKey,
      ref: landing.ref,
      sha: landing.sha,
      change: changeOf(landing.verdict) ?? known,
      status: landing.verdict.status,
      body: JSON.stringify(landing),
    })
    .onConflict((conflict) =>
      conflict
        .columns(["repository", "ref", "sha"])
        .doUpdateSet({
          change: sql`coalesce(excluded.change, landing.change)`,
          status: sql`excluded.status`,
          body: sql`excluded.body`,
        })
        .where("landing.status", "=", "unapproved"),
    )
    .returning("seq")
    .executeTakeFirst();
  return written !== undefined;
}

function changeOf(verdict: LandingVerdict): number | null {
  if (verdict.status === "unapproved") return verdict.change;
  return verdict.basis.kind === "change" ? verdict.basis.number : null;
}

/** One release is live in a namespace of a target: another one that was is superseded in the same step. */
async function recordRelease(transaction: Kysely<Schema>, release: Release, entry: AuditEntry | null): Promise<void> {
  if (release.state === "live") await supersedeOthers(transaction, release);
  const { id, repositoryKey: repository, namespace, target, state } = release;
  const row = { state, at_ms: toMs(release.at), body: JSON.stringify(release) };
  await transaction
    .insertInto("release")
    .values({ id, repository, namespace, target, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
  if (entry !== null) await appendEntry(transaction, entry);
}

async function supersedeOthers(db: Kysely<Schema>, release: Release): Promise<void> {
  await db
    .updateTable("release")
    .set({ state: "superseded", body: sql`json_set(body, '$.state', 'superseded')` })
    .where("repository", "=", release.repositoryKey)
    .where("namespace", "=", release.namespace)
    .where("target", "=", release.target)
    .where("state", "=", "live")
    .where("id", "!=", release.id)
    .execute();
}

function toLanding(body: string): RecordedLanding {
  return JSON.parse(body) as RecordedLanding; // written by recordLanding alone
}

function toRelease(body: string): Release {
  return JSON.parse(body) as Release; // written by recordRelease alone
}
