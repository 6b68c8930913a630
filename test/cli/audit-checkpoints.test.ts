import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Ajv2020 } from "ajv/dist/2020.js";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { signStart } from "../../src/evidence/checkpoints.ts";
import { openKeyStore } from "../../src/evidence/key-store.ts";
import { createSigner } from "../../src/evidence/signer.ts";
import { writeCanonicalJson } from "../../src/formats/canonical-json.ts";
import type { Store } from "../../src/ports/store.ts";
import { keepCheckpoints } from "../../src/service/keep-checkpoints.ts";
import { pruneAuditLog } from "../../src/service/prune-audit-log.ts";
import { startEvidence } from "../../src/service/start-evidence.ts";
import { openAuditWriter } from "../../src/store/open-audit-writer.ts";
import { openStore } from "../../src/store/open-store.ts";
import { runCli } from "../support/run-cli.ts";

const passphrase = "correct horse battery staple";
const log = pino({ level: "silent" });
const clock = { now: () => new Date() };
const at = (day: number) => new Date(Date.UTC(2026, 10, day)).toISOString();

let state: string;
let keysFile: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "countersign-points-"));
  keysFile = join(state, "pinned.json");
});
afterEach(() => rmSync(state, { recursive: true }));

/** Writes entries as the service would, one a day, and stops as it does: with a signed point. */
async function serve(days: readonly number[], { isKilled = false } = {}): Promise<void> {
  const opened = await openStore({ directory: state, log });
  const evidence = await startEvidence({ stateDirectory: state, passphrase, store: opened, clock, log });
  const { store, sign } = await keepCheckpoints(opened, evidence, { clock, log });
  await sign();
  for (const day of days) await append(store, day);
  if (!isKilled) await sign();
  await store.close();
  writeFileSync(keysFile, JSON.stringify(evidence.keys.list()));
}

const append = (store: Store, day: number) =>
  store.append({ at: at(day), kind: "decision", repository: null, details: { day } });

async function audit(...args: string[]) {
  const env = { COUNTERSIGN_KEY_PASSPHRASE: passphrase };
  const run = await runCli(["audit", ...args, "--state", state], { cwd: state, env });
  const lines = run.stdout.split("\n").filter((line) => line !== "");
  return { ...run, lines: lines.map((line) => JSON.parse(line)) };
}

function change(sql: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(join(state, "countersign.db"));
  const triggers = database.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  sql(database);
  for (const trigger of triggers) database.exec(String(trigger.sql));
  database.close();
}

/** Writes the chain anew from an entry on, as who holds the database can. */
function rewrite(database: DatabaseSync, from: number): void {
  const rows = database.prepare("SELECT seq, entry, hash FROM audit ORDER BY seq").all();
  let previous = "0".repeat(64);
  for (const { seq, entry, hash } of rows) {
    const text = writeCanonicalJson({ ...JSON.parse(String(entry)), previous });
    const forged = seq === from ? text.replace('"day":', '"evil":') : text;
    const digest = Number(seq) < from ? String(hash) : createHash("sha256").update(forged).digest("hex");
    database
      .prepare("UPDATE audit SET entry = ?, hash = ? WHERE seq = ?")
      .run(Number(seq) < from ? String(entry) : forged, digest, Number(seq));
    previous = digest;
  }
  database.prepare("UPDATE audit_head SET hash = ?").run(previous);
}

