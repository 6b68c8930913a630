import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Store } from "../../src/ports/store.ts";
import { openStore } from "../../src/store/open-store.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
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
  const { COUNTERSIGN_STATE: _, ...others } = process.env;
  return spawnSync(process.execPath, [main, "audit", "verify"], { encoding: "utf8", cwd, env: { ...others, ...env } });
}

function audit(...args: string[]) {
  return spawnSync(process.execPath, [main, "audit", ...args, "--state", data], { encoding: "utf8" });
}

async function readSchema(name: string) {
  const text = await readFile(new URL(`../../docs/schemas/${name}.schema.json`, import.meta.url), "utf8");
  return new Ajv2020().compile(JSON.parse(text));
}

describe("countersign audit, beside a running service", () => {
  test("verify: 0 and the count when the chain is whole", async () => {
    const { status, stdout } = audit("verify");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ version: 1, entries: 3, broken: null, start: null, checkpoints: null });
    expect((await readSchema("audit-verify"))(JSON.parse(stdout))).toBe(true);
  });

  test("verify: 1 and the entry when it was edited", async () => {
    await store.close();
    const database = new DatabaseSync(join(data, "countersign.db"));
    database.exec(
      "DROP TRIGGER audit_is_never_changed; UPDATE audit SET entry = replace(entry, 'acme', 'evil') WHERE seq = 2",
    );
    database.close();
    const { status, stdout, stderr } = audit("verify");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, entries: 3, broken: 2 });
    expect(stderr).toContain("entry 2");
  });

  test("export: a line an entry, whose hashes anybody can work out", async () => {
    const { status, stdout } = audit("export");
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

  test("a directory without a database: 2 and what to do", () => {
    const none = join(data, "none");
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, "audit", "verify", "--state", none], {
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`There is no state directory ${none}`);
    expect(stderr).toContain("The directory is from --state. Give the one that the service uses");
  });

  test("the directory may come from COUNTERSIGN_STATE, or be the default: the error says which", async () => {
    expect(verifyIn(data, { COUNTERSIGN_STATE: data })).toMatchObject({ status: 0 });
    const named = verifyIn(data, { COUNTERSIGN_STATE: "elsewhere" });
    expect(named.status).toBe(2);
    expect(named.stderr).toContain(`There is no state directory ${join(data, "elsewhere")}`);
    expect(named.stderr).toContain("from COUNTERSIGN_STATE.");
    await mkdir(join(data, "state"));
    const unnamed = verifyIn(data);
    expect(unnamed.status).toBe(2);
    expect(unnamed.stderr).toContain(`${join(data, "state")} has no countersign.db`);
    expect(unnamed.stderr).toContain("from the default of --state and COUNTERSIGN_STATE.");
  });

  test("one entry is one entry", async () => {
    const fresh = join(data, "state");
    const other = await openStore({ directory: fresh, log: pino({ level: "silent" }) });
    await other.append({ at: "2026-11-20T12:00:00Z", kind: "decision", repository, details: {} });
    await other.close();
    expect(verifyIn(data).stderr).toBe("The audit log is whole: 1 entry. Nothing of it is signed.\n");
    expect(audit("verify").stderr).toContain("3 entries, each follows");
  });
});
