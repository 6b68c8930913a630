import { join } from "node:path";
import type { Logger } from "pino";
import packageJson from "../../package.json" with { type: "json" };
import { createInspector } from "../analysis/inspector.ts";
import { ConfigError, ForgeError } from "../domain/errors.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { NodeFile, NodeRepository } from "../domain/node.ts";
import type { NodeTrust } from "../domain/trust.ts";
import { repositoryPlace } from "../formats/repository-place.ts";
import { clearRefNames } from "../git/clear-ref-names.ts";
import { fetchRefs } from "../git/fetch-refs.ts";
import { clearStaleLocks, type Mirror, openMirror } from "../git/mirror.ts";
import type { SshOptions } from "../git/remote.ts";
import type { PullPorts, ReviewsSeen, SignatureSource } from "../journeys/pull/ports.ts";
import {
  signaturesInComments,
  signaturesInDirectory,
  signaturesOfService,
} from "../journeys/pull/signature-sources.ts";
import { silenceForge } from "../journeys/pull/silent-forge.ts";
import { createRepositoryIndexes } from "../journeys/repository-index/repository-indexes.ts";
import type { Clock } from "../ports/clock.ts";
import type { Forge, GitRemote } from "../ports/forge.ts";
import type { Signer } from "../ports/signer.ts";
import type { Store } from "../ports/store.ts";
import { fetchReleases } from "../remotes/countersign-service.ts";
import { openStore } from "../store/open-store.ts";
import { createDagDirectoryTarget } from "../targets/dag-directory/index.ts";
import type { Environment } from "./configuration.ts";
import { connectForges, forgeOf } from "./node-forges.ts";
import { readPresets } from "./read-presets.ts";
import { readServiceKeys } from "./read-service-keys.ts";
import { startEvidence } from "./start-evidence.ts";

const inspectionDeadlineMs = 10_000;
/** A node judges a landing once: it waits for all DAGs of its repository. */
const indexPatienceMs = 10 * 60_000;

