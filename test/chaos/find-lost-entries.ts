import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { publicationTransitions } from "../../src/domain/publication.ts";
import { runTransitions } from "../../src/domain/run.ts";

type Row = Readonly<Record<string, unknown>>;
type Table = Readonly<Record<string, readonly string[]>>;

/** An entry of the audit log: its details, and what of the rest tells of what it is. */
interface Entry extends Row {
  readonly entry: string;
}

/**
 * On what the records of a state directory and its audit log do not agree: a record without its one entry, an entry without its
 * record, and a move that is there twice or is left out. Of a log from which nothing was removed.
 */
export function findLostEntries(stateDirectory: string): readonly string[] {
  const database = new DatabaseSync(join(stateDirectory, "countersign.db"), { readOnly: true });
  try {
    database.exec("BEGIN"); // all of it as it is at one moment, also while the service runs
    const all = (sql: string): readonly Row[] => database.prepare(sql).all();
    const bodies = (table: string) =>
      all(`SELECT body FROM ${table}`).map(({ body }) => JSON.parse(String(body)) as Row);
    const entries = all("SELECT entry FROM audit ORDER BY seq").map(({ entry }) => toEntry(String(entry)));
    const of = (...kinds: readonly string[]) => entries.filter(({ entry }) => kinds.includes(entry));
    const stored = of("delivery").filter(({ outcome }) => outcome === "stored");
    return [
      ...pair("decision", all("SELECT * FROM decision"), of("decision"), ["repository", "change", "head", "at"]),
      ...pair("attestation", all("SELECT *, commit_id AS 'commit' FROM attestation"), of("attestation"), [
        "kind",
        "commit",
        "place",
      ]),
      ...pair("answer", all("SELECT * FROM answer"), of("command"), ["repository", "comment"]),
      ...pair("delivery", all("SELECT id AS delivery FROM delivery"), stored, ["delivery"]),
      ...findRecalls(bodies("recall"), of("recall")),
      ...findLandings(bodies("landing"), of("landing", "adoption")),
      ...findDeployments(bodies("release"), of("deployment")),
      ...bodies("run").flatMap((run) => findMoves(run, String(run.id), of("run"), "waiting", runTransitions)),
      ...bodies("publication").flatMap((publication) =>
        findMoves(publication, String(publication.run), of("publication"), "collected", publicationTransitions),
      ),
    ];
  } finally {
    database.close();
  }
}

function toEntry(text: string): Entry {
  const { at, kind, repository, details } = JSON.parse(text);
  return {
    at,
    repository: repository === null ? null : `${repository.forge}:${repository.id}`,
    ...details,
    entry: kind,
  };
}

function pair(what: string, records: readonly Row[], entries: readonly Entry[], names: readonly string[]) {
  const keyOf = (row: Row) => names.map((name) => `${name} ${row[name]}`).join(", ");
  const counts = new Map<string, number>();
  for (const record of records) counts.set(keyOf(record), (counts.get(keyOf(record)) ?? 0) + 1);
  for (const entry of entries) counts.set(keyOf(entry), (counts.get(keyOf(entry)) ?? 0) - 1);
  return [...counts].flatMap(([key, count]) => {
    if (count === 0) return [];
    return [`${what} (${key}): ${count > 0 ? "a record without its entry" : "an entry without its record"}`];
  });
}

function findRecalls(recalls: readonly Row[], entries: readonly Entry[]): readonly string[] {
  const begun = entries.filter(({ what }) => what === "begun");
  const ended = entries.filter(({ what }) => what !== "begun");
  const rows = recalls.map((recall) => ({ ...recall, recall: recall.id }));
  return [
    ...pair("recall", rows, begun, ["recall"]),
    ...pair(
      "end of a recall",
      rows.filter(({ recall }) => recalls.some(({ id, ended: end }) => id === recall && end !== null)),
      ended,
      ["recall"],
    ),
  ];
}

/** Of each landing the last entry is what is recorded, and no two in a row say the same. */
function findLandings(landings: readonly Row[], entries: readonly Entry[]): readonly string[] {
  return landings.flatMap(({ repositoryKey, ref, sha, at }) => {
    const own = entries.filter((one) => one.repository === repositoryKey && one.ref === ref && one.sha === sha);
    const twice = own.some((one, index) => index > 0 && one.entry !== "adoption" && same(one, own[index - 1]));
    return [
      ...(own.at(-1)?.at === at ? [] : [`landing ${sha}: a record without its entry`]),
      ...(twice ? [`landing ${sha}: two entries`] : []),
    ];
  });
}

function same(one: Row, other: Row | undefined): boolean {
  return one.status === other?.status && one.reason === other?.reason;
}

/** What was live has an entry, what is live the last one of its place, and no place has the same one twice in a row. */
function findDeployments(releases: readonly Row[], entries: readonly Entry[]): readonly string[] {
  return releases.flatMap(({ id, state, repositoryKey, namespace, target }) => {
    const ofPlace = entries.filter(
      (one) => one.repositoryKey === repositoryKey && one.namespace === namespace && one.target === target,
    );
    const live = ofPlace.filter((one) => one.state === "live");
    const failed = ofPlace.filter((one) => one.id === id && one.state === "failed");
    const isLost =
      (state === "live" && live.at(-1)?.id !== id) ||
      (state === "superseded" && !live.some((one) => one.id === id)) ||
      (state === "failed" && failed.length === 0);
    const isDouble = failed.length > 1 || live.some((one, index) => one.id === id && live[index - 1]?.id === id);
    return [
      ...(isLost ? [`release ${id}: a record without its entry`] : []),
      ...(isDouble ? [`release ${id}: two entries`] : []),
    ];
  });
}

/** The entries lead from the first state to the recorded one, none left out and the last one once. */
function findMoves(record: Row, id: string, entries: readonly Entry[], first: string, table: Table): readonly string[] {
  const problems: string[] = [];
  let state = first;
  for (const { from, to, state: into } of entries.filter(({ run }) => run === id)) {
    const next = String(to ?? into);
    if (from !== undefined && from !== state) problems.push(`${id}: an entry from ${from}, and not from ${state}`);
    const isStay = next === state && (table[state] ?? []).length > 0;
    if (!isStay && !(table[state] ?? []).includes(next)) problems.push(`${id}: an entry from ${state} to ${next}`);
    state = next;
  }
  return record.state === state ? problems : [...problems, `${id} is ${record.state}, and by its entries ${state}`];
}
