import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { KeySet } from "../../../src/domain/attestation.ts";
import { readPlace } from "../../../src/targets/dag-directory/read-place.ts";
import { type ExpectedPlace, verifyPlace } from "../../../src/targets/dag-directory/verify-place.ts";
import { type ReleasePlace, setReleasePlace } from "../../evidence/release-place.ts";

const nothing: ExpectedPlace = { node: null, target: null, repository: null, commit: null };

let place: ReleasePlace;
let commit: string;
beforeEach(async () => {
  place = await setReleasePlace();
  symlinkSync("a.py", join(place.repository.directory, "link.py"));
  writeFileSync(join(place.repository.directory, "run.sh"), "#!/bin/sh\n");
  chmodSync(join(place.repository.directory, "run.sh"), 0o755);
  commit = place.repository.commit({ "a.py": "one", "dags/b.py": "two", "dags/deep/c.py": "three", "empty.txt": "" });
  await place.release(commit);
});

function judge(expected: Partial<ExpectedPlace> = {}, keys: KeySet = place.keys.list()) {
  const verdict = verifyPlace(readPlace(place.live), keys, { ...nothing, ...expected });
  return verdict.flaws.map(({ code, path, message }) => `${code} ${path ?? message}`);
}

const live = (path: string) => join(place.live, path);
const attestationFile = (sha = commit) => join(place.dags, ".countersign/study/attestations", `${sha}.json`);

test("a release is what was signed: every file, link and mode", () => {
  const verdict = verifyPlace(readPlace(place.live), place.keys.list(), nothing);
  expect(verdict).toMatchObject({ sound: 6, flaws: [], keys: [{ state: "active" }] });
  expect(verdict.release?.predicate).toMatchObject({
    executable: ["run.sh"],
    links: [{ path: "link.py", to: "a.py" }],
    landed: { commit },
  });
  expect(verdict.release?.subject.map(({ name }) => name)).toEqual([
    "a.py",
    "dags/b.py",
    "dags/deep/c.py",
    "empty.txt",
    "run.sh",
  ]);
});

test("its slot may be named as well", () => {
  const { slot, namespace, target, commit: recorded } = readPlace(readPlace(place.live).slot);
  expect({ slot, namespace, target, recorded }).toEqual({
    slot: readPlace(place.live).slot,
    namespace: "study",
    target: place.dags,
    recorded: commit,
  });
});

describe("each tampering with the tree is named", () => {
  const tamperings: readonly [string, () => void, readonly string[]][] = [
    ["an edit", () => writeFileSync(live("a.py"), "One"), ["changed a.py"]],
    ["an edit of an empty file", () => writeFileSync(live("empty.txt"), "x"), ["changed empty.txt"]],
    ["a longer file", () => writeFileSync(live("dags/b.py"), "twofold"), ["changed dags/b.py"]],
    ["a file removed", () => rmSync(live("dags/b.py")), ["missing dags/b.py"]],
    [
      "a folder removed",
      () => rmSync(live("dags"), { recursive: true }),
      ["missing dags/b.py", "missing dags/deep/c.py"],
    ],
    ["one more file", () => writeFileSync(live("dags/evil.py"), ""), ["extra dags/evil.py"]],
    ["a hidden file", () => writeFileSync(live(".pth"), ""), ["extra .pth"]],
    ["compiled Python", () => mkdirSync(live("dags/__pycache__")), ["extra dags/__pycache__"]],
    ["an empty folder", () => mkdirSync(live("new")), ["extra new"]],
    [
      "a name that is not UTF-8",
      () => writeFileSync(Buffer.concat([Buffer.from(`${place.live}/`), Buffer.from([0xff])]), ""),
      ["extra \ufffd"],
    ],
    ["an executable bit", () => chmodSync(live("a.py"), 0o755), ["mode a.py"]],
    ["an executable bit less", () => chmodSync(live("run.sh"), 0o644), ["mode run.sh"]],
    ["a file that all may write", () => chmodSync(live("a.py"), 0o666), ["mode a.py"]],
    ["a set-user-id bit", () => chmodSync(live("run.sh"), 0o4755), ["mode run.sh"]],
    ["a folder that all may write", () => chmodSync(live("dags"), 0o777), ["mode dags"]],
    ["the whole tree that all may write", () => chmodSync(live("."), 0o777), ["mode ."]],
    [
      "a link that leads elsewhere",
      () => {
        rmSync(live("link.py"));
        symlinkSync("/etc/passwd", live("link.py"));
      },
      ["changed link.py"],
    ],
    [
      "a file in the place of a link",
      () => {
        rmSync(live("link.py"));
        writeFileSync(live("link.py"), "one");
      },
      ["kind link.py"],
    ],
    [
      "a link with the right content in the place of a file",
      () => {
        writeFileSync(join(place.root, "outside"), "one");
        rmSync(live("a.py"));
        symlinkSync(join(place.root, "outside"), live("a.py"));
      },
      ["kind a.py"],
    ],
    [
      "a folder in the place of a file",
      () => {
        rmSync(live("a.py"));
        mkdirSync(live("a.py"));
      },
      ["kind a.py"],
    ],
    [
      "a link in the place of a folder",
      () => {
        cpSync(live("dags"), join(place.root, "dags-outside"), { recursive: true });
        rmSync(live("dags"), { recursive: true });
        symlinkSync(join(place.root, "dags-outside"), live("dags"));
      },
      ["extra dags", "missing dags/b.py", "missing dags/deep/c.py"],
    ],
  ];
  test.each(tamperings)("%s", (_, tamper, expected) => {
    tamper();
    expect(judge()).toEqual(expected);
  });
});

