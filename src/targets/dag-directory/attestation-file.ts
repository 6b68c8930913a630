import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Envelope } from "../../domain/attestation.ts";
import { syncDirectory, writeFileDurably } from "./durable.ts";
import type { Layout } from "./layout.ts";
import type { DirectoryState } from "./state-file.ts";

/** Where the signed statement about a commit is kept, beside the slots: in the live tree it would be a file that nobody approved. */
export function attestationPath({ attestations }: Pick<Layout, "attestations">, commit: string): string {
  return join(attestations, `${commit}.json`);
}

/** Keeps the statement about a release, durably: it is there before readers see the release. */
export function keepAttestation(layout: Layout, commit: string, envelope: Envelope): void {
  const path = attestationPath(layout, commit);
  const text = `${JSON.stringify(envelope)}\n`;
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  if (!existsSync(layout.attestations)) {
    mkdirSync(layout.attestations);
    chmodSync(layout.attestations, 0o755);
    syncDirectory(layout.home);
  }
  writeFileDurably(path, text);
  chmodSync(path, 0o644);
}

/** Removes the statements about releases whose slots are gone. */
export function removeOldAttestations(layout: Layout, { live, pending, retired }: DirectoryState): void {
  if (!existsSync(layout.attestations)) return;
  const commits = [live, pending, ...retired].flatMap((one) => (one?.commit ? [`${one.commit}.json`] : []));
  for (const name of readdirSync(layout.attestations)) {
    if (!commits.includes(name)) rmSync(join(layout.attestations, name), { force: true });
  }
}
