import { createHash, generateKeyPairSync } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  type Envelope,
  type EvidenceKey,
  type ReleasePredicate,
  statementPayloadType,
} from "../../../src/domain/attestation.ts";
import { signEnvelope } from "../../../src/evidence/signer.ts";
import { keyidOf } from "../../../src/formats/key-set.ts";
import { readPlace } from "../../../src/targets/dag-directory/read-place.ts";
import { verifyPlace } from "../../../src/targets/dag-directory/verify-place.ts";
import { releaseStatement } from "../../evidence/statements.ts";
import { type PullStage, policy, setPullStage } from "./stage.ts";

const [service, other] = [
  generateKeyPairSync("ec", { namedCurve: "P-256" }),
  generateKeyPairSync("ec", { namedCurve: "P-256" }),
];
const pinned: EvidenceKey = {
  keyid: keyidOf(service.publicKey),
  algorithm: "ecdsa-p256-sha256",
  publicKey: String(service.publicKey.export({ type: "spki", format: "pem" })),
  state: "active",
  created: "2026-01-01T00:00:00Z",
  retired: null,
};
const dag = "dags/b.py";
const files = { "README.md": "# Study\n", ".countersign.yml": policy, "dags/a.py": "one\n", [dag]: "two\n" };

interface Edits {
  readonly predicate?: Partial<ReleasePredicate>;
  readonly files?: Readonly<Record<string, string>>;
  readonly key?: typeof service;
}

/** What the service says of main's tip, but for what is edited. */
function attest({ remote, facts }: PullStage, edits: Edits = {}): Envelope {
  const commit = remote.git("rev-parse", "main");
  const tree = remote.git("rev-parse", "main^{tree}");
  const name = facts().repository.split("/").slice(1).join("/");
  const landed = { commit, tree, basis: { kind: "change", number: 1, head: commit } } as const;
  const predicate = { repository: { key: "github:5", name }, landed, ...edits.predicate } as const;
  const digests = Object.entries(edits.files ?? files).map(
    ([path, text]) => [path, createHash("sha256").update(text).digest("hex")] as const,
  );
  const statement = releaseStatement(predicate, Object.fromEntries(digests));
  const { publicKey, privateKey } = edits.key ?? service;
  return signEnvelope({ keyid: keyidOf(publicKey), key: privateKey }, statementPayloadType, JSON.stringify(statement));
}

async function set(): Promise<PullStage> {
  const stage = await setPullStage();
  stage.accept = ["service-attested"];
  stage.remote.commit({ [dag]: "two\n" });
  return stage;
}

test("what the service attests goes live where that is allowed by name, and says so", async () => {
  const stage = await set();
  const told = { readAttestations: async () => [attest(stage)], serviceKeys: [pinned] };
  expect(await stage.pull(told)).toMatchObject({ status: "deployed", accepted: { basis: "service-attested", by: [] } });
  expect(stage.read(dag)).toBe("two\n");
});

test("what the service said is left beside the tree as it is, and proves it by the keys in the node's file", async () => {
  const stage = await set();
  const envelope = attest(stage);
  await stage.pull({ readAttestations: async () => [envelope], serviceKeys: [pinned] });
  const trust = {
    accept: ["service-attested" as const],
    signatures: 1,
    service: null,
    serviceKeys: [],
    signaturesDirectory: null,
  };
  const judge = (change: object, serviceKeys = [pinned]) => {
    const trusted = { controllers: [], trust: { ...trust, ...change }, serviceKeys, place: stage.facts().repository };
    const expected = { node: "london", target: "airflow", repository: null, commit: null, trusted };
    const { flaws, release } = verifyPlace(readPlace(join(stage.dags, "study")), { version: 1, keys: [] }, expected);
    return { codes: flaws.map(({ code }) => code), change: release?.predicate.change };
  };
  expect(judge({})).toEqual({ codes: [], change: 7 });
  expect(judge({ accept: ["reviews"] }).codes).toEqual(["other-basis"]);
  expect(judge({}, []).codes).toEqual(["unknown-key"]);
  const commit = stage.remote.git("rev-parse", "main");
  const file = join(stage.dags, ".countersign/study/attestations", `${commit}.json`);
  rmSync(file);
  await stage.pull(); // the service need not be asked for it again
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(envelope);
});

test("where it is not allowed by name, the same attestation is worth nothing", async () => {
  const stage = await set();
  stage.accept = ["controller-signatures", "reviews"];
  const told = { readAttestations: async () => [attest(stage)], serviceKeys: [pinned] };
  expect(await stage.pull(told)).toMatchObject({ status: "waiting", commit: null });
  expect(stage.read("README.md")).toBeNull();
});

test.each<[name: string, edits: Edits, why: RegExp]>([
  ["another key", { key: other }, /which is not pinned/],
  ["another node", { predicate: { node: "paris" } }, /is for the node paris/],
  ["another target", { predicate: { target: "second" } }, /attests no release of it to each target/],
  ["another namespace", { predicate: { namespace: "other" } }, /is for the namespace other/],
  ["another repository", { predicate: { repository: { key: "github:6", name: "acme/other" } } }, /is for acme\/other/],
  ["another branch", { predicate: { baseRef: "refs/heads/next" } }, /is for refs\/heads\/next/],
  ["an executable file that is none", { predicate: { executable: [dag] } }, /does not fit the file "dags\/b.py"/],
  ["a file with other contents", { files: { ...files, [dag]: "evil\n" } }, /does not fit the file "dags\/b.py"/],
  ["a file too few", { files: { "README.md": "# Study\n" } }, /does not fit the file/],
  ["a file too many", { files: { ...files, "x.py": "" } }, /tells of files that are not there/],
])("an attestation with %s is not accepted", async (_, edits, why) => {
  const stage = await set();
  const line = await stage.pull({ readAttestations: async () => [attest(stage, edits)], serviceKeys: [pinned] });
  expect(line).toMatchObject({ status: "waiting", commit: null });
  expect(line.why.join("\n")).toMatch(why);
  expect(stage.read("README.md")).toBeNull();
});

test("no attestation takes a node back to an older tree", async () => {
  const stage = await set();
  const old = stage.remote.git("rev-parse", "main~1");
  const tip = stage.remote.git("rev-parse", "main");
  const older = {
    predicate: {
      landed: {
        commit: old,
        tree: stage.remote.git("rev-parse", `${old}^{tree}`),
        basis: { kind: "adopted", by: { id: 1, login: "x", kind: "user" } },
      },
    },
  } as const;
  const { [dag]: _, ...former } = files;
  const told = {
    readAttestations: async () => [attest(stage), attest(stage, { ...older, files: former })],
    serviceKeys: [pinned],
  };
  expect(await stage.pull(told)).toMatchObject({ status: "deployed", commit: tip });
  stage.remote.git("reset", "--quiet", "--hard", old);
  expect(await stage.pull(told)).toMatchObject({ status: "refused", commit: tip, wanted: old });
  expect(stage.read(dag)).toBe("two\n");
});
