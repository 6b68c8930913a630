import { spawn } from "node:child_process";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TaskSubject } from "../../src/ports/store.ts";
import { migrations } from "../../src/store/migrations.ts";
import { openStore } from "../../src/store/open-store.ts";

const log = pino({ level: "silent" });
const change7: TaskSubject = { kind: "change", forge: "github", repository: "acme/study", number: 7 };
const now = "2026-11-20T12:00:00Z";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "countersign-store-"));
});
afterEach(() => rm(directory, { recursive: true }));

const open = () => openStore({ directory, log });

/** A process of its own that opens the store, takes the task, and says so. */
function startHolder() {
  const script = `
    import { pino } from "pino";
    import { openStore } from "${new URL("../../src/store/open-store.ts", import.meta.url)}";
    const store = await openStore({ directory: process.argv[1], log: pino({ level: "silent" }) });
    await store.enqueue(${JSON.stringify(change7)}, "${now}");
    await store.take("${now}");
    process.stdout.write("holds");
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script, directory], {
    cwd: new URL("../..", import.meta.url),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const holds = new Promise((resolve) => child.stdout.once("data", resolve));
  return { child, ended, holds };
}

describe("one process at a time has a state directory", () => {
  test("a second one is refused with a clear message", async () => {
    const store = await open();
    await expect(open()).rejects.toThrow(`Another Countersign already uses ${directory}`);
    await store.close();
    await (await open()).close();
  });

  test("another process is refused too, and one that was killed leaves nothing behind but its task", async () => {
    const { child, ended, holds } = startHolder();
    await holds;
    await expect(open()).rejects.toMatchObject({ name: "ConfigError", setting: directory });
    child.kill("SIGKILL");
    await ended;

    const store = await open();
    expect(await store.take(now)).toBeNull();
    expect(await store.releaseHeld()).toBe(1);
    expect((await store.take(now))?.subject).toEqual(change7);
    await store.close();
  });
});

describe("a process that is killed while it writes", () => {
  test("loses nothing that it was told is stored, and the audit log stays whole, with one entry of each record", async () => {
    const script = `
      import { pino } from "pino";
      import { openStore } from "${new URL("../../src/store/open-store.ts", import.meta.url)}";
      const store = await openStore({ directory: process.argv[1], log: pino({ level: "silent" }) });
      for (let n = Number(process.argv[2]); ; n += 1) {
        const entry = { at: "${now}", kind: "delivery", repository: null, details: { n } };
        const delivery = { id: "d" + n, forge: "github", event: "push", receivedAt: "${now}" };
        await store.receive(delivery, [{ kind: "run", run: "r" + n }], () => entry);
        process.stdout.write(n + "\\n");
      }
    `;
    const stored = new Set<number>();
    for (let round = 0; round < 4; round += 1) {
      const child = spawn(
        process.execPath,
        ["--input-type=module-typescript", "-e", script, directory, String(round * 100_000)],
        {
          cwd: new URL("../..", import.meta.url),
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
      const lines = createInterface(child.stdout);
      lines.on("line", (line) => void stored.add(Number(line)));
      await new Promise((resolve) => lines.once("line", resolve));
      await sleep(20 + 40 * round);
      child.kill("SIGKILL");
      await Promise.all([
        new Promise((resolve) => lines.once("close", resolve)),
        new Promise((resolve) => child.once("exit", resolve)),
      ]);
    }

    const store = await open();
    expect(await store.verifyChain()).toMatchObject({ broken: null });
    const found = new Set<number>();
    for (let task = await store.take(now); task; task = await store.take(now))
      if (task.subject.kind === "run") found.add(Number(task.subject.run.slice(1)));
    expect(stored.size).toBeGreaterThan(4);
    expect([...stored].filter((n) => !found.has(n))).toEqual([]);
    expect((await store.readAuditHead()).seq).toBe(found.size);
    await store.close();
  });
});

describe("the state directory", () => {
  test("is made when it is missing, for this user alone", async () => {
    const store = await openStore({ directory: join(directory, "a", "b"), log });
    await store.close();
    expect(await readdir(join(directory, "a", "b"))).toContain("countersign.db");
  });

  test("keeps everything when the store is closed and opened again", async () => {
    const first = await open();
    await first.enqueue(change7, now);
    await first.close();
    const second = await open();
    expect((await second.take(now))?.subject).toEqual(change7);
    await second.close();
  });

  test("that is a file is refused with a clear message", async () => {
    const path = join(directory, "file");
    await writeFile(path, "");
    await expect(openStore({ directory: path, log })).rejects.toMatchObject({ name: "ConfigError", setting: path });
  });

  test("with a file that is no database is refused, and the file is left as it is", async () => {
    await writeFile(
      join(directory, "countersign.db"),
      "this is no database at all, but is longer than a header of one would be",
    );
    await expect(open()).rejects.toThrow(`The database in ${directory} cannot be used: file is not a database`);
  });

  test("that cannot be written is refused", async ({ skip }) => {
    skip(process.getuid?.() === 0, "root may write everywhere");
    await chmod(directory, 0o500);
    await expect(open()).rejects.toMatchObject({ name: "ConfigError" });
    await chmod(directory, 0o700);
  });
});

describe("migrations", () => {
  test("a database of a newer Countersign is refused", async () => {
    await (await open()).close();
    edit(`PRAGMA user_version = ${migrations.length + 1}`);
    await expect(open()).rejects.toThrow("is of a newer Countersign");
  });

  test("the database keeps a write-ahead log, so that readers never block the service", async () => {
    await (await open()).close();
    const database = new DatabaseSync(join(directory, "countersign.db"));
    expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    database.close();
  });
});

describe("an edit of the audit log by hand is found", () => {
  const entries = [1, 2, 3, 4].map((n) => ({ at: now, kind: "decision", repository: null, details: { n } }));

  beforeEach(async () => {
    const store = await open();
    for (const entry of entries) await store.append(entry);
    await store.close();
    edit("DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_deleted");
  });

  const otherEntry = `replace(entry, '"n":2', '"n":9')`;
  test.each([
    ["an entry's text", `UPDATE audit SET entry = ${otherEntry} WHERE seq = 2`, 2],
    ["an entry's hash", `UPDATE audit SET hash = '${"0".repeat(64)}' WHERE seq = 3`, 3],
    ["an entry taken out", "DELETE FROM audit WHERE seq = 2", 2],
    [
      "an entry taken out and the rest moved up",
      "DELETE FROM audit WHERE seq = 2; UPDATE audit SET seq = seq - 1 WHERE seq > 2",
      2,
    ],
    ["the last entry taken out", "DELETE FROM audit WHERE seq = 4", 4],
    ["all entries taken out", "DELETE FROM audit", 1],
    ["an entry put before the first", "INSERT INTO audit SELECT 0, entry, hash FROM audit WHERE seq = 1", 1],
    ["an entry that is no JSON", "UPDATE audit SET entry = 'x' WHERE seq = 4", 4],
  ])("%s", async (_, statement, broken) => {
    edit(statement);
    const store = await open();
    expect(await store.verifyChain()).toMatchObject({ broken });
    await store.close();
  });

  test("one with a hash that was worked out anew, at the next entry", async () => {
    const { createHash } = await import("node:crypto");
    const database = new DatabaseSync(join(directory, "countersign.db"));
    database.exec(`UPDATE audit SET entry = ${otherEntry} WHERE seq = 2`);
    const entry = String(database.prepare("SELECT entry FROM audit WHERE seq = 2").get()?.entry);
    const hash = createHash("sha256").update(entry).digest("hex");
    database.prepare("UPDATE audit SET hash = ? WHERE seq = 2").run(hash);
    database.close();
    const store = await open();
    expect(await store.verifyChain()).toEqual({ entries: 4, broken: 3 });
    await store.close();
  });

  test("with the triggers in place, a plain edit is refused by the database", async () => {
    const store = await openStore({ directory: join(directory, "other"), log });
    for (const entry of entries) await store.append(entry);
    await store.close();
    const database = new DatabaseSync(join(directory, "other", "countersign.db"));
    expect(() => database.exec("UPDATE audit SET entry = 'x'")).toThrow("the audit log is never changed");
    expect(() => database.exec("DELETE FROM audit")).toThrow("the audit log is never changed");
    database.close();
  });
});

function edit(statements: string): void {
  const database = new DatabaseSync(join(directory, "countersign.db"));
  database.exec(statements);
  database.close();
}
