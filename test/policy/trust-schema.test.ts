import { afterAll, describe, expect, test } from "vitest";
import { readNodeFile } from "../../src/policy/read-node-file.ts";
import { openSshTools } from "../support/ssh-keys.ts";

const ssh = openSshTools();
afterAll(() => ssh.close());
const { publicKey: bens } = ssh.makeKey("ed25519");
const { publicKey: cleos } = ssh.makeKey("ed25519");

const withKeys = (controllers: readonly (readonly string[])[], trust: string): string =>
  [
    "node: london",
    "controllers:",
    ...controllers.map(
      (keys, index) => `  - { github: { login: user${index}, id: ${index + 1} }, ssh-keys: ${JSON.stringify(keys)} }`,
    ),
    trust,
  ].join("\n");

function read(text: string) {
  const reading = readNodeFile(text, { path: "n" });
  return "problems" in reading
    ? reading.problems.map(({ line, message }) => `${line}: ${message}`)
    : (reading.node.trust ?? null);
}

describe("the trust section", () => {
  test("absent: the node accepts nothing by itself", () => {
    expect(read(withKeys([[bens]], ""))).toBeNull();
  });

  test("little is needed", () => {
    expect(read(withKeys([[bens]], "trust: { accept: controller-signatures }"))).toEqual({
      accept: ["controller-signatures"],
      signatures: 1,
      service: null,
      serviceKeys: [],
      signaturesDirectory: null,
    });
  });

  test("everything can be named", () => {
    const trust = `trust:
  accept: [controller-signatures, reviews, service-attested]
  signatures: 2
  service: https://countersign.acme.example/
  service-keys: [/etc/countersign/keys.json, "-----BEGIN PUBLIC KEY-----\\nMFkw\\n-----END PUBLIC KEY-----"]
  signatures-directory: /srv/signatures`;
    expect(read(withKeys([[bens], [cleos]], trust))).toEqual({
      accept: ["controller-signatures", "reviews", "service-attested"],
      signatures: 2,
      service: "https://countersign.acme.example",
      serviceKeys: ["/etc/countersign/keys.json", "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----"],
      signaturesDirectory: "/srv/signatures",
    });
  });

  test.each([
    ["an unknown basis", [[bens]], "{ accept: [anything] }", /^4: .*service-attested/],
    ["an empty list", [[bens]], "{ accept: [] }", /^4: /],
    ["too few keys", [[bens]], "{ accept: [controller-signatures], signatures: 2 }", /2 or more controllers, and one/],
    ["no keys", [[]], "{ accept: [controller-signatures] }", /1 or more controllers, and 0 controllers have any/],
    [
      "a key that is none",
      [["ssh-ed25519 AAAA"]],
      "{ accept: [controller-signatures] }",
      /user0 cannot be used: it ends/,
    ],
    [
      "one key of two people",
      [[bens], [bens, cleos]],
      "{ accept: [controller-signatures] }",
      /stands with two controllers/,
    ],
    ["service-attested without keys", [[bens]], "{ accept: [service-attested] }", /needs `service`/],
    ["credentials in the address", [[bens]], '{ accept: [reviews], service: "https://a:b@c" }', /http or https URL/],
    [
      "a private key",
      [[bens]],
      '{ accept: [reviews], service-keys: ["-----BEGIN PRIVATE KEY-----"] }',
      /public key in PEM/,
    ],
    ["a relative directory", [[bens]], "{ accept: [reviews], signatures-directory: here }", /absolute path/],
  ])("%s is refused on its line", (_, keys, trust, problem) => {
    const text = withKeys(keys, `trust: ${trust}`).replace("ssh-keys: []", 'emails: ["a@b.example"]');
    expect(read(text)).toContainEqual(expect.stringMatching(problem));
  });

  test("keys that nothing rests on may be of any kind", () => {
    expect(read(withKeys([["ssh-ed25519 AAAA"]], "trust: { accept: reviews }"))).toMatchObject({ accept: ["reviews"] });
  });
});
