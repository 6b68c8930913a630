import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeEach, describe, expect, test } from "vitest";
import { describeVerification, renderVerification } from "../../../src/cli/render-verification.ts";
import type { AcceptancePredicate, Envelope, KeySet, Statement } from "../../../src/domain/attestation.ts";
import { openKeyStore } from "../../../src/evidence/key-store.ts";
import { createSigner } from "../../../src/evidence/signer.ts";
import type { Signer } from "../../../src/ports/signer.ts";
import { readPlace } from "../../../src/targets/dag-directory/read-place.ts";
import { type ExpectedPlace, verifyPlace } from "../../../src/targets/dag-directory/verify-place.ts";
import { temporaryDirectory } from "../../git/repository.ts";
import { type PullStage, setPullStage } from "./stage.ts";

const nobody: KeySet = { version: 1, keys: [] };
const passphrase = "correct horse battery staple";
const dag = "dags/b.py";

let stage: PullStage;
let tip: string;
beforeEach(async () => {
  stage = await setPullStage();
  tip = stage.remote.git("rev-parse", "main");
  await stage.adopt(stage.keys.ben, tip);
  expect(await stage.pull()).toMatchObject({ status: "deployed" });
});

/** What the node's file says; `change` is what it says otherwise. */
function expected(change: Partial<ExpectedPlace> = {}): ExpectedPlace {
  const trust = { accept: stage.accept, signatures: 1, service: null, serviceKeys: [], signaturesDirectory: null };
  const trusted = { controllers: stage.controllers, trust, serviceKeys: [], place: stage.facts().repository };
  return { node: "london", target: "airflow", repository: null, commit: null, trusted, ...change };
}

function judge(keys: KeySet = nobody, change: Partial<ExpectedPlace> = {}) {
  return verifyPlace(readPlace(join(stage.dags, "study")), keys, expected(change));
}

const codes = (keys: KeySet = nobody, change: Partial<ExpectedPlace> = {}) =>
  judge(keys, change).flaws.map(({ code, path }) => (path === null ? code : `${code} ${path}`));

const recordFile = (commit = stage.remote.git("rev-parse", "main")) =>
  join(stage.dags, ".countersign/study/attestations", `${commit}.json`);
const readRecord = (commit?: string): Envelope => JSON.parse(readFileSync(recordFile(commit), "utf8"));

/** Whoever may write beside the tree rewrites an unsigned record. */
function forge(edit: (statement: Statement<AcceptancePredicate>) => unknown): void {
  const envelope = readRecord();
  const statement = edit(JSON.parse(Buffer.from(envelope.payload, "base64").toString("utf8")));
  writeFileSync(
    recordFile(),
    JSON.stringify({ ...envelope, payload: Buffer.from(JSON.stringify(statement)).toString("base64") }),
  );
}

/** A landing by a merge that is more than the signed head: the branch moved on in between. */
async function landChange(signer: Signer | null): Promise<void> {
  const before = stage.remote.git("rev-parse", "main");
  const moved = stage.remote.commit({ "other.md": "x\n" });
  await stage.signLanding(stage.keys.cleo, moved, before);
  const head = stage.propose(1, { [dag]: "two\n" }, "main~1");
  await stage.signChange(stage.keys.ben, head);
  stage.merge(head);
  expect(await stage.pull({ signer })).toMatchObject({ status: "deployed", why: [] });
}

function makeNodeKey() {
  const keys = openKeyStore(temporaryDirectory());
  keys.create(passphrase, new Date("2026-11-01T00:00:00Z"));
  return { signer: createSigner(keys, passphrase), pinned: keys.list() };
}

