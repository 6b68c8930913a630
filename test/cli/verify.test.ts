import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeEach, describe, expect, test } from "vitest";
import type { ReleasePredicate } from "../../src/domain/attestation.ts";
import { readPlace } from "../../src/targets/dag-directory/read-place.ts";
import { type ReleasePlace, setReleasePlace } from "../evidence/release-place.ts";
import { makeRepository } from "../git/repository.ts";
import { runCli } from "../support/run-cli.ts";

const schema = JSON.parse(readFileSync(new URL("../../docs/schemas/verify.schema.json", import.meta.url), "utf8"));
const fits = new Ajv2020().compile(schema);

let place: ReleasePlace;
let commit: string;
beforeEach(async () => {
  place = await setReleasePlace();
  commit = place.repository.commit({ "a.py": "one" });
  await place.release(commit);
});

function verify(...args: string[]) {
  return runCli(["verify", ...args], { cwd: place.root });
}

function nodeFile(node: string, repository: string): string {
  const file = join(place.root, "countersign.node.yml");
  writeFileSync(
    file,
    `node: ${node}\npython: "3.12"\ntargets:\n  airflow: { kind: dag-directory, path: ${place.dags} }\ncontrollers:\n  - { github: { login: ben, id: 2 } }\nrepositories:\n  - { name: study, url: "https://github.com/${repository}.git", branch: main, namespace: study }\n`,
  );
  return file;
}