describe("signed points of the audit log", () => {
  test("are made every hundred entries and at the stop, and exported behind their entries", async () => {
    await serve(Array.from({ length: 250 }, () => 1));
    const { lines } = await audit("export");
    const points = lines.flatMap(({ checkpoint }) => (checkpoint ? [checkpoint.seq] : []));
    expect(points).toEqual([1, 101, 201, 251]);
    expect(lines[1].checkpoint.seq).toBe(1);
    const fits = new Ajv2020().compile(
      JSON.parse(readFileSync(new URL("../../docs/schemas/audit-entry.schema.json", import.meta.url), "utf8")),
    );
    expect(lines.every((line) => fits(line))).toBe(true);
    const { status, lines: verdict, stderr } = await audit("verify", "--keys", keysFile);
    expect(verdict).toEqual([
      {
        version: 1,
        entries: 251,
        broken: null,
        start: null,
        head: { seq: 251, hash: expect.any(String) },
        checkpoints: { count: 4, last: 251 },
      },
    ]);
    expect({ status, stderr }).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("It is signed up to entry 251."),
    });
    expect((await audit("verify")).stderr).toContain("by keys of the state directory; pin your own with --keys");
  });

  test("find a chain that was rewritten as a whole", async () => {
    await serve([1, 2, 3]);
    await serve([4, 5]);
    change((database) => rewrite(database, 3));
    const { status, lines, stderr } = await audit("verify", "--keys", keysFile);
    expect(status).toBe(1);
    expect(lines[0]).toMatchObject({ entries: 6, broken: 2 });
    expect(stderr).toContain("Entry 4 is not the one that was signed");
  });

  test("find one of which the points were removed, or made with another key", async () => {
    await serve([1, 2, 3]);
    change((database) => {
      rewrite(database, 2);
      database.exec("DELETE FROM audit_checkpoint");
    });
    expect(await audit("verify", "--keys", keysFile)).toMatchObject({ status: 1, lines: [{ broken: 1 }] });
    const other = join(state, "other.json");
    const key = openKeyStore(join(state, "elsewhere")).create(passphrase, new Date());
    writeFileSync(other, JSON.stringify({ version: 1, keys: [key] }));
    await serve([]);
    expect(await audit("verify", "--keys", other)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("which is not pinned"),
    });
  });

  test("find an end that was cut off", async () => {
    await serve([1, 2, 3]);
    change((database) => {
      database.exec("DELETE FROM audit WHERE seq > 2");
      database.exec("UPDATE audit_head SET entries = 2, hash = (SELECT hash FROM audit WHERE seq = 2)");
    });
    const { status, stderr } = await audit("verify", "--keys", keysFile);
    expect(status).toBe(1);
    expect(stderr).toContain("Entry 4, of which there is a checkpoint, is not in the log");
  });

  test("are not made of a log that was rewritten meanwhile: a start does not bless a forgery", async () => {
    await serve([1, 2, 3]);
    change((database) => rewrite(database, 2));
    await serve([4]);
    expect((await audit("export")).lines.filter(({ checkpoint }) => checkpoint).at(-1).checkpoint.seq).toBe(4);
    expect((await audit("verify", "--keys", keysFile)).status).toBe(1);
  });

  test("a killed service leaves entries without one, until it starts again", async () => {
    await serve([1, 2, 3], { isKilled: true });
    expect((await audit("verify", "--keys", keysFile)).lines[0].checkpoints).toEqual({ count: 1, last: 1 });
    await serve([]);
    expect((await audit("verify", "--keys", keysFile)).lines[0].checkpoints).toEqual({ count: 2, last: 4 });
  });
});

