import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { repositoryKey } from "../../src/domain/identity.ts";
import type { Recall } from "../../src/domain/recall.ts";
import type { RecordedLanding, Store, Task, TaskSubject } from "../../src/ports/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { auditEntry } from "../support/audit-entry.ts";
import {
  ada,
  approved,
  at,
  change7,
  decision,
  here,
  landing,
  main,
  publication,
  release,
  repository,
  run,
} from "./records.ts";

const log = pino({ level: "silent" });
async function takeOne(store: Store, now: string): Promise<Task> {
  const task = await store.take(now);
  if (!task) throw new Error(`nothing to take at ${now}`);
  return task;
}

const stores = [
  { name: "SQLite in memory", onDisk: false },
  { name: "SQLite in a directory", onDisk: true },
];

describe.each(stores)("a store: $name", ({ onDisk }) => {
  let directory: string;
  let store: Store;

  beforeEach(async () => {
    directory = onDisk ? await mkdtemp(join(tmpdir(), "countersign-store-")) : ":memory:";
    store = await openStore({ directory, log });
  });

  afterEach(async () => {
    await store.close();
    if (onDisk) await rm(directory, { recursive: true });
  });

  describe("inbox", () => {
    const delivery = { id: "d1", forge: "github", event: "pull_request", receivedAt: at(0) } as const;

    test("stores a delivery with its tasks", async () => {
      expect(await store.receive(delivery, [change7, main], () => auditEntry())).toBe("stored");
      expect(await store.size()).toEqual({ waiting: 2, failing: 0 });
    });

    test("a repeated delivery changes nothing, also after its task is done", async () => {
      await store.receive(delivery, [change7], () => auditEntry());
      await store.complete(await takeOne(store, at(1)));
      expect(await store.receive(delivery, [change7], () => auditEntry())).toBe("duplicate");
      expect(await store.take(at(2))).toBeNull();
    });

    test("two forges may use one delivery id", async () => {
      await store.receive(delivery, [], () => auditEntry());
      expect(await store.receive({ ...delivery, forge: "gitlab" }, [], () => auditEntry())).toBe("stored");
    });

    test("is whole or nothing: a delivery whose task cannot be stored can come again", async () => {
      const impossible = { ...change7, number: 1n } as unknown as TaskSubject; // no JSON can hold it
      await expect(store.receive(delivery, [main, impossible], () => auditEntry())).rejects.toThrow();
      expect(await store.size()).toEqual({ waiting: 0, failing: 0 });
      expect(await store.receive(delivery, [change7], () => auditEntry())).toBe("stored");
    });

    test("many at once are each stored once", async () => {
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          store.receive({ ...delivery, id: `d${index % 20}` }, [change7], () => auditEntry()),
        ),
      );
      expect(answers.filter((answer) => answer === "stored")).toHaveLength(20);
      expect(await store.size()).toEqual({ waiting: 1, failing: 0 });
    });
  });

  describe("queue", () => {
    test("hands out what has waited longest, and nothing before it is due", async () => {
      await store.enqueue(main, at(5));
      await store.enqueue(change7, at(3));
      expect(await store.take(at(2))).toBeNull();
      expect((await takeOne(store, at(9))).subject).toEqual(change7);
      expect((await takeOne(store, at(9))).subject).toEqual(main);
      expect(await store.take(at(9))).toBeNull();
    });

    test("compares instants, not text", async () => {
      await store.enqueue(change7, "2026-11-20T14:00:00+02:00");
      expect(await store.take("2026-11-20T11:59:59Z")).toBeNull();
      expect((await takeOne(store, at(0))).subject).toEqual(change7);
    });

    test("melts repeats into one, at the earlier time", async () => {
      await store.enqueue(change7, at(5));
      await store.enqueue({ ...change7 }, at(2));
      await store.enqueue(change7, at(9));
      expect(await store.size()).toEqual({ waiting: 1, failing: 0 });
      await store.complete(await takeOne(store, at(2)));
      expect(await store.take(at(99))).toBeNull();
    });

    test("a reminder adds what is missing, and does not hurry what waits or fails", async () => {
      await store.remind(change7, at(0));
      await store.retry(await takeOne(store, at(0)), "no", at(50));
      await store.remind(change7, at(1));
      expect(await store.take(at(49))).toBeNull();
      expect((await takeOne(store, at(50))).attempts).toBe(1);
    });

    test("at most one worker holds a key, also when it is asked for again meanwhile", async () => {
      await store.enqueue(change7, at(0));
      const [first, second] = await Promise.all([store.take(at(0)), store.take(at(0))]);
      expect([first, second].filter((task) => task !== null)).toHaveLength(1);
      await store.enqueue(change7, at(1));
      expect(await store.take(at(2))).toBeNull();
    });

    test("a look that was asked for while another went on is not swallowed", async () => {
      await store.enqueue(change7, at(0));
      const task = await takeOne(store, at(0));
      await store.enqueue(change7, at(3));
      await store.complete(task);
      expect(await store.take(at(2))).toBeNull();
      const again = await takeOne(store, at(3));
      expect(again.generation).not.toBe(task.generation);
      await store.complete(again);
      expect(await store.size()).toEqual({ waiting: 0, failing: 0 });
    });

    test("a failed look waits until its time, and its attempts are counted until one succeeds", async () => {
      await store.enqueue(change7, at(0));
      await store.retry(await takeOne(store, at(0)), "503", at(10));
      expect(await store.size()).toEqual({ waiting: 1, failing: 1 });
      expect(await store.take(at(9))).toBeNull();
      const second = await takeOne(store, at(10));
      expect(second.attempts).toBe(1);
      await store.retry(second, "503", at(20));
      const third = await takeOne(store, at(20));
      expect(third.attempts).toBe(2);
      await store.enqueue(change7, at(21));
      await store.complete(third);
      expect((await takeOne(store, at(21))).attempts).toBe(0);
    });

    test("a failed look that was asked for again does not wait longer than asked", async () => {
      await store.enqueue(change7, at(0));
      const task = await takeOne(store, at(0));
      await store.enqueue(change7, at(1));
      await store.retry(task, "503", at(60));
      expect((await takeOne(store, at(1))).attempts).toBe(1);
    });

    test("a worker that no longer holds a task cannot end it for another", async () => {
      await store.enqueue(change7, at(0));
      const stale = await takeOne(store, at(0));
      expect(await store.releaseHeld()).toBe(1);
      await store.enqueue(change7, at(0));
      await takeOne(store, at(1));
      await store.complete(stale);
      await store.retry(stale, "late", at(1));
      expect(await store.take(at(9))).toBeNull();
      expect(await store.releaseHeld()).toBe(1);
    });
  });

  describe("observations", () => {
    test("the first record of a review, a comment and a label wins for ever", async () => {
      const review = { id: 11, sha: "h1", baseRef: "refs/heads/main", mergeBase: "m1" };
      expect(await store.recordReview(here, 7, review)).toEqual(review);
      expect(await store.recordReview(here, 7, { ...review, sha: "h2" })).toEqual(review);
      expect(await store.recordReview(here, 8, { ...review, sha: "h2" })).toEqual({ ...review, sha: "h2" });

      const comment = { id: 11, body: "/countersign reject", baseRef: null, mergeBase: null };
      expect(await store.recordComment(here, 7, comment)).toEqual(comment);
      expect(await store.recordComment(here, 7, { ...comment, body: null })).toEqual(comment);

      const label = { id: 11, name: "bug", baseRef: "refs/heads/main", mergeBase: "m1" };
      expect(await store.recordLabel(here, 7, label)).toEqual(label);
      expect(await store.recordLabel(here, 7, { ...label, name: "agreed" })).toEqual(label);
      expect(await store.recordLabel(here, 8, { ...label, name: "agreed" })).toMatchObject({ name: "agreed" });
    });
  });

  describe("landings and releases", () => {
    const second = { ...landing, sha: "3".repeat(40), verdict: approved };

    test("an unapproved verdict may be replaced, an approved one never", async () => {
      await store.recordLanding(landing, auditEntry());
      expect((await store.readLanding(here, landing.ref, landing.sha))?.verdict.status).toBe("unapproved");
      await store.recordLanding({ ...landing, verdict: approved }, auditEntry());
      await store.recordLanding(landing, auditEntry());
      expect(await store.readLanding(here, landing.ref, landing.sha)).toEqual({ ...landing, verdict: approved });
      expect(await store.readLanding("github:6", landing.ref, landing.sha)).toBeNull();
    });

    test("the last approved landing is the newest of the branch, whenever it was approved", async () => {
      expect(await store.readLastApprovedLanding(here, landing.ref)).toBeNull();
      await store.recordLanding(landing, auditEntry());
      await store.recordLanding(second, auditEntry());
      await store.recordLanding({ ...landing, sha: "4".repeat(40) }, auditEntry());
      await store.recordLanding({ ...second, ref: "refs/heads/other", sha: "5".repeat(40) }, auditEntry());
      await store.recordLanding({ ...landing, verdict: approved }, auditEntry());
      expect((await store.readLastApprovedLanding(here, landing.ref))?.sha).toBe(second.sha);
    });

    test("the landing of a change is the newest that any verdict named so", async () => {
      expect(await store.readLandingOfChange(here, 7)).toBeNull();
      await store.recordLanding(landing, auditEntry());
      await store.recordLanding(second, auditEntry());
      expect((await store.readLandingOfChange(here, 7))?.sha).toBe(landing.sha);
      await store.recordLanding({ ...landing, verdict: approved }, auditEntry());
      expect((await store.readLandingOfChange(here, 7))?.verdict).toEqual(approved);

      const asChange = { ...approved, basis: { kind: "change", number: 7, head: "9".repeat(40) } } as const;
      await store.recordLanding({ ...second, sha: "6".repeat(40), verdict: asChange }, auditEntry());
      expect((await store.readLandingOfChange(here, 7))?.sha).toBe("6".repeat(40));
      expect(await store.readLandingOfChange(here, 8)).toBeNull();
    });

    test("one release is live in a namespace of a target", async () => {
      await store.recordRelease(release, auditEntry());
      expect(await store.readLiveRelease(here, "study", "airflow")).toBeNull();
      await store.recordRelease({ ...release, state: "live" }, auditEntry());
      await store.recordRelease(
        { ...release, id: "rel2", state: "live", at: at(5), previous: release.commit },
        auditEntry(),
      );
      await store.recordRelease({ ...release, id: "rel3", target: "other", state: "live", at: at(6) }, auditEntry());
      expect((await store.readLiveRelease(here, "study", "airflow"))?.id).toBe("rel2");
      expect((await store.listReleases(here)).map(({ id, state }) => [id, state])).toEqual([
        ["rel3", "live"],
        ["rel2", "live"],
        ["rel1", "superseded"],
      ]);
    });
  });

  describe("recalls and mentions", () => {
    const recall: Recall = {
      id: "rollback:1",
      repositoryKey: here,
      ref: landing.ref,
      sha: landing.sha,
      change: 7,
      cause: { kind: "rollback", by: { ...ada, kind: "user" }, to: "0".repeat(40), tip: landing.sha },
      at: at(0),
      ended: null,
      isTold: false,
    };

    test("the first record of a recall wins; only whether it is told and ended changes", async () => {
      const entry = (what: string) => ({ at: at(0), kind: "recall", repository, details: { what } }) as const;
      const entries = async () => (await store.readAuditHead()).seq;
      const before = await entries();
      expect(await store.recordRecall(recall, entry("begun"))).toEqual(recall);
      const ended = { at: at(9), why: "ada deployed again" };
      await store.markTold(recall);
      expect(await store.listRecalls(here, landing.ref)).toMatchObject([{ isTold: true }]);
      await store.endRecall(recall.id, ended, entry("ended"));
      await store.endRecall(recall.id, { at: at(10), why: "something landed" }, entry("ended"));
      expect(await store.recordRecall(recall, entry("begun"))).toEqual({ ...recall, ended, isTold: false });
      expect(await entries()).toBe(before + 2);
      await store.recordRecall({ ...recall, id: "rollback:2" }, entry("begun"));
      expect((await store.listRecalls(here, landing.ref)).map(({ id }) => id)).toEqual(["rollback:1", "rollback:2"]);
      expect(await store.listRecalls(here, "refs/heads/other")).toEqual([]);
      expect(await store.listRecalls(repositoryKey({ ...repository, forge: "gitlab" }), landing.ref)).toEqual([]);
      await store.markTold(recall); // as it was before it ended
      expect(await store.listRecalls(here, landing.ref)).toMatchObject([{ isTold: false }, {}]);
      await store.markTold({ ...recall, ended });
      expect(await store.listRecalls(here, landing.ref)).toMatchObject([{ isTold: true }, {}]);
      await expect(store.markTold({ id: "nobody's", ended: null })).rejects.toThrow("no recall nobody's");
      await expect(store.endRecall("nobody's", ended, entry("ended"))).rejects.toThrow("no recall nobody's");
    });

    test("the approved landings of a branch are listed newest first", async () => {
      const shas = ["1", "2", "3", "4"].map((digit) => digit.repeat(40));
      for (const sha of shas.slice(0, 3))
        await store.recordLanding({ ...landing, sha, verdict: approved }, auditEntry());
      await store.recordLanding({ ...landing, sha: shas[3] ?? "" }, auditEntry());
      const listed = await store.listLandingsOnBranch(here, landing.ref, 2);
      expect(listed.map(({ sha }) => sha)).toEqual([shas[2], shas[1]]);
    });

    test("what lands anew on an older baseline that was adopted again comes after it", async () => {
      const [first, second, third] = ["1", "2", "3"].map((digit) => digit.repeat(40)) as [string, string, string];
      const adopted: RecordedLanding["verdict"] = {
        status: "approved",
        basis: { kind: "adopted", by: { id: 3, login: "cleo", kind: "user" } },
        decision: null,
        reason: "cleo adopted it as the baseline",
      };
      const record = async (sha: string, before: string, verdict: RecordedLanding["verdict"]) => {
        await store.recordLanding({ ...landing, before, sha, verdict }, auditEntry());
        return (await store.listLandingsOnBranch(here, landing.ref, 9)).map((one) => one.sha);
      };
      await record(first, first, adopted);
      await record(second, first, approved);
      expect(await record(third, second, approved)).toEqual([third, second, first]);
      expect(await record(first, first, adopted)).toEqual([first, third, second]);
      expect(await record(second, first, approved)).toEqual([second, first, third]);
      expect(await record(second, first, approved)).toEqual([second, first, third]);
      expect(await store.readLastApprovedLanding(here, landing.ref)).toMatchObject({ sha: second });
    });

    test("how merged changes looked is replaced as a whole", async () => {
      expect(await store.readMergedLooks(here)).toEqual(new Map());
      await store.recordMergedLooks(here, new Map([[7, at(0)]]));
      const looks = new Map([[8, at(1)]]);
      await store.recordMergedLooks(here, looks);
      expect(await store.readMergedLooks(here)).toEqual(looks);
    });

    test("a name is mentioned once on each change", async () => {
      await store.recordMentions(here, 7, ["ben", "acme/data"]);
      await store.recordMentions(here, 7, ["ben"]);
      await store.recordMentions(here, 8, []);
      expect(await store.listMentions(here, 7)).toEqual(["acme/data", "ben"]);
      expect(await store.listMentions(here, 8)).toEqual([]);
    });
  });

  describe("runs", () => {
    test("one request runs once: the stored run is answered", async () => {
      expect(await store.createRun(run)).toEqual(run);
      expect(await store.createRun({ ...run, detail: "again" })).toEqual(run);
      expect(await store.readRun("r1")).toEqual(run);
      expect(await store.readRun("r2")).toBeNull();
      expect(await store.listRunsOfChange(here, 7)).toEqual([run]);
      expect(await store.listRunsOfChange(here, 8)).toEqual([]);
    });

    test("moves along the table of transitions only", async () => {
      await store.createRun(run);
      await expect(store.moveRun("r1", "running", "", auditEntry(at(1)))).rejects.toThrow(
        "Run r1 is waiting and cannot become running",
      );
      expect(await store.moveRun("r1", "queued", "in the inbox", auditEntry(at(1)))).toMatchObject({
        state: "queued",
        detail: "in the inbox",
        updatedAt: at(1),
        createdAt: at(0),
      });
      expect((await store.moveRun("r1", "queued", "still", auditEntry(at(2)))).detail).toBe("still");
      expect(await store.listUnfinishedRuns()).toHaveLength(1);
      await store.moveRun("r1", "succeeded", "", auditEntry(at(3)));
      await expect(store.moveRun("r1", "failed", "", auditEntry(at(4)))).rejects.toThrow("cannot become failed");
      expect(await store.listUnfinishedRuns()).toEqual([]);
      await expect(store.moveRun("r2", "queued", "", auditEntry(at(1)))).rejects.toThrow("no run r2");
    });
  });

  describe("two forges that gave two repositories one number", () => {
    const there = "gitlab:5";
    const elsewhere = { ...repository, forge: "gitlab" } as const;

    test("each has its own reviews and comments", async () => {
      const review = { id: 11, sha: "h1", baseRef: null, mergeBase: null };
      await store.recordReview(here, 7, review);
      expect((await store.recordReview(there, 7, { ...review, sha: "h2" })).sha).toBe("h2");
      const comment = { id: 11, body: "/countersign approve", baseRef: null, mergeBase: null };
      await store.recordComment(here, 7, comment);
      expect((await store.recordComment(there, 7, { ...comment, body: null })).body).toBeNull();
    });

    test("what one approved is not approved in the other", async () => {
      await store.recordLanding({ ...landing, verdict: approved }, auditEntry());
      await store.recordLanding({ ...landing, repositoryKey: there }, auditEntry());
      expect(await store.readLastApprovedLanding(there, landing.ref)).toBeNull();
      expect((await store.readLanding(there, landing.ref, landing.sha))?.verdict.status).toBe("unapproved");
      await store.recordLanding({ ...landing, sha: "3".repeat(40) }, auditEntry());
      expect((await store.readLandingOfChange(there, 7))?.sha).toBe(landing.sha);
    });

    test("what is live of one stays live when the other is released", async () => {
      await store.recordRelease({ ...release, state: "live" }, auditEntry());
      await store.recordRelease({ ...release, id: "rel2", repositoryKey: there, state: "live" }, auditEntry());
      expect((await store.readLiveRelease(here, "study", "airflow"))?.id).toBe("rel1");
      expect((await store.readLiveRelease(there, "study", "airflow"))?.id).toBe("rel2");
      expect((await store.listReleases(there)).map(({ id }) => id)).toEqual(["rel2"]);
    });

    test("each has its own runs, publications and decisions", async () => {
      await store.createRun(run);
      await store.createRun({ ...run, id: "r2", repository: elsewhere });
      expect((await store.listRunsOfChange(there, 7)).map(({ id }) => id)).toEqual(["r2"]);

      await store.createPublication({ ...publication, change: 9 });
      await store.createPublication({ ...publication, run: "r2", repository: elsewhere, change: 9 });
      expect((await store.findPublicationByChange(there, 9))?.run).toBe("r2");
      expect((await store.findPublicationByBranch(there, publication.branch))?.run).toBe("r2");

      await store.recordDecision(here, 7, "h1", decision, auditEntry(at(0)));
      expect(await store.recordDecision(there, 7, "h1", decision, auditEntry(at(1)))).toBe(true);
    });
  });

  describe("publications", () => {
    test("is created once and found by run, change and branch", async () => {
      expect(await store.createPublication(publication)).toEqual(publication);
      expect(await store.createPublication({ ...publication, detail: "again" })).toEqual(publication);
      expect(await store.readPublication("r1")).toEqual(publication);
      expect(await store.findPublicationByChange(here, 9)).toBeNull();
      await store.updatePublication({ ...publication, state: "proposed", change: 9 }, auditEntry());
      expect((await store.findPublicationByChange(here, 9))?.run).toBe("r1");
      expect((await store.findPublicationByBranch(here, publication.branch))?.change).toBe(9);
      expect(await store.findPublicationByBranch("github:6", publication.branch)).toBeNull();
    });

    test("are found by where their file stands, in whatever state", async () => {
      const { dvcPath } = publication;
      await store.createPublication(publication);
      await store.createPublication({ ...publication, run: "r2", state: "refused" });
      await store.createPublication({ ...publication, run: "r3", dvcPath: "results/other.dvc" });
      await store.createPublication({ ...publication, run: "r4", repository: { ...publication.repository, id: 6 } });
      const listAt = async (...paths: string[]) => (await store.listPublicationsAt(here, paths)).map(({ run }) => run);
      expect(await listAt("results/none.dvc", dvcPath)).toEqual(["r1", "r2"]);
      expect(await listAt("results/other.dvc", dvcPath)).toEqual(["r1", "r2", "r3"]);
      expect(await listAt("results/none.dvc")).toEqual([]);
      expect(await listAt()).toEqual([]);
    });

    test("moves along the table of transitions only, and its digest never changes", async () => {
      await store.createPublication(publication);
      await expect(store.updatePublication({ ...publication, state: "published" }, auditEntry())).rejects.toThrow(
        "cannot become published",
      );
      const other = { ...publication, directory: { md5: `${"f".repeat(32)}.dir`, size: 12 } };
      await expect(store.updatePublication(other, auditEntry())).rejects.toThrow("cannot become another's");
      await expect(store.updatePublication({ ...publication, run: "r2" }, auditEntry())).rejects.toThrow(
        "no publication of run r2",
      );
      expect(await store.listUnfinishedPublications()).toHaveLength(1);
      await store.updatePublication({ ...publication, state: "proposed" }, auditEntry());
      await store.updatePublication({ ...publication, state: "approved" }, auditEntry());
      await store.updatePublication({ ...publication, state: "published" }, auditEntry());
      expect(await store.listUnfinishedPublications()).toEqual([]);
    });
  });

  describe("decisions", () => {
    test("answers whether it differs from the last one", async () => {
      expect(await store.recordDecision(here, 7, "h1", decision, auditEntry(at(0)))).toBe(true);
      expect(await store.recordDecision(here, 7, "h1", { ...decision }, auditEntry(at(1)))).toBe(false);
      expect(await store.recordDecision(here, 7, "h1", { ...decision, status: "approved" }, auditEntry(at(2)))).toBe(
        true,
      );
      expect(await store.recordDecision(here, 7, "h1", decision, auditEntry(at(3)))).toBe(true);
      expect(await store.recordDecision(here, 7, "h2", decision, auditEntry(at(4)))).toBe(true);
      expect(await store.recordDecision(here, 8, "h2", decision, auditEntry(at(4)))).toBe(true);
    });
  });

  test("of an organisation's policy the newest sight is kept", async () => {
    const seen = { name: "acme/.github:countersign.yml", sha256: "a".repeat(64), saysNothing: false };
    expect(await store.readOrganisationPolicy("github/acme")).toBeNull();
    await store.recordOrganisationPolicy("github/acme", seen, auditEntry());
    await store.recordOrganisationPolicy(here, seen, auditEntry());
    await store.recordOrganisationPolicy("github/acme", { ...seen, saysNothing: true }, auditEntry());
    expect(await store.readOrganisationPolicy("github/acme")).toEqual({ ...seen, saysNothing: true });
    expect(await store.readOrganisationPolicy(here)).toEqual(seen);
  });

  describe("audit", () => {
    test("an untouched chain is whole, also when entries come at once", async () => {
      expect(await store.verifyChain()).toEqual({ entries: 0, broken: null });
      const entries = Array.from({ length: 25 }, (_, n) => ({
        at: at(n),
        kind: "decision",
        repository,
        details: { n },
      }));
      await Promise.all(entries.map((entry) => store.append(entry)));
      expect(await store.verifyChain()).toEqual({ entries: 25, broken: null });
    });
  });

  test("can be written", async () => {
    await expect(store.probe()).resolves.toBeUndefined();
  });
});