describe("what controllers signed as a whole tree is proved by their signatures alone", () => {
  test("from the bytes to who signed them", () => {
    const { flaws, proof, acceptance } = judge();
    expect(flaws).toEqual([]);
    expect(proof[0]).toBe(`ben signed the baseline ${tip} (tree ${stage.remote.git("rev-parse", "main^{tree}")})`);
    expect(acceptance?.predicate).toMatchObject({
      landed: { commit: tip },
      basis: "controller-signatures",
      by: ["ben"],
    });
    expect(readRecord().signatures).toEqual([]);
  });

  const live = (path: string) => join(stage.dags, "study", path);
  const evilTree = () => {
    writeFileSync(live("dags/a.py"), "evil\n");
    forge((statement) => ({ ...statement, subject: statement.subject.map(withEvil) }));
  };
  const withEvil = (one: { readonly name: string }) =>
    one.name === "dags/a.py"
      ? { ...one, digest: { sha256: createHash("sha256").update("evil\n").digest("hex") } }
      : one;

  test.each<[name: string, tamper: () => void, codes: readonly string[]]>([
    ["an edit", () => writeFileSync(live("dags/a.py"), "evil\n"), ["changed dags/a.py"]],
    ["one more file", () => writeFileSync(live("dags/evil.py"), ""), ["extra dags/evil.py"]],
    ["a file removed", () => rmSync(live("dags/a.py")), ["missing dags/a.py"]],
    ["an edit that the record tells as well", evilTree, ["other-tree"]],
    ["the record removed", () => rmSync(recordFile()), ["no-attestation"]],
    ["the record emptied", () => writeFileSync(recordFile(), "{}"), ["malformed"]],
    [
      "a record that tells another node",
      () => forge(({ predicate, ...rest }) => ({ ...rest, predicate: { ...predicate, node: "paris" } })),
      ["other-node"],
    ],
    [
      "a record without its signatures",
      () =>
        forge(({ predicate, ...rest }) => ({
          ...rest,
          predicate: { ...predicate, evidence: { ...predicate.evidence, signatures: [] } },
        })),
      ["too-few", "unsigned"],
    ],
    [
      "an edited statement under a good signature",
      () =>
        forge(({ predicate, ...rest }) => {
          const [block] = predicate.evidence?.signatures ?? [];
          const text = block?.text.replace(tip, "f".repeat(40));
          const evidence = { ...predicate.evidence, signatures: [{ ...block, text }] };
          return { ...rest, predicate: { ...predicate, evidence } };
        }),
      ["bad-signature", "too-few", "unsigned"],
    ],
    [
      "a record that tells another basis",
      () =>
        forge(({ predicate, ...rest }) => ({
          ...rest,
          predicate: { ...predicate, evidence: { ...predicate.evidence, basis: "reviews", signatures: [] } },
        })),
      ["other-basis", "unsigned"],
    ],
  ])("named: %s", (_, tamper, flaws) => {
    tamper();
    expect(codes()).toEqual(flaws);
  });

  test("a key that the node's file does not have any more", () => {
    stage.controllers = stage.controllers.filter(({ login }) => login !== "ben");
    expect(codes()).toEqual(["unknown-key", "too-few", "unsigned"]);
  });

  test("without the node's file nobody is a controller: that is asked for", () => {
    const { trusted: _, ...rest } = expected();
    const place = readPlace(join(stage.dags, "study"));
    expect(() => verifyPlace(place, nobody, rest)).toThrow(/name it with --node/);
  });

  test("a record of another release in its place, and of an older one put back whole", async () => {
    const older = readFileSync(recordFile(), "utf8");
    const next = stage.remote.commit({ [dag]: "two\n" });
    await stage.signLanding(stage.keys.ben, next, tip);
    await stage.pull();
    expect(codes()).toEqual([]);
    writeFileSync(recordFile(), older);
    expect(codes()).toEqual(["other-commit", `extra ${dag}`]);
  });

  test("the next cycle puts a record back that was changed or removed", async () => {
    const good = readFileSync(recordFile(), "utf8");
    writeFileSync(recordFile(), "{}");
    await stage.pull();
    expect(readFileSync(recordFile(), "utf8")).toBe(good);
  });

  test("what restores that tree is proved by the same signatures, though they expired since", async () => {
    stage.comments.length = 0;
    stage.remote.commit({ [dag]: "two\n" });
    await stage.pull();
    stage.remote.git("revert", "--no-edit", "HEAD");
    stage.now = new Date("2027-11-20T12:00:00Z");
    expect(await stage.pull()).toMatchObject({ status: "deployed", accepted: { basis: "restores" } });
    expect(judge()).toMatchObject({
      flaws: [],
      acceptance: { predicate: { basis: "restores", evidence: { commit: tip } } },
    });
  });
});

describe("of a change that landed as a merge the controllers signed the head", () => {
  test("that the tree is its merge is the node's word: not proved where the node has no key", async () => {
    await landChange(null);
    expect(judge().flaws).toMatchObject([
      { code: "unsigned", message: expect.stringContaining("is said by the node alone") },
    ]);
    expect(judge(nobody, { acceptsUnsigned: true }).flaws).toEqual([]);
    expect(judge().proof[0]).toMatch(/^ben signed change 1 at [0-9a-f]{40} \(tree [0-9a-f]{40}\) under the policy/);
  });

  test("and proved where its key is pinned; another key is named", async () => {
    const { signer, pinned } = makeNodeKey();
    await landChange(signer);
    expect(judge(pinned)).toMatchObject({ flaws: [], keys: [{ keyid: pinned.keys[0]?.keyid }] });
    expect(codes(makeNodeKey().pinned)).toEqual(["unknown-key", "unsigned"]);
    expect(codes()).toEqual(["unsigned"]);
    const ofService = expected().trusted;
    if (ofService === undefined) throw new Error("it is trusted");
    expect(codes(pinned, { trusted: { ...ofService, serviceKeys: pinned.keys } })).toEqual(["unknown-key", "unsigned"]);
  });

  test("the node signs a release once, and signs one that it told unsigned when it gets a key", async () => {
    const { signer, pinned } = makeNodeKey();
    await landChange(null);
    expect(readRecord().signatures).toEqual([]);
    await stage.pull({ signer });
    const [signed] = readRecord().signatures;
    await stage.pull({ signer });
    expect(readRecord().signatures).toEqual([signed]);
    expect(codes(pinned)).toEqual([]);
  });

  test("it is told in words, and as JSON that fits its schema", async () => {
    const { signer, pinned } = makeNodeKey();
    await landChange(signer);
    const told = describeVerification(readPlace(join(stage.dags, "study")), judge(pinned));
    const schema = readFileSync(new URL("../../../docs/schemas/verify.schema.json", import.meta.url), "utf8");
    const fits = new Ajv2020().compile(JSON.parse(schema));
    expect(fits(JSON.parse(JSON.stringify(told))), JSON.stringify(fits.errors)).toBe(true);
    const text = renderVerification(told);
    expect(text).toMatch(/^verified {2}/);
    expect(text).toMatch(/why {7}by controller-signatures: it is change 1 at [0-9a-f]{7}, which ben signed/);
    expect(text).toContain("proof     what the node says of it is signed with its pinned key");
    expect(renderVerification(describeVerification(readPlace(join(stage.dags, "study")), judge()))).toMatch(
      /^FAILED {2}/,
    );
  });

  test("an edit of a signed record is named", async () => {
    const { signer, pinned } = makeNodeKey();
    await landChange(signer);
    forge(({ predicate, ...rest }) => ({ ...rest, predicate: { ...predicate, reason: "it is good" } }));
    expect(codes(pinned)).toEqual(["bad-signature", "unsigned"]);
  });
});
