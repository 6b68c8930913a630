import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { checkKey } from "../../src/cli/sign/check-key.ts";
import { readControllerStatement } from "../../src/formats/controller-statement.ts";
import { findSignatureBlocks } from "../../src/formats/signature-block.ts";
import { makeRepository, type TestRepository, temporaryDirectory } from "../git/repository.ts";
import { openSshTools } from "../support/ssh-keys.ts";

const mainFile = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const ssh = openSshTools();
afterAll(() => ssh.close());
const bens = ssh.makeKey("ed25519");

interface Stage {
  readonly remote: TestRepository;
  readonly clone: string;
  /** What `countersign sign` does in the clone. */
  sign(...args: readonly string[]): { status: number | null; stdout: string; stderr: string };
}

function setStage(): Stage {
  const directory = temporaryDirectory();
  const remote = makeRepository(join(directory, "remote"));
  remote.commit({ "README.md": "# Study\n", ".countersign.yml": "version: 1\n" });
  remote.git("checkout", "--quiet", "-b", "change");
  remote.commit({ "dags/a\u202e.py": "one\n" });
  remote.git("update-ref", "refs/pull/7/head", "HEAD");
  remote.git("checkout", "--quiet", "main");
  const clone = join(directory, "clone");
  execFileSync("git", ["clone", "--quiet", remote.directory, clone]);
  const env = { PATH: process.env.PATH, HOME: directory };
  return {
    remote,
    clone,
    sign: (...args) =>
      spawnSync(process.execPath, [mainFile, "sign", "--key", bens.file, ...args], {
        cwd: clone,
        encoding: "utf8",
        env,
      }),
  };
}

describe("in a clone", () => {
  test("a change is fetched, shown and signed, as the real ssh-keygen verifies", () => {
    const { remote, clone, sign } = setStage();
    const { status, stdout, stderr } = sign("7", "--yes", "--node", "london");
    expect([status, stderr]).toEqual([0, expect.stringContaining("1 file changed since")]);
    expect(stderr).toContain("dags/a\\u{202e}.py"); // nothing in a name may turn the line around
    const [block] = findSignatureBlocks(stdout);
    expect(ssh.verify(bens.publicKey, block?.signature ?? "", block?.text ?? "")).toBe(true);
    expect(readControllerStatement(block?.text ?? "")).toMatchObject({
      purpose: "countersign approval",
      repository: `file${remote.directory.toLowerCase()}`,
      forge: "github",
      change: 7,
      baseRef: "refs/heads/main",
      head: remote.git("rev-parse", "refs/pull/7/head"),
      tree: remote.git("rev-parse", "refs/pull/7/head^{tree}"),
      mergeBase: remote.git("rev-parse", "main"),
      policy: createHash("sha256").update("version: 1\n").digest("hex"),
      node: "london",
    });
    expect(execFileSync("git", ["status", "--porcelain"], { cwd: clone, encoding: "utf8" })).toBe("");
  });

  test.each([
    ["no terminal to ask at", ["7"], 2, /Add --yes/],
    ["a change that is not there", ["8", "--yes"], 3, /has no change 8/],
    ["another branch", ["7", "--base", "next", "--yes"], 3, /next/],
    ["a commit that did not land", ["--landed", "f".repeat(40), "--yes"], 3, /is not on refs\/heads\/main/],
  ])("%s: nothing is signed", (_, args, code, message) => {
    const { status, stdout, stderr } = setStage().sign(...args);
    expect(stderr).toMatch(message);
    expect([status, stdout]).toEqual([code, ""]);
  });

  test("who has no key is told so before what is to be signed is fetched and shown", () => {
    const { clone, sign } = setStage();
    const make = (name: string, content: string, mode: number): string => {
      writeFileSync(join(clone, name), content);
      chmodSync(join(clone, name), mode);
      return name;
    };
    const wrong: readonly [key: string, says: string][] = [
      ["none", "There is no key"],
      [".", "is no file. Name your SSH key with --key, or make one: ssh-keygen -t ed25519."],
      [make("empty", "", 0o600), "is empty"],
      [make("notes.txt", "hello\n", 0o600), "is no SSH key"],
      [make("large", "x".repeat(100_000), 0o600), "is no SSH key"],
      [make("open", readFileSync(bens.file, "utf8"), 0o644), "may be read by others"],
      [make("alone.pub", `${bens.publicKey}\n`, 0o644), "there is no agent that has its private one"],
    ];
    for (const [key, says] of wrong) expect(() => checkKey(join(clone, key), {})).toThrow(says);
    const { status, stdout, stderr } = sign("7", "--yes", "--key", "none");
    expect([status, stdout, stderr.includes("You sign")]).toEqual([2, "", false]);
    make("id_ecdsa", "", 0o600);
    expect(() => checkKey(join(clone, "id_ed25519"), {})).toThrow(`There is ${clone}/id_ecdsa: name one with --key.`);
  });

  test("what holds everywhere is not shown as nothing", () => {
    const { sign } = setStage();
    const { stderr } = sign("7", "--yes", "--expires", "never");
    expect(stderr).toMatch(/^ {2}node {7}any node$/m);
    expect(stderr).toMatch(/^ {2}expires {4}never$/m);
    expect(stderr).not.toContain("none");
    expect(sign("7", "--yes", "--key", `${bens.file}.pub`).status).toBe(0);
  });

  test("a landed commit is compared with its parent, and a baseline is a whole tree", () => {
    const { remote, sign } = setStage();
    const before = remote.git("rev-parse", "main");
    const commit = remote.commit({ "b.md": "b\n" });
    const read = (stdout: string) => readControllerStatement(findSignatureBlocks(stdout)[0]?.text ?? "");
    expect(read(sign("--landed", commit, "--yes").stdout)).toMatchObject({
      purpose: "countersign landing",
      commit,
      before,
    });
    const adopted = sign("--adopt", commit, "--replaces", before, "--expires", "never", "--yes");
    expect(adopted.stderr).toContain("3 files in the tree");
    expect(read(adopted.stdout)).toMatchObject({
      purpose: "countersign baseline",
      commit,
      replaces: before,
      expires: null,
    });
  });
});
