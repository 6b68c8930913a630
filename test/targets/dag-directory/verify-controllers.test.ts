import { afterAll, expect, test } from "vitest";
import type { AcceptanceEvidence, AcceptancePredicate } from "../../../src/domain/attestation.ts";
import type { ApprovalStatement } from "../../../src/domain/countersignature.ts";
import { writeControllerStatement } from "../../../src/formats/controller-statement.ts";
import { verifyControllers } from "../../../src/targets/dag-directory/verify-controllers.ts";
import { openSshTools, type SshKeyPair } from "../../support/ssh-keys.ts";

const ssh = openSshTools();
afterAll(() => ssh.close());
const people = ["ben", "cleo"].map((login, index) => ({ login, id: index + 2, key: ssh.makeKey("ed25519") }));
const controllers = people.map(({ login, id, key }) => ({
  forge: "github" as const,
  login,
  id,
  sshKeys: [key.publicKey],
  emails: [],
}));

const repository = "github.com/acme/study";
const [head, tree, mergeBase] = ["a".repeat(40), "b".repeat(40), "c".repeat(40)];

function sign(key: SshKeyPair, change: Partial<Pick<ApprovalStatement, "head" | "mergeBase" | "policy">> = {}) {
  const text = writeControllerStatement({
    version: 1,
    purpose: "countersign approval",
    repository,
    baseRef: "refs/heads/main",
    node: null,
    signedAt: "2026-11-20T12:00:00Z",
    expires: null,
    forge: "github",
    change: 7,
    head,
    tree,
    mergeBase,
    policy: null,
    ...change,
  });
  return { text, signature: ssh.sign(key, text) };
}

function judge(second: Parameters<typeof sign>[1]) {
  const [ben, cleo] = people;
  if (ben === undefined || cleo === undefined) throw new Error("there are two");
  return judgeRecord({ signatures: [sign(ben.key), sign(cleo.key, second)] }, 2);
}

function judgeRecord(change: Partial<AcceptanceEvidence>, needed: number) {
  const facts = { commit: head, before: mergeBase, basis: "controller-signatures", signatures: [], review: null };
  const predicate = {
    basis: facts.basis,
    evidence: { ...facts, ...change },
    repository,
    baseRef: "refs/heads/main",
    node: "london",
    at: "2026-11-20T13:00:00Z",
    landed: { commit: head, tree },
  } as unknown as AcceptancePredicate; // the rest is not looked at
  const trust = { accept: [], signatures: needed, service: null, serviceKeys: [], signaturesDirectory: null };
  const trusted = { controllers, trust, serviceKeys: [], place: repository };
  return verifyControllers(predicate, trusted).flaws.map(({ code }) => code);
}

test("two signatures count together where they are for the same head as a change of the same commit", () => {
  expect(judge({})).toEqual([]);
  expect(judge({ head: "d".repeat(40) })).toEqual(["other-statement", "too-few"]);
  expect(judge({ mergeBase: "d".repeat(40) })).toEqual(["other-statement", "too-few"]);
  expect(judge({ policy: "d".repeat(64) })).toEqual(["other-statement", "too-few"]);
});

test("a landing that was signed as what follows another commit is not this one", () => {
  const [ben] = people;
  if (ben === undefined) throw new Error("there is one");
  const text = writeControllerStatement({
    version: 1,
    purpose: "countersign landing",
    repository,
    baseRef: "refs/heads/main",
    node: null,
    signedAt: "2026-11-20T12:00:00Z",
    expires: null,
    commit: head,
    tree,
    before: mergeBase,
    policy: null,
  });
  const signatures = [{ text, signature: ssh.sign(ben.key, text) }];
  expect(judgeRecord({ signatures }, 1)).toEqual([]);
  expect(judgeRecord({ signatures, before: "d".repeat(40) }, 1)).toEqual(["other-statement", "too-few"]);
});
