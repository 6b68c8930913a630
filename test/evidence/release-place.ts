import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { buildRelease } from "../../src/core/attest/build-statement.ts";
import { type Envelope, type ReleasePredicate, statementPayloadType } from "../../src/domain/attestation.ts";
import { type KeyStore, openKeyStore } from "../../src/evidence/key-store.ts";
import { createSigner } from "../../src/evidence/signer.ts";
import { readTreeId } from "../../src/git/read-ref.ts";
import { digestFiles } from "../../src/journeys/digest-files.ts";
import { openStore } from "../../src/store/open-store.ts";
import { createDagDirectoryTarget } from "../../src/targets/dag-directory/index.ts";
import { type Stage, setStage } from "../targets/dag-directory/stage.ts";
import { releaseStatement } from "./statements.ts";

const log = pino({ level: "silent" });
export const passphrase = "correct horse battery staple";

export interface ReleasePlace extends Stage {
  readonly keys: KeyStore;
  readonly keysFile: string;
  /** Signs a release of the commit, as the service does. */
  attest(commit: string, change?: Partial<ReleasePredicate>): Promise<Envelope>;
  /** Attests and deploys it. */
  release(commit: string, change?: Partial<ReleasePredicate>): Promise<Envelope>;
  writeKeys(): void;
}

/** A DAG directory, a repository whose commits are released to it, and a service's keys. */
export async function setReleasePlace(): Promise<ReleasePlace> {
  const stage = await setStage();
  const keys = openKeyStore(join(stage.root, "state"));
  keys.create(passphrase, new Date("2026-11-01T00:00:00Z"));
  const signer = createSigner(keys, passphrase);
  const keysFile = join(stage.root, "keys.json");
  const writeKeys = () => writeFileSync(keysFile, JSON.stringify(keys.list()));
  writeKeys();
  const target = createDagDirectoryTarget({ name: "airflow", path: stage.dags, log });

  async function attest(commit: string, change: Partial<ReleasePredicate> = {}): Promise<Envelope> {
    await stage.fetch();
    const tree = await readTreeId(stage.mirror, commit);
    const store = await openStore({ directory: ":memory:", log });
    const files = await digestFiles(store, stage.mirror, tree);
    await store.close();
    const { predicate } = releaseStatement({ ...change });
    const landed = { ...predicate.landed, commit, tree };
    return signer.sign(
      statementPayloadType,
      JSON.stringify(buildRelease({ ...predicate, attested: predicate, files, ...{ landed } })),
    );
  }

  return {
    ...stage,
    keys,
    keysFile,
    writeKeys,
    attest,
    async release(commit, change = {}) {
      const attestation = await attest(commit, change);
      const tree = await readTreeId(stage.mirror, commit);
      await target.deploy({ namespace: "study", commit, tree, attestation }, stage.mirror.directory);
      return attestation;
    },
  };
}