describe("countersign verify", () => {
  test("from the bytes to the change, the approvers and the policy: 0", async () => {
    const { status, stdout } = await verify(
      "dags/study",
      "--keys",
      "keys.json",
      "--node",
      nodeFile("london", "acme/study"),
    );
    expect(status).toBe(0);
    expect(stdout).toContain(`verified  ${place.dags}`);
    expect(stdout).toContain(`acme/study (github:5) at ${commit}, change 7`);
    expect(stdout).toContain("ben (2) by review, of data-controllers");
    expect(stdout).toContain(".countersign.yml at 1111111 (sha256 cccc");
  });

  test("as JSON that fits its schema, good and bad", async () => {
    const approvers = [{ id: 2, login: "ben", groups: [], source: "label" as const }];
    await place.release(commit, { approvers });
    const good = await verify("dags/study", "--keys", "keys.json", "--format", "json");
    expect(good.status).toBe(0);
    expect(fits(JSON.parse(good.stdout)), JSON.stringify(fits.errors)).toBe(true);
    expect(JSON.parse(good.stdout)).toMatchObject({ version: 1, status: "verified", release: { landed: { commit } } });
    writeFileSync(join(place.live, "evil.py"), "");
    const bad = await verify("dags/study", "--keys", "keys.json", "--format", "json");
    expect(bad.status).toBe(1);
    expect(fits(JSON.parse(bad.stdout)), JSON.stringify(fits.errors)).toBe(true);
    expect(JSON.parse(bad.stdout)).toMatchObject({ status: "failed", flaws: [{ code: "extra", path: "evil.py" }] });
  });

  test("a tampering is named: 1", async () => {
    writeFileSync(join(place.live, "a.py"), "two");
    const { status, stdout } = await verify("dags/study", "--keys", "keys.json");
    expect(status).toBe(1);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.slice(0, 3)).toEqual([
      `FAILED  ${readPlace(place.live).slot}`,
      "changed: a.py has another content than was signed",
      "What the attestation says, which does not hold here:",
    ]);
    expect(lines.at(-1)).toBe("FAILED  1 flaw: it is not proved that this is what was approved.");
    expect(stdout.match(/^policy/gm)).toHaveLength(1);
  });

  test("a policy of one file is told once, of layers each", async () => {
    const policy = { sha256: "c".repeat(64), name: "policy at 1" };
    const other = { sha256: "e".repeat(64), name: "the organisation's at 2" };
    const told = async (layers: readonly (typeof policy)[]) => {
      await place.release(commit, { policy: { ...policy, layers } });
      const { stdout } = await verify("dags/study", "--keys", "keys.json");
      return [...stdout.matchAll(/^(?:policy {4}| {10})(.*) \(sha256/gm)].map(([, name]) => name);
    };
    expect(await told([policy])).toEqual([policy.name]);
    expect(await told([policy, other])).toEqual([policy.name, other.name]);
  });

  test("where nothing says what is there, that is all that is told", async () => {
    const file = join(place.dags, ".countersign/study/attestations", `${commit}.json`);
    const envelope = readFileSync(file, "utf8");
    for (const [content, flaw] of [
      ["", "malformed: .* is empty"],
      [envelope.slice(0, 200), "malformed: .* is no JSON .*: it seems to be cut short"],
      [`${envelope}\n${envelope}`, "malformed: .* is no JSON .*after JSON"],
      [" ".repeat(65 * 1024 * 1024), "malformed: .* has more than 67108864 bytes"],
    ] as const) {
      writeFileSync(file, content);
      const { status, stdout } = await verify("dags/study", "--keys", "keys.json");
      expect(status).toBe(1);
      expect(stdout).toMatch(new RegExp(`^FAILED .*\\n${flaw}.*\\nFAILED {2}1 flaw: .*\\n$`));
    }
  });

  test("with a clone or a mirror, the tree is computed again", async () => {
    const landed = { basis: { kind: "restores", release: commit } } as unknown as ReleasePredicate["landed"]; // the rest is the stage's
    await place.release(commit, { landed });
    const inClone = await verify("dags/study", "--keys", "keys.json", "--clone", "work");
    expect(inClone).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/proof {5}git has the tree \w+ for it, too/),
    });
    expect((await verify("dags/study", "--keys", "keys.json", "--clone", "mirror.git")).status).toBe(0);

    const [empty] = [makeRepository(join(place.root, "elsewhere"))];
    empty.commit({ "other.py": "" });
    const elsewhere = await verify("dags/study", "--keys", "keys.json", "--clone", "elsewhere", "--format", "json");
    expect(elsewhere.status).toBe(1);
    expect(fits(JSON.parse(elsewhere.stdout)), JSON.stringify(fits.errors)).toBe(true);
    expect(JSON.parse(elsewhere.stdout)).toMatchObject({ status: "failed", flaws: [{ code: "not-computed" }] });
  });

  test("what the node's file says is held against it: 1", async () => {
    const { status, stdout } = await verify(
      "dags/study",
      "--keys",
      "keys.json",
      "--node",
      nodeFile("paris", "acme/other"),
    );
    expect(status).toBe(1);
    expect(stdout).toContain("other-node: The attestation is of the node london, and this is paris.");
    expect(stdout).toContain(
      "other-repository: The attestation is of the repository acme/study (github:5), and this is github.com/acme/other.",
    );
  });

  test("after a transfer what was attested under the former name is good by the id, or where that name is given", async () => {
    const node = nodeFile("london", "lab/study");
    const now = (...args: string[]) => verify("dags/study", "--keys", "keys.json", "--node", node, ...args);
    expect(await now()).toMatchObject({ status: 1, stdout: expect.stringContaining("add --formerly acme/study") });
    expect(await now("--repository", "lab/study")).toMatchObject({ status: 1 });
    expect(await now("--repository", "github:6")).toMatchObject({ status: 1 });
    expect(await now("--repository", "github:5")).toMatchObject({ status: 0 });
    expect(await now("--formerly", "acme/study")).toMatchObject({ status: 0 });
    expect(await now("--formerly", "old/study", "acme/study", "--repository", "lab/study")).toMatchObject({
      status: 0,
    });
  });

  test("after a rotation: what the former key signed is good with the new list, unknown to a list without it", async () => {
    place.keys.rotate("correct horse battery staple", () => new Date("2026-11-21T00:00:00Z"));
    place.writeKeys();
    expect((await verify("dags/study", "--keys", "keys.json")).stdout).toMatch(
      /signed {4}by the key [0-9a-f]{64} \(retired\)/,
    );
    const [active] = place.keys.list().keys;
    writeFileSync(place.keysFile, JSON.stringify({ version: 1, keys: [active] }));
    expect(await verify("dags/study", "--keys", "keys.json")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("unknown-key"),
    });
  });

  test.each([
    ["no pinned keys", ["dags/study"], "--keys is missing: without keys that you trust nothing is proved. Pin them"],
    ["a list that is not there", ["dags/study", "--keys", "none.json"], "none.json cannot be read (ENOENT"],
    ["a directory in its place", ["dags/study", "--keys", "work"], "work cannot be read (EISDIR"],
    [
      "a list of no keys",
      ["dags/study", "--keys", "no-keys.json"],
      "no-keys.json holds no key: a service has one once it has a passphrase. Pin them",
    ],
    [
      "a file as large as no list",
      ["dags/study", "--keys", "large.json"],
      "large.json is too large for a list of keys",
    ],
    ["a signing key", ["dags/study", "--keys", "private.pem"], "private.pem holds a private key"],
    ["a list that is none", ["dags/study", "--keys", "work/a.py"], "is no JSON"],
    ["a pipe in its place", ["dags/study", "--keys", "pipe.json"], "pipe.json is a pipe, not a file"],
    ["a directory of somebody else", ["work", "--keys", "keys.json"], "is no live directory of Countersign"],
    ["a short sha", ["dags/study", "--keys", "keys.json", "--commit", "abc"], "--commit is a full sha"],
    ["a clone that is none", ["dags/study", "--keys", "keys.json", "--clone", "dags"], "is no clone and no mirror"],
    ["a clone that is not there", ["dags/study", "--keys", "keys.json", "--clone", "work/none"], "There is no"],
    ["an unknown format", ["dags/study", "--keys", "keys.json", "--format", "xml"], "--format is text or json"],
  ])("%s: 2 and what to do", async (_, args, message) => {
    execFileSync("mkfifo", [join(place.root, "pipe.json")]);
    writeFileSync(join(place.root, "no-keys.json"), '{"version":1,"keys":[]}');
    writeFileSync(join(place.root, "large.json"), " ".repeat(5 * 1024 * 1024));
    writeFileSync(join(place.root, "private.pem"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
    const { status, stdout, stderr } = await verify(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});
