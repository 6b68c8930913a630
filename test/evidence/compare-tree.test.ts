import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { compareTree } from "../../src/evidence/compare-tree.ts";
import { releaseStatement } from "./statements.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "countersign-tree-"));
  chmodSync(root, 0o755);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** `folders` of a hundred small files each, and what was signed of them. */
function makeTree(folders: number) {
  const files: Record<string, string> = {};
  for (let folder = 0; folder < folders; folder += 1) {
    mkdirSync(join(root, `f${folder}`), { mode: 0o755 });
    for (let n = 0; n < 100; n += 1) {
      const [path, content] = [`f${folder}/n${n}.py`, `${folder} ${n}\n`];
      writeFileSync(join(root, path), content, { mode: 0o644 });
      files[path] = createHash("sha256").update(content).digest("hex");
    }
  }
  return releaseStatement({}, files);
}

const codes = (flaws: readonly { readonly code: string }[]) => [...new Set(flaws.map(({ code }) => code))];

test("files and folders that vanish while one looks are missing, whenever it happens", {
  timeout: 60_000,
}, async () => {
  const statement = makeTree(20);
  const remover = spawn("rm", ["-rf", ...Array.from({ length: 20 }, (_, n) => `f${n}`)], { cwd: root });
  const ended = new Promise((resolve) => remover.once("close", resolve));
  let last = compareTree(root, statement);
  for (let looks = 0; looks < 200 && last.sound > 0; looks += 1) {
    expect(codes(last.flaws).filter((code) => code !== "mode")).toEqual(last.sound === 2_000 ? [] : ["missing"]);
    const missing = last.flaws.filter(({ code }) => code === "missing").length;
    expect(last.sound + missing).toBe(2_000); // nothing is counted twice, and nothing is passed over
    last = compareTree(root, statement);
  }
  await ended;
  expect(readdirSync(root)).toEqual([]);
  expect(compareTree(root, statement)).toMatchObject({ sound: 0, tree: null });
  rmSync(root, { recursive: true });
  const { sound, flaws } = compareTree(root, statement);
  expect({ sound, codes: codes(flaws), count: flaws.length }).toEqual({ sound: 0, codes: ["missing"], count: 2_000 });
});

test("a file that comes and goes is as it was signed or missing, whatever moment one catches", {
  timeout: 60_000,
}, async () => {
  const other = mkdtempSync(join(tmpdir(), "countersign-other-"));
  writeFileSync(join(other, "a.py"), "a\n", { mode: 0o644 });
  const statement = releaseStatement({}, { "a.py": createHash("sha256").update("a\n").digest("hex") });
  const code = `
    const { linkSync, unlinkSync } = require("node:fs");
    for (;;) { linkSync("${other}/a.py", "${root}/a.py"); unlinkSync("${root}/a.py"); }`;
  const toggler = spawn(process.execPath, ["-e", code], { stdio: "ignore" });
  try {
    const outcomes = new Map<string, number>();
    const ends = Date.now() + 20_000;
    for (let looks = 0; looks < 20_000 && Date.now() < ends; looks += 1) {
      const { sound, flaws, tree } = compareTree(root, statement);
      const outcome = JSON.stringify({ sound, codes: codes(flaws), tree });
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect([...outcomes.keys()].toSorted()).toEqual([
      JSON.stringify({ sound: 0, codes: ["missing"], tree: null }),
      JSON.stringify({ sound: 1, codes: [], tree: "77f7ccef39b296620d9e81c6787f9b7e8b614ce6" }),
    ]);
  } finally {
    toggler.kill("SIGKILL");
    await new Promise((resolve) => toggler.once("close", resolve));
    rmSync(other, { recursive: true });
  }
});

test("names that are not UTF-8 are named, as files and as folders, and nothing in them is passed over in silence", () => {
  mkdirSync(join(root, "f"), { mode: 0o755 });
  const raw = (name: number[]) => Buffer.concat([Buffer.from(`${root}/f/`), Buffer.from(name)]);
  writeFileSync(raw([0x61, 0xff]), "");
  mkdirSync(raw([0xfe]));
  writeFileSync(Buffer.concat([raw([0xfe]), Buffer.from("/evil.py")]), "");
  const { flaws } = compareTree(root, releaseStatement({}, { "f/\ufffd": "a".repeat(64) }));
  expect(
    flaws
      .filter(({ code }) => code !== "mode")
      .map(({ code, path }) => `${code} ${path}`)
      .toSorted(),
  ).toEqual(["extra f/a\ufffd", "extra f/\ufffd", "missing f/\ufffd"]);
});
