import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { afterAll, expect, onTestFinished, test } from "vitest";
import type { BaselineStatement } from "../../src/domain/countersignature.ts";
import { writeControllerStatement } from "../../src/formats/controller-statement.ts";
import { writeSignatureBlock } from "../../src/formats/signature-block.ts";
import { readNodeFile } from "../../src/policy/read-node-file.ts";
import { fetchSignatures, postSignature } from "../../src/remotes/countersign-service.ts";
import { openSignatureFiles } from "../../src/store/signature-files.ts";
import { signatureRoutes } from "../../src/web/signature-routes.ts";
import { openSshTools, type SshKeyPair } from "../support/ssh-keys.ts";

const ssh = openSshTools();
afterAll(() => ssh.close());
const [bens, eves] = [ssh.makeKey("ed25519"), ssh.makeKey("ed25519")];
const readToken = "a token of some length";
const repository = "github.com/acme/study";
const statement: BaselineStatement = {
  version: 1,
  purpose: "countersign baseline",
  repository,
  baseRef: "refs/heads/main",
  node: null,
  signedAt: "2026-11-20T12:00:00Z",
  expires: null,
  commit: "a".repeat(40),
  tree: "b".repeat(40),
  replaces: null,
};

function blockBy(key: SshKeyPair): string {
  const text = writeControllerStatement(statement);
  return writeSignatureBlock({ text, signature: ssh.sign(key, text) });
}

async function serve(token: string | null = readToken): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "countersign-signatures-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const key = JSON.stringify(bens.publicKey);
  const read = readNodeFile(`node: n\ncontrollers: [{ github: { login: ben, id: 2 }, ssh-keys: [${key}] }]\n`, {
    path: "n",
  });
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  const files = openSignatureFiles(directory);
  const server = createAdaptorServer({ fetch: signatureRoutes({ node: read.node, files, readToken: token }).fetch });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

test("a controller's signature is kept once, and given to who has the token", async () => {
  const url = await serve();
  expect(await fetchSignatures({ url, token: readToken }, repository)).toEqual([]);
  const block = blockBy(bens);
  await postSignature(url, block);
  await postSignature(url, `Read it all.\n\n${block}`);
  expect(await fetchSignatures({ url, token: readToken }, repository)).toEqual([block]);
  expect(await fetchSignatures({ url, token: readToken }, "github.com/acme/other")).toEqual([]);
  await expect(fetchSignatures({ url, token: "another" }, repository)).rejects.toThrow(/answered 401/);
  await expect(fetchSignatures({ url, token: null }, repository)).rejects.toThrow(/answered 401/);
});

test("without a token nobody reads", async () => {
  await expect(fetchSignatures({ url: await serve(null), token: readToken }, repository)).rejects.toThrow(
    /answered 404/,
  );
});

test.each([
  ["a key that no controller has", blockBy(eves), /answered 403: .*which no controller has/],
  ["an edited statement", blockBy(bens).replace("aaaa", "cccc"), /answered 403: .*not one of this text/],
  ["nothing", "", /answered 400: .*Send one block/],
  ["two at once", blockBy(bens).repeat(2), /answered 400: .*Send one block/],
  ["something large", "x".repeat(40_000), /answered 413: .*at most 32768 bytes/],
])("%s is refused, and nothing is kept", async (_, body, problem) => {
  const url = await serve();
  await expect(postSignature(url, body)).rejects.toThrow(problem);
  expect(await fetchSignatures({ url, token: readToken }, repository)).toEqual([]);
});

test("a service that answers something else, or nothing, is told so", async () => {
  await expect(fetchSignatures({ url: "http://127.0.0.1:9", token: null }, repository)).rejects.toThrow(
    /cannot be reached/,
  );
});