describe("each tampering with the evidence is named", () => {
  test("no attestation, or one of another release of the same place", async () => {
    const text = readFileSync(attestationFile(), "utf8");
    const second = place.repository.commit({ "a.py": "evil" });
    await place.release(second);
    writeFileSync(attestationFile(second), text);
    expect(judge()).toEqual([
      `other-commit The attestation is of the commit ${commit}, and this is ${second}.`,
      "changed a.py",
    ]);
    rmSync(attestationFile(second));
    expect(judge()[0]).toContain("no-attestation There is no attestation of");
  });

  test.each([
    ["node", { node: "paris" }, "other-node The attestation is of the node paris, and this is london."],
    ["target", { target: "dagster" }, "other-target The attestation is of the target dagster, and this is airflow."],
    [
      "repository",
      { repository: { key: "github:6" as const, name: "acme/other" } },
      "other-repository The attestation is of the repository acme/other (github:6), and this is acme/study. If that is what it was called before, add --formerly acme/other, or name it by its id, --repository github:6.",
    ],
  ])("of another %s, when it is known which it should be", async (_, change, message) => {
    writeFileSync(attestationFile(), JSON.stringify(await place.attest(commit, change)));
    expect(judge({ node: "london", target: "airflow", repository: "acme/study" })).toEqual([message]);
    writeFileSync(attestationFile(), JSON.stringify(await place.attest(commit)));
    expect(judge({ node: "london", target: "airflow", repository: "Acme/Study" })).toEqual([]);
  });

  test("of another namespace, also where a link of another name was put", async () => {
    symlinkSync(".countersign/study/slots/1", join(place.dags, "other"));
    const verdict = verifyPlace(readPlace(join(place.dags, "other")), place.keys.list(), nothing);
    expect(verdict.flaws).toMatchObject([{ code: "other-namespace" }]);
    writeFileSync(attestationFile(), JSON.stringify(await place.attest(commit, { namespace: "other" })));
    expect(judge()).toEqual(["other-namespace The attestation is of the namespace other, and this is study."]);
  });

  test("an older release put back is told by the commit that should be live", async () => {
    const second = place.repository.commit({ "a.py": "mended" });
    expect(judge({ commit: second })).toEqual([
      `other-commit The attestation is of the commit ${commit}, and this is ${second}.`,
    ]);
  });

  test("a key that is not pinned, one that was retired before, a broken signature, no JSON", () => {
    const [key] = place.keys.list().keys;
    if (key === undefined) throw new Error("there is a key");
    expect(judge({}, { version: 1, keys: [] })[0]).toContain("unknown-key");
    const retired = { ...key, state: "retired", retired: "2026-11-02T00:00:00Z" } as const;
    expect(judge({}, { version: 1, keys: [retired] })[0]).toContain("retired-key");
    const envelope = JSON.parse(readFileSync(attestationFile(), "utf8"));
    const payload = Buffer.from(envelope.payload, "base64")
      .toString()
      .replace('"namespace":"study"', '"namespace":"stUdy"');
    writeFileSync(attestationFile(), JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString("base64") }));
    expect(judge()[0]).toContain("bad-signature");
    writeFileSync(attestationFile(), "{");
    expect(judge()[0]).toContain("malformed");
  });

  test("the record of what is in the slot is not believed either", () => {
    const file = join(place.dags, ".countersign/study/state.json");
    const state = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...state, live: { ...state.live, commit: "../../../../etc/passwd" } }));
    expect(judge()[0]).toContain("no-record");
    writeFileSync(file, "{");
    expect(judge()[0]).toContain("no-record");
    expect(readFileSync(file, "utf8")).toBe("{"); // who verifies changes nothing
  });
});

test("an attestation is there before readers see its release, and as long as its tree", async () => {
  const second = place.repository.commit({ "a.py": "2" });
  await place.release(second);
  expect(statSync(attestationFile(second)).mtimeMs).toBeLessThanOrEqual(lstatSync(place.live).ctimeMs);
  expect([existsSync(attestationFile()), existsSync(attestationFile(second))]).toEqual([true, true]);
  for (let n = 3; n < 8; n += 1) await place.release(place.repository.commit({ "a.py": `${n}` }));
  const kept = readdirSync(join(place.dags, ".countersign/study/attestations"));
  const state = JSON.parse(readFileSync(join(place.dags, ".countersign/study/state.json"), "utf8"));
  const known = [state.live, ...state.retired].map((one: { commit: string }) => `${one.commit}.json`);
  expect(kept.toSorted()).toEqual([...new Set(known)].toSorted());
  expect(judge()).toEqual([]);
});

test("a directory that is none of ours is a usage error", () => {
  expect(() => readPlace(place.root)).toThrow(expect.objectContaining({ name: "ConfigError", setting: "DIR" }));
  expect(() => readPlace(join(place.root, "none"))).toThrow("There is no");
});
