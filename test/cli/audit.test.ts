import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Ajv2020 } from "ajv/dist/2020.js";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openKeyStore } from "../../src/evidence/key-store.ts";
import type { Store } from "../../src/ports/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { runCli } from "../support/run-cli.ts";

const repository = { forge: "github", id: 5, name: "acme/study" } as const;

let data: string;
let store: Store;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "countersign-audit-"));
  store = await openStore({ directory: data, log: pino({ level: "silent" }) });
  for (const n of [1, 2, 3])
    await store.append({ at: "2026-11-20T12:00:00Z", kind: "decision", repository, details: { n, ä: "ö" } });
});
afterEach(async () => {
  await store.close();
  await rm(data, { recursive: true });
});

/** Without `--state`; `env` has COUNTERSIGN_STATE, or not. */
function verifyIn(cwd: string, env: Readonly<Record<string, string>> = {}) {
  return runCli(["audit", "verify"], { cwd, env });
}

function audit(...args: string[]) {
  return runCli(["audit", ...args, "--state", data], { cwd: data });
}

async function readSchema(name: string) {
  const text = await readFile(new URL(`../../docs/schemas/${name}.schema.json`, import.meta.url), "utf8");
  return new Ajv2020().compile(JSON.parse(text));
}

describe("countersign audit, beside a running service", () => {
  test("verify: 0 and the count when the chain is whole", async () => {
    const { status, stdout } = await audit("verify");
    expect(status).toBe(0);
    const head = { seq: 3, hash: expect.stringMatching(/^[0-9a-f]{64}$/) };
    expect(JSON.parse(stdout)).toEqual({ version: 1, entries: 3, broken: null, start: null, head, checkpoints: null });
    expect((await readSchema("audit-verify"))(JSON.parse(stdout))).toBe(true);
  });

  test("verify: 1 and the entry when it was edited", async () => {
    await store.close();
    const database = new DatabaseSync(join(data, "countersign.db"));
    database.exec(
      "DROP TRIGGER audit_is_never_changed; UPDATE audit SET entry = replace(entry, 'acme', 'evil') WHERE seq = 2",
    );
    database.close();
    const { status, stdout, stderr } = await audit("verify");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, entries: 3, broken: 2 });
    expect(stderr).toContain("entry 2");
  });

  test("export: a line an entry, whose hashes anybody can work out", async () => {
    const { status, stdout } = await audit("export");
    expect(status).toBe(0);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => line.entry.details.n)).toEqual([1, 2, 3]);
    expect(lines[2].entry.previous).toBe(lines[1].hash);
    const { at, details, kind, previous, seq } = lines[1].entry;
    const canonical = JSON.stringify({ at, details: { n: details.n, ä: "ö" }, kind, previous, repository, seq });
    expect(createHash("sha256").update(canonical).digest("hex")).toBe(lines[1].hash);
    const fits = await readSchema("audit-entry");
    expect(lines.every((line) => fits(line))).toBe(true);
  });

  test("a directory without a database: 2 and what to do", async () => {
    const none = join(data, "none");
    const { status, stdout, stderr } = await runCli(["audit", "verify", "--state", none], { cwd: data });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`There is no state directory ${none}`);
    expect(stderr).toContain("The directory is from --state. Give the one that the service uses");
  });

  test("the directory may come from COUNTERSIGN_STATE, or be the default: the error says which", async () => {
    expect(await verifyIn(data, { COUNTERSIGN_STATE: data })).toMatchObject({ status: 0 });
    const named = await verifyIn(data, { COUNTERSIGN_STATE: "elsewhere" });
    expect(named.status).toBe(2);
    expect(named.stderr).toContain(`There is no state directory ${join(data, "elsewhere")}`);
    expect(named.stderr).toContain("from COUNTERSIGN_STATE.");
    await mkdir(join(data, "state"));
    const unnamed = await verifyIn(data);
    expect(unnamed.status).toBe(2);
    expect(unnamed.stderr).toContain(`${join(data, "state")} has no countersign.db`);
    expect(unnamed.stderr).toContain("from the default of --state and COUNTERSIGN_STATE.");
  });

  test("an empty log says that nothing proves it was ever otherwise, and what does", async () => {
    const fresh = join(data, "state");
    await (await openStore({ directory: fresh, log: pino({ level: "silent" }) })).close();
    const { status, stderr, stdout } = await verifyIn(data);
    expect([status, stderr]).toEqual([0, expect.stringContaining("nothing proves that it was ever otherwise")]);
    expect((await readSchema("audit-verify"))(JSON.parse(stdout))).toBe(true);
    const keys = join(data, "keys.json");
    openKeyStore(data).create("correct horse battery staple", new Date());
    await writeFile(keys, JSON.stringify(openKeyStore(data).list()));
    const pinned = await runCli(["audit", "verify", "--state", fresh, "--keys", keys], { cwd: data });
    expect([pinned.status, pinned.stderr]).toEqual([1, expect.stringContaining("It is empty, and who has these keys")]);
  });

  describe("held against what was told earlier", () => {
    const earlier = async (command: "export" | "verify") => {
      const file = join(data, `${command}.json`);
      await writeFile(file, (await audit(command)).stdout);
      return file;
    };
    const change = (sql: string) => {
      const database = new DatabaseSync(join(data, "countersign.db"));
      database.exec(sql);
      database.close();
    };
    /** Somebody who holds the database writes another log, whose chain is whole. */
    const rewrite = async (count: number) => {
      await store.close();
      for (const name of ["countersign.db", "countersign.db-wal", "countersign.db-shm"])
        await rm(join(data, name), { force: true });
      store = await openStore({ directory: data, log: pino({ level: "silent" }) });
      for (let n = 1; n <= count; n += 1)
        await store.append({ at: "2026-11-20T12:00:00Z", kind: "decision", repository, details: { n, ä: "other" } });
    };

    test.each(["export", "verify"] as const)("a log that goes on from an earlier %s is good", async (command) => {
      const file = await earlier(command);
      expect((await audit("verify", "--against", file)).status).toBe(0);
      await store.append({ at: "2026-11-20T12:00:00Z", kind: "decision", repository, details: {} });
      expect((await audit("verify", "--against", file)).status).toBe(0);
    });

    test.each([
      ["export", 0, 1, "Entry 1, which was there, is not in the log."],
      ["verify", 0, 3, "Entry 3, which was there, is not in the log."],
      ["export", 5, 1, "Entry 1 is not the one that was there: the log was rewritten."],
      ["verify", 5, 3, "Entry 3 is not the one that was there: the log was rewritten."],
    ] as const)("an %s, and then a log that was written anew with %i entries", async (command, count, broken, why) => {
      const file = await earlier(command);
      await rewrite(count);
      expect((await audit("verify")).status).toBe(0);
      const { status, stdout, stderr } = await audit("verify", "--against", file);
      expect([status, JSON.parse(stdout).broken]).toEqual([1, broken]);
      expect(stderr).toContain(`is not the one that was there before: ${why}`);
    });

    test("entries that were removed meanwhile, which nobody signed", async () => {
      const file = await earlier("export");
      const { hash } = JSON.parse((await readFile(file, "utf8")).split("\n")[2] ?? "");
      await rewrite(0);
      change(`INSERT INTO audit_start (id, seq, hash) VALUES (1, 3, '${hash}')`);
      change(`INSERT OR REPLACE INTO audit_head (id, entries, hash) VALUES (1, 3, '${hash}')`);
      const { status, stderr } = await audit("verify", "--against", file);
      expect([status, stderr]).toEqual([1, expect.stringContaining("Entries up to 3 were removed since, and no key")]);
    });

    test.each([
      ["none", "none.json cannot be read (ENOENT"],
      ["something else", "tells of no entry"],
      ["no JSON", "none.json is no JSON at line 1"],
    ])("a file that is %s: 2", async (what, message) => {
      const file = join(data, "none.json");
      if (what === "something else") await writeFile(file, "{}\n");
      if (what === "no JSON") await writeFile(file, "seq 3\n");
      const { status, stdout, stderr } = await audit("verify", "--against", file);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toContain(message);
    });
  });

  test("one entry is one entry", async () => {
    const fresh = join(data, "state");
    const other = await openStore({ directory: fresh, log: pino({ level: "silent" }) });
    await other.append({ at: "2026-11-20T12:00:00Z", kind: "decision", repository, details: {} });
    await other.close();
    expect((await verifyIn(data)).stderr).toBe("The audit log is whole: 1 entry. Nothing of it is signed.\n");
    expect((await audit("verify")).stderr).toContain("3 entries, each follows");
  });
});
