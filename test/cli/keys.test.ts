import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readKeySet } from "../../src/formats/key-set.ts";
import { openStore } from "../../src/store/open-store.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const passphrase = "correct horse battery staple";

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "countersign-keys-"));
});
afterEach(() => rmSync(state, { recursive: true }));

function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = { COUNTERSIGN_KEY_PASSPHRASE: passphrase },
  directory = state,
) {
  const { COUNTERSIGN_KEY_PASSPHRASE: _, ...others } = process.env;
  return spawnSync(process.execPath, [main, ...args, "--state", directory], {
    encoding: "utf8",
    env: { ...others, ...env },
  });
}
const keys = (...args: string[]) => run(["keys", ...args, "--format", "json"]);
const parse = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout);

describe("countersign keys", () => {
  test("create, list, rotate, retire: each told in the audit log, also while the service runs", async () => {
    const [first] = parse(keys("create")).keys;
    const service = await openStore({ directory: state, log: pino({ level: "silent" }) });
    const rotated = parse(keys("rotate")).keys;
    expect(rotated).toMatchObject([{ state: "active" }, { keyid: first.keyid, state: "retired" }]);
    const listed = keys("list");
    expect(readKeySet(listed.stdout)).toEqual({ keySet: { version: 1, keys: rotated } });
    const ajv = new Ajv2020();
    addFormats.default(ajv);
    const fits = ajv.compile(
      JSON.parse(readFileSync(new URL("../../docs/schemas/keys.schema.json", import.meta.url), "utf8")),
    );
    expect(fits(parse(listed)), JSON.stringify(fits.errors)).toBe(true);
    expect(run(["keys", "list"]).stdout).toMatch(
      /^[0-9a-f]{64} {2}active {3}since .+\n[0-9a-f]{64} {2}retired {2}since .+ {2}retired .+\n$/,
    );

    const only = rotated[0].keyid;
    const refused = keys("retire", only);
    expect(refused).toMatchObject({ status: 2, stdout: "" });
    expect(refused.stderr).toContain("is the only active key: without one no evidence is made");
    const forced = keys("retire", only.slice(0, 12), "--force");
    expect(parse(forced).keys).toMatchObject([{ keyid: only, state: "retired" }]);
    expect(forced.stderr).toContain("No key is active now: nothing is signed, and no evidence is made, until");
    await service.append({ at: "2026-11-20T12:00:00Z", kind: "start", repository: null, details: {} });
    await service.close();

    const entries = run(["audit", "export"])
      .stdout.trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).entry);
    expect(entries.map(({ kind, details }) => [kind, details.act])).toEqual([
      ["key", "created"],
      ["key", "rotated"],
      ["key", "retired"],
      ["start", undefined],
    ]);
    expect(run(["audit", "verify"])).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("Nothing of it is signed."),
    });
  });

  test("without a passphrase, with a short one, with another one", () => {
    expect(run(["keys", "create"], {})).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("openssl rand -base64 32"),
    });
    expect(run(["keys", "create"], { COUNTERSIGN_KEY_PASSPHRASE: "short" })).toMatchObject({ status: 2 });
    expect(readdirSync(state)).toEqual([]);
    const file = join(state, "passphrase");
    writeFileSync(file, `${passphrase}\n`);
    expect(run(["keys", "create"], { COUNTERSIGN_KEY_PASSPHRASE_FILE: file }).status).toBe(0);
    const rotated = run(["keys", "rotate"], { COUNTERSIGN_KEY_PASSPHRASE: "quite another passphrase" });
    expect(rotated).toMatchObject({ status: 0, stderr: expect.stringContaining("restart the service with it") });
  });

  test("a key that is none, and a list of none", () => {
    expect(run(["keys", "list"]).stdout).toBe(
      `There is no key yet in ${state}: the service makes one at its first start with a passphrase, or countersign keys create.\n`,
    );
    expect(parse(keys("list"))).toEqual({ version: 1, keys: [] });
    expect(keys("retire", "0000000")).toMatchObject({ status: 2, stderr: expect.stringContaining("is too short") });
    expect(keys("retire", "00000000")).toMatchObject({ status: 2, stderr: expect.stringContaining("names no key in") });
  });

  test("a state directory that is not there is told, and none is made by mistake", () => {
    const none = join(state, "stat");
    const at = (directory: string, ...args: string[]) => run(["keys", ...args], undefined, directory);
    for (const args of [["list"], ["rotate"], ["retire", "00000000"]]) {
      expect(at(none, ...args)).toMatchObject({
        status: 2,
        stdout: "",
        stderr: expect.stringContaining(`There is no state directory ${none}`),
      });
    }
    expect(at(none, "list").stderr).toContain("The directory is from --state.");
    expect(at(join(none, "deep"), "create")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(`nor ${none}, in which one could be made`),
    });
    writeFileSync(join(state, "file"), "");
    expect(at(join(state, "file"), "list")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("is no directory"),
    });
    expect(readdirSync(state)).toEqual(["file"]);
  });

  test("before the first start a new one is made, and said so; afterwards nothing is said", () => {
    const fresh = join(state, "fresh");
    const first = run(["keys", "create"], undefined, fresh);
    expect(first).toMatchObject({ status: 0, stdout: expect.stringMatching(/^[0-9a-f]{64} {2}active/) });
    expect(first.stderr).toBe(
      `${fresh} was not there: it is a new state directory. The service takes it as COUNTERSIGN_STATE, and countersign node as --state; either must run as the user who made this key.\n`,
    );
    expect(run(["keys", "create"], undefined, fresh)).toMatchObject({ status: 0, stderr: "" });
    mkdirSync(join(state, "empty"));
    expect(run(["keys", "create"], undefined, join(state, "empty")).stderr).toContain("was used by no service yet");
  });
});
