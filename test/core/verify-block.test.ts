import { afterAll, describe, expect, test } from "vitest";
import { signersByKey, verifyBlock } from "../../src/core/verify-block.ts";
import type { BaselineStatement } from "../../src/domain/countersignature.ts";
import type { NodeController } from "../../src/domain/node.ts";
import { writeControllerStatement } from "../../src/formats/controller-statement.ts";
import { openSshTools, type SshKeyPair } from "../support/ssh-keys.ts";

const ssh = openSshTools();
afterAll(() => ssh.close());
const [bens, cleos, eves] = [ssh.makeKey("ed25519"), ssh.makeKey("ecdsa-256"), ssh.makeKey("ed25519")];
const controller = (login: string, id: number, keys: readonly SshKeyPair[]): NodeController => ({
  forge: "github",
  login,
  id,
  sshKeys: keys.map(({ publicKey }) => publicKey),
});
const ben = controller("ben", 2, [bens]);
const cleo = controller("cleo", 3, [cleos, cleos]);

const statement: BaselineStatement = {
  version: 1,
  purpose: "countersign baseline",
  repository: "github.com/acme/study",
  baseRef: "refs/heads/main",
  node: null,
  signedAt: "2026-11-20T12:00:00Z",
  expires: null,
  commit: "a".repeat(40),
  tree: "b".repeat(40),
  replaces: null,
};
const text = writeControllerStatement(statement);

describe("who signed a statement", () => {
  test.each([
    ["ben", bens],
    ["cleo", cleos],
  ])("%s", (login, key) => {
    const verified = verifyBlock({ text, signature: ssh.sign(key, text) }, signersByKey([ben, cleo]));
    expect(verified).toMatchObject({ statement, signer: { login } });
  });

  test("accounts of one entry are one person", () => {
    const both = [ben, { ...ben, forge: "gitlab" as const, id: 22, login: "ben.b" }];
    const verified = verifyBlock({ text, signature: ssh.sign(bens, text) }, signersByKey(both));
    expect(verified).toMatchObject({
      signer: {
        login: "ben",
        accounts: [
          { forge: "github", id: 2 },
          { forge: "gitlab", id: 22 },
        ],
      },
    });
  });

  test.each([
    ["nobody's key", [ben, cleo], eves, text, /which no controller has/],
    ["a key that was taken out of the file", [cleo], bens, text, /which no controller has/],
    ["a key of two people", [ben, controller("eve", 4, [bens, eves])], bens, text, /two controllers/],
    ["a key of two people with the same keys", [ben, controller("eve", 4, [bens])], bens, text, /two controllers/],
    ["something else", [ben], bens, "I agree\n", /ben signed something that is no statement/],
  ])("%s proves nothing", (_, controllers, key, signed, problem) => {
    const verified = verifyBlock({ text: signed, signature: ssh.sign(key, signed) }, signersByKey(controllers));
    expect(verified).toMatchObject({ problem: expect.stringMatching(problem) });
  });

  test("another text under a good signature, and another namespace", () => {
    const other = writeControllerStatement({ ...statement, commit: "c".repeat(40) });
    expect(verifyBlock({ text: other, signature: ssh.sign(bens, text) }, signersByKey([ben]))).toMatchObject({
      problem: expect.stringMatching(/is not one of this text/),
    });
    expect(verifyBlock({ text, signature: ssh.sign(bens, text, "file") }, signersByKey([ben]))).toMatchObject({
      problem: expect.stringMatching(/namespace "file"/),
    });
  });
});