export interface NodeSettings {
  readonly node: NodeFile;
  readonly stateDirectory: string;
  readonly syncTimeoutMs: number;
  readonly ssh: SshOptions;
  /** For git over https; `null`: as the forge's token, where there is one for that host. */
  readonly username: string | null;
  readonly readPassword: () => Promise<string | null>;
  /** Of the node's own key, with which it signs its records; `null`: they are not signed. */
  readonly keyPassphrase: string | null;
  readonly env: Environment;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

export interface OpenNode {
  readonly ports: PullPorts;
  close(): Promise<void>;
}

/** The pulling side of a node with all its parts. Throws `ConfigError` when it cannot work so. */
export async function openNode(settings: NodeSettings): Promise<OpenNode> {
  const { node, log, stateDirectory } = settings;
  const trust = readTrust(node);
  const clock: Clock = { now: () => new Date() };
  const store = await openStore({ directory: stateDirectory, log });
  const signer = await openSigner(settings, store, clock);
  const inspector = createInspector({ workers: 1, deadlineMs: inspectionDeadlineMs, log });
  const indexes = createRepositoryIndexes({ patienceMs: indexPatienceMs, log });
  const forges = connectForges(settings.env, { log, clock });
  const presets = await readPresets();
  const tidied = new Set<string>();
  const readToken = settings.env.COUNTERSIGN_READ_TOKEN || null;

  const fetch: PullPorts["fetch"] = async (mirror, remote, refspecs) => {
    const options = { timeoutMs: settings.syncTimeoutMs, allowFile: true, ssh: settings.ssh, signal: settings.signal };
    const look = () => fetchRefs(mirror, remote, refspecs, options);
    await look().catch(async (error: unknown) => {
      const wanted = refspecs.map((refspec) => refspec.slice(refspec.indexOf(":") + 1));
      if (!(await clearRefNames(mirror, wanted))) throw error;
      await look();
    });
  };

  async function seeReviews(
    repository: NodeRepository,
    mirror: Mirror,
    remote: GitRemote,
  ): Promise<ReviewsSeen | null> {
    const place = repositoryPlace(repository.url);
    const known = place === null ? undefined : forgeOf(forges, place);
    if (place === null || known === undefined) return null;
    const name = place.slice(known.host.length + 1);
    const forge: Forge = { ...silenceForge(known.forge), readRemote: async () => remote };
    const mirrors = {
      open: async () => mirror,
      fetch: async (_: unknown, from: GitRemote, refspecs: readonly string[]) => {
        await fetch(mirror, from, refspecs);
        return mirror;
      },
    };
    const nothing = { targets: [], engine: null, storage: null };
    const evidence = { signer: signer ?? neverSigns, version: packageJson.version };
    const base = { forge, store, clock, log, mirrors, inspector, indexes, node, presets, evidence, ...nothing };
    const ports = { ...base, repositoryOf: () => repository, gateOf: () => null };
    return { ports, repository: await known.forge.readRepository(name) };
  }

  const ports: PullPorts = {
    node,
    trust,
    clock,
    log,
    targets: node.targets.map(({ name, path }) => createDagDirectoryTarget({ name, path, log })),
    stateDirectory,
    store,
    async openMirror({ namespace }) {
      const mirror = await openMirror(join(stateDirectory, "mirrors", `${namespace}.git`));
      if (!tidied.has(namespace)) await clearStaleLocks(mirror);
      tidied.add(namespace);
      return mirror;
    },
    fetch,
    async readRemote({ url }) {
      const password = await settings.readPassword();
      if (password !== null) return { url, credentials: { username: settings.username ?? "git", password } };
      const place = repositoryPlace(url);
      const known = place === null || !/^https?:/.test(url) ? undefined : forgeOf(forges, place);
      return { url, credentials: known?.gitCredentials ?? null };
    },
    sources: sourcesOf(trust, readToken, forges.length > 0, seeReviews),
    seeReviews,
    readAttestations: async (repository) => {
      if (trust.service === null) return [];
      const seen = repository.id ?? null;
      const place = repositoryPlace(repository.url);
      const known = place === null ? undefined : forgeOf(forges, place);
      const forge = known?.forge.name ?? (place?.startsWith("github.com/") ? "github" : "gitlab");
      const id = seen ?? (await known?.forge.readRepository(place?.slice(known.host.length + 1) ?? ""))?.id;
      if (id === undefined) throw missingId(repository);
      return fetchReleases({ url: trust.service, token: readToken }, repositoryKey({ forge, id }));
    },
    serviceKeys: readServiceKeys(trust),
    signer,
  };
  return { ports, close: () => close(store, inspector) };
}

/** The first start with a passphrase makes a key. Throws `ConfigError` when the passphrase is another one than before. */
async function openSigner(
  { stateDirectory, keyPassphrase: passphrase, log }: NodeSettings,
  store: Store,
  clock: Clock,
): Promise<Signer | null> {
  if (passphrase === null) {
    log.info("no COUNTERSIGN_KEY_PASSPHRASE: what this node says of its releases is not signed (docs/evidence.md)");
    return null;
  }
  return (await startEvidence({ stateDirectory, passphrase, store, clock, log })).signer;
}

/** Decisions are told as evidence, which the node signs elsewhere, with all its files. */
const neverSigns: Signer = {
  sign: async () => {
    throw new Error("a node signs no decision by itself");
  },
};

function readTrust({ trust, targets, repositories }: NodeFile): NodeTrust {
  if (trust === undefined) {
    const message =
      "The node's file has no `trust` section, so nothing is accepted. Add for example `trust: { accept: [controller-signatures] }` (docs/node.md).";
    throw new ConfigError("trust", message);
  }
  if (targets.length === 0)
    throw new ConfigError("targets", "The node's file has no `targets`, so there is nowhere to deploy to.");
  if (repositories.length === 0)
    throw new ConfigError("repositories", "The node's file has no `repositories` to pull.");
  return trust;
}

function sourcesOf(
  { service, signaturesDirectory }: NodeTrust,
  token: string | null,
  hasForge: boolean,
  see: PullPorts["seeReviews"],
): readonly SignatureSource[] {
  return [
    ...(signaturesDirectory === null ? [] : [signaturesInDirectory(signaturesDirectory)]),
    ...(hasForge ? [signaturesInComments(({ repository, mirror, remote }) => see(repository, mirror, remote))] : []),
    ...(service === null ? [] : [signaturesOfService({ url: service, token })]),
  ];
}

function missingId({ name }: NodeRepository): ForgeError {
  const message = `Which repository ${name} is at the service is not known. Add its number as \`id\` to the node's file, or give the node a token of the forge.`;
  return new ForgeError(message, { status: null, retryable: false, retryAfterMs: null });
}

async function close(store: Store, inspector: { close(): Promise<void> }): Promise<void> {
  await inspector.close();
  await store.close();
}
