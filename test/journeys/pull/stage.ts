import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pino from "pino";
import { onTestFinished } from "vitest";
import type { ControllerStatement } from "../../../src/domain/countersignature.ts";
import type { NodeController } from "../../../src/domain/node.ts";
import type { TrustBasis } from "../../../src/domain/trust.ts";
import { writeControllerStatement } from "../../../src/formats/controller-statement.ts";
import { repositoryPlace } from "../../../src/formats/repository-place.ts";
import { writeSignatureBlock } from "../../../src/formats/signature-block.ts";
import { fetchRefs } from "../../../src/git/fetch-refs.ts";
import { openMirror } from "../../../src/git/mirror.ts";
import {
  type Prepared,
  prepareApproval,
  prepareBaseline,
  prepareLanding,
  type StatementFacts,
} from "../../../src/journeys/pull/make-statement.ts";
import type { PullPorts } from "../../../src/journeys/pull/ports.ts";
import type { PullLine } from "../../../src/journeys/pull/pull-line.ts";
import { pullRelease } from "../../../src/journeys/pull/pull-release.ts";
import { readNodeFile } from "../../../src/policy/read-node-file.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { createDagDirectoryTarget } from "../../../src/targets/dag-directory/index.ts";
import { makeRepository, type TestRepository, temporaryDirectory } from "../../git/repository.ts";
import { openSshTools, type SshKeyPair, type SshTools } from "../../support/ssh-keys.ts";

export const policy = "version: 1\npeople: {}\n";

/** `tip` is where main stood when it was signed; everything else is written into the statement as it is. */
type SignOptions = { readonly change?: number; readonly tip?: string } & Readonly<Record<string, unknown>>;

/** A real remote repository, controllers with real keys, and a node that pulls from it. */
export interface PullStage {
  readonly remote: TestRepository;
  readonly ssh: SshTools;
  readonly keys: Readonly<Record<"ben" | "cleo" | "eve", SshKeyPair>>;
  /** Where signatures are found. */
  readonly comments: string[];
  now: Date;
  controllers: readonly NodeController[];
  signatures: number;
  accept: readonly TrustBasis[];
  /** Makes `refs/pull/N/head` of a commit on a branch of its own. */
  propose(number: number, files: Readonly<Record<string, string | null>>, from?: string): string;
  /** Merges a change as the forge's button does, with a merge commit. */
  merge(head: string): string;
  facts(change?: Partial<StatementFacts>): StatementFacts;
  sign(key: SshKeyPair, prepared: Prepared<ControllerStatement>, change?: Readonly<Record<string, unknown>>): void;
  /** A key's owner signs change 1, or another, as it is now. */
  signChange(key: SshKeyPair, head: string, options?: SignOptions): Promise<void>;
  signLanding(
    key: SshKeyPair,
    commit: string,
    since: string | null,
    change?: Readonly<Record<string, unknown>>,
  ): Promise<void>;
  adopt(key: SshKeyPair, commit: string, replaces?: string | null): Promise<void>;
  pull(change?: Partial<PullPorts>): Promise<PullLine>;
  /** The directory that Airflow reads. */
  readonly dags: string;
  /** A file of the live tree. */
  read(path: string): string | null;
}

export async function setPullStage(): Promise<PullStage> {
  const directory = temporaryDirectory();
  const remote = makeRepository(join(directory, "remote"));
  const ssh = openSshTools();
  onTestFinished(() => ssh.close());
  const keys = { ben: ssh.makeKey("ed25519"), cleo: ssh.makeKey("ecdsa-256"), eve: ssh.makeKey("ed25519") };
  const log = pino({ level: "silent" });
  const store = await openStore({ directory: ":memory:", log });
  onTestFinished(() => store.close());
  const dags = join(directory, "dags");
  const url = `file://${remote.directory}`;
  const controller = (login: string, id: number, key: SshKeyPair): NodeController => ({
    forge: "github",
    login,
    id,
    sshKeys: [key.publicKey],
  });

  const stage: PullStage = {
    remote,
    ssh,
    keys,
    dags,
    comments: [],
    now: new Date("2026-11-20T12:00:00Z"),
    controllers: [controller("ben", 2, keys.ben), controller("cleo", 3, keys.cleo)],
    signatures: 1,
    accept: ["controller-signatures"],
    propose(number, files, from = "main") {
      remote.git("checkout", "--quiet", "-B", `change-${number}`, from);
      const head = remote.commit(files, `change ${number}`);
      remote.git("update-ref", `refs/pull/${number}/head`, head);
      remote.git("checkout", "--quiet", "main");
      return head;
    },
    merge(head) {
      remote.git("merge", "--quiet", "--no-ff", "-m", "merge", head);
      return remote.git("rev-parse", "main");
    },
    facts: (change = {}) => ({
      mirror: { directory: join(remote.directory, ".git") },
      tip: remote.git("rev-parse", "main"),
      repository: repositoryPlace(url) ?? "",
      baseRef: "refs/heads/main",
      node: null,
      signedAt: stage.now.toISOString(),
      expires: null,
      ...change,
    }),
    sign(key, { statement }, change = {}) {
      const text = writeControllerStatement({ ...statement, ...change } as ControllerStatement); // a test may write what is none
      stage.comments.push(writeSignatureBlock({ text, signature: ssh.sign(key, text) }));
    },
    async signChange(key, head, { change = 1, tip, ...edited } = {}) {
      const facts = stage.facts(tip === undefined ? {} : { tip });
      stage.sign(key, await prepareApproval(facts, { forge: "github", change, head }), edited);
    },
    async signLanding(key, commit, since, change) {
      stage.sign(key, await prepareLanding(stage.facts(), { commit, since }), change);
    },
    async adopt(key, commit, replaces = null) {
      stage.sign(key, await prepareBaseline(stage.facts(), { commit, replaces }));
    },
    pull: async (change = {}) => pullRelease({ ...ports(), ...change }, repository()),
    read(path) {
      const file = join(dags, "study", path);
      return existsSync(file) ? readFileSync(file, "utf8") : null;
    },
  };

  function repository() {
    const [only] = nodeFile().repositories;
    if (only === undefined) throw new Error("the node's file names no repository");
    return only;
  }

  function nodeFile() {
    const text = `node: london\ncontrollers: [{ github: { login: x, id: 1 } }]\nrepositories: [{ name: study, url: "${url}" }]\n`;
    const reading = readNodeFile(text, { path: "n" });
    if ("problems" in reading) throw new Error(JSON.stringify(reading.problems));
    return { ...reading.node, controllers: stage.controllers };
  }

  function ports(): PullPorts {
    const { accept, signatures } = stage;
    return {
      node: nodeFile(),
      trust: { accept, signatures, service: null, serviceKeys: [], signaturesDirectory: null },
      clock: { now: () => stage.now },
      log,
      targets: [createDagDirectoryTarget({ name: "airflow", path: dags, log })],
      stateDirectory: join(directory, "state"),
      store,
      openMirror: () => openMirror(join(directory, "mirror")),
      fetch: (mirror, from, refspecs) => fetchRefs(mirror, from, refspecs, { timeoutMs: 20_000, allowFile: true }),
      readRemote: async () => ({ url, credentials: null }),
      sources: [async () => stage.comments],
      seeReviews: async () => null,
      readAttestations: async () => [],
      serviceKeys: [],
      signer: null,
    };
  }

  remote.commit({ "README.md": "# Study\n", ".countersign.yml": policy, "dags/a.py": "one\n" }, "begin");
  return stage;
}