describe("old entries are removed, and the chain goes on", () => {
  test("prune removes what is older, signs the point, and says so in the log", async () => {
    await serve([1, 2, 3, 4]);
    const earlier: string[] = [];
    for (const command of ["export", "verify"]) {
      const file = join(state, `${command}.jsonl`);
      const { lines } = await audit(command);
      writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
      earlier.push(file);
    }
    const running = await openStore({ directory: state, log }); // the service may run
    // the first entry, which tells of the key, is of today: nothing behind it is older than all before it
    expect((await audit("prune", "--before", "2026-11-03")).lines).toEqual([
      { version: 1, removed: 0, start: null, broken: null },
    ]);
    const pruned = await audit("prune", "--before", "2999-01-01");
    expect(pruned).toMatchObject({ status: 0, lines: [{ removed: 5, start: { seq: 5 } }] });
    await append(running, 6);
    await running.close();
    const { status, lines } = await audit("verify", "--keys", keysFile);
    expect({ status, ...lines[0] }).toMatchObject({
      status: 0,
      entries: 2,
      broken: null,
      start: pruned.lines[0].start,
      checkpoints: { count: 1, last: 5 },
    });
    for (const file of earlier) {
      expect((await audit("verify", "--keys", keysFile, "--against", file)).status).toBe(0); // it was signed that they went
      renameSync(join(state, "keys"), join(state, "hidden"));
      const unproved = await audit("verify", "--against", file);
      renameSync(join(state, "hidden"), join(state, "keys"));
      expect(unproved).toMatchObject({ status: 1, lines: [{ broken: 6 }] });
      expect(unproved.stderr).toContain("Entries up to 5 were removed since, and no key is named");
    }
    const exported = (await audit("export")).lines;
    expect(exported.map((line) => Object.keys(line)[1])).toEqual(["start", "checkpoint", "entry", "entry"]);
    expect(exported[2].entry).toMatchObject({ seq: 6, kind: "prune", details: { upTo: 5 } });
    await serve([7]);
    expect(await audit("verify", "--keys", keysFile)).toMatchObject({
      status: 0,
      lines: [{ entries: 3, start: { seq: 5 } }],
    });
  });

  test("by the time at which they were written", async () => {
    const store = await openStore({ directory: state, log });
    for (const day of [1, 2, 3, 2, 4]) await append(store, day);
    await store.close();
    openKeyStore(state).create(passphrase, new Date());
    expect(await audit("prune", "--before", "2026-11-03")).toMatchObject({
      lines: [{ removed: 2, start: { seq: 2 } }],
    });
    expect(await audit("prune", "--before", "2026-11-03")).toMatchObject({ lines: [{ removed: 0, start: null }] });
    expect(await audit("prune", "--before", "2026-11-05")).toMatchObject({
      lines: [{ removed: 3, start: { seq: 5 } }],
    });
    expect(await audit("verify")).toMatchObject({ status: 0, lines: [{ entries: 2, start: { seq: 5 } }] });
  });

  test("a start that nobody signed, or that was moved, is found", async () => {
    await serve([1, 2, 3]);
    change((database) => {
      database.exec("INSERT INTO audit_start SELECT 1, seq, hash FROM audit WHERE seq = 2");
      database.exec("DELETE FROM audit WHERE seq <= 2; DELETE FROM audit_checkpoint WHERE seq <= 2");
    });
    const { status, lines, stderr } = await audit("verify", "--keys", keysFile);
    expect({ status, broken: lines[0].broken }).toEqual({ status: 1, broken: 3 });
    expect(stderr).toContain("Entries up to 2 were removed, and nobody signed that");
  });

  test("a point that was signed is no start: who removes all behind it is found", async () => {
    await serve([1, 2, 3]);
    await serve([4]); // the first entry, which tells of the key, and three days were signed at the stop
    const removeTo = (database: DatabaseSync, seq: number) => {
      database.exec(`INSERT INTO audit_start SELECT 1, seq, hash FROM audit WHERE seq = ${seq}`);
      database.exec(`DELETE FROM audit WHERE seq <= ${seq}; DELETE FROM audit_checkpoint WHERE seq < ${seq}`);
    };
    change((database) => removeTo(database, 4));
    const { status, lines, stderr } = await audit("verify", "--keys", keysFile);
    expect({ status, broken: lines[0].broken }).toEqual({ status: 1, broken: 5 });
    expect(stderr).toContain("Entries up to 4 were removed, and nobody signed that");
  });

  test("of two at once the later one removes nothing when the other went further", async () => {
    await serve([1, 2, 3]);
    const options = { directory: state, passphrase, now: new Date() };
    const first = openAuditWriter(state);
    const behind = { seq: 2, hash: String(await first.readHashOf(2)) };
    await pruneAuditLog({ ...options, before: new Date("2999-01-01") });
    const signed = await signStart(behind, createSigner(openKeyStore(state), passphrase), new Date());
    const entry = { at: at(5), kind: "prune", repository: null, details: {} };
    await expect(first.prune(behind, signed, entry)).rejects.toThrow("Nothing was removed: entry 2 went meanwhile");
    first.close();
    expect(await audit("verify", "--keys", keysFile)).toMatchObject({ status: 0, lines: [{ entries: 1 }] });
  });

  test("a point that the service signed while its entry went does no harm", async () => {
    await serve([1, 2, 3]);
    const store = await openStore({ directory: state, log });
    const last = (await store.readLastCheckpoint()) ?? expect.fail();
    await pruneAuditLog({ directory: state, passphrase, before: new Date("2999-01-01"), now: new Date() });
    await append(store, 5);
    await pruneAuditLog({ directory: state, passphrase, before: new Date("2999-01-01"), now: new Date() });
    await store.recordCheckpoint(last);
    await store.close();
    expect(await audit("verify", "--keys", keysFile)).toMatchObject({ status: 0, lines: [{ broken: null }] });
  });

  test("a broken chain is not pruned, and without a passphrase nothing is", async () => {
    await serve([1, 2, 3]);
    change((database) => database.exec("UPDATE audit SET entry = replace(entry, 'day', 'evil') WHERE seq = 2"));
    expect(await audit("prune", "--before", "2999-01-01")).toMatchObject({
      status: 1,
      lines: [{ removed: 0, broken: 2 }],
    });
    const run = await runCli(["audit", "prune", "--before", "2999-01-01", "--state", state], { cwd: state });
    expect(run).toMatchObject({ status: 2, stderr: expect.stringContaining("COUNTERSIGN_KEY_PASSPHRASE") });
    for (const text of ["soon", "03/04/2026", "2026-02-30", "2026-13-01", "12", "2026-01-01T00:00"]) {
      expect(await audit("prune", "--before", text)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining("no date"),
      });
    }
  });

  test("by hand nothing can be deleted that is not behind the start", async () => {
    await serve([1, 2, 3]);
    const database = new DatabaseSync(join(state, "countersign.db"));
    expect(() => database.exec("DELETE FROM audit WHERE seq = 1")).toThrow("the audit log is never changed");
    expect(() => database.exec("DELETE FROM audit_checkpoint")).toThrow("checkpoints are never changed");
    expect(() => database.exec("UPDATE audit_checkpoint SET envelope = ''")).toThrow("checkpoints are never changed");
    expect(() => database.exec("INSERT INTO audit_start VALUES (1, 2, ''); UPDATE audit_start SET seq = 1")).toThrow(
      "only goes forward",
    );
    database.close();
  });
});
