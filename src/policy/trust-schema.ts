import { z } from "zod";
import type { NodeController } from "../domain/node.ts";
import { type NodeTrust, trustBases } from "../domain/trust.ts";
import { type FormatProblem, problemAt } from "../formats/format-problem.ts";
import { readSshPublicKey } from "../formats/ssh-public-key.ts";
import type { YamlDocument } from "../formats/yaml-document.ts";
import { listOf } from "../predicates/accepts.ts";

const maxSignatures = 100;

const serviceUrl = z
  .string()
  .refine((value) => URL.canParse(value) && /^https?:\/\/[^@]*$/.test(value), "This must be an http or https URL.");

const serviceKey = z
  .string()
  .regex(
    /^\s*-----BEGIN PUBLIC KEY-----[\s\S]+-----END PUBLIC KEY-----\s*$|^\/[^\0\n]+$/,
    "This must be a public key in PEM (-----BEGIN PUBLIC KEY-----), or the absolute path of a file with such keys.",
  );

const directory = z.string().regex(/^\/[^\0\n]*$/, "This must be an absolute path.");

/** The `trust` section of the node's file. */
export const trustSchema = z.strictObject({
  accept: listOf(z.enum(trustBases)),
  signatures: z.int().min(1).max(maxSignatures).optional(),
  service: serviceUrl.optional(),
  "service-keys": listOf(serviceKey).optional(),
  "signatures-directory": directory.optional(),
});

type Wire = z.infer<typeof trustSchema>;

export function toTrust(wire: Wire): NodeTrust {
  return {
    accept: [...new Set(wire.accept)],
    signatures: wire.signatures ?? 1,
    service: wire.service?.replace(/\/+$/, "") ?? null,
    serviceKeys: wire["service-keys"] ?? [],
    signaturesDirectory: wire["signatures-directory"] ?? null,
  };
}

/** What is named as trusted must be able to prove something. */
export function findTrustProblems(
  trust: NodeTrust,
  controllers: readonly NodeController[],
  document: YamlDocument,
): readonly FormatProblem[] {
  const at = (message: string): FormatProblem => problemAt(document.path, document.spanOf(["trust"]), message);
  const problems: FormatProblem[] = [];
  if (trust.accept.includes("service-attested") && (trust.service === null || trust.serviceKeys.length === 0)) {
    problems.push(at("`service-attested` needs `service` (its URL) and `service-keys` (its public keys)."));
  }
  if (!trust.accept.includes("controller-signatures")) return problems;
  const people = new Set(controllers.flatMap(({ sshKeys }) => (sshKeys.length === 0 ? [] : [sshKeys.join("\n")])));
  if (people.size < trust.signatures) {
    const has = people.size === 1 ? "one controller has" : `${people.size} controllers have`;
    problems.push(
      at(`\`controller-signatures\` needs \`ssh-keys\` with ${trust.signatures} or more controllers, and ${has} any.`),
    );
  }
  return [...problems, ...findKeyProblems(controllers).map(at)];
}

function findKeyProblems(controllers: readonly NodeController[]): readonly string[] {
  const owners = new Map<string, string>();
  const messages = new Set<string>();
  for (const { login, sshKeys } of controllers) {
    for (const line of sshKeys) {
      const reading = readSshPublicKey(line);
      if ("problem" in reading) {
        messages.add(`A key of ${login} cannot be used: it ${reading.problem}.`);
        continue;
      }
      const person = sshKeys.join("\n");
      const owner = owners.get(reading.key.fingerprint) ?? person;
      owners.set(reading.key.fingerprint, owner);
      if (owner !== person) {
        messages.add(`The key ${reading.key.fingerprint} stands with two controllers; give each person their own.`);
      }
    }
  }
  return [...messages];
}
