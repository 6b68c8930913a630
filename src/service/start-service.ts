import { join } from "node:path";
import { Hono } from "hono";
import { type Logger, pino } from "pino";
import packageJson from "../../package.json" with { type: "json" };
import { createInspector } from "../analysis/inspector.ts";
import { createGithubApp } from "../app.ts";
import type { ForgeName } from "../domain/identity.ts";
import { createInboxEngine } from "../engines/inbox/index.ts";
import { createGitlabForge } from "../forges/gitlab/index.ts";
import { gitlabWebhooks } from "../gitlab-webhooks.ts";
import { createMirrors } from "../journeys/mirrors.ts";
import type { JourneyPorts } from "../journeys/ports.ts";
import type { Seen } from "../journeys/reconcile.ts";
import { createRepositoryIndexes } from "../journeys/repository-index/repository-indexes.ts";
import type { Clock } from "../ports/clock.ts";
import type { Forge } from "../ports/forge.ts";
import type { Signer } from "../ports/signer.ts";
import type { ReceiveDelivery, Store } from "../ports/store.ts";
import { openObjectStorage } from "../remotes/open-object-storage.ts";
import { openStore } from "../store/open-store.ts";
import { openSignatureFiles } from "../store/signature-files.ts";
import { createDagDirectoryTarget } from "../targets/dag-directory/index.ts";
import { evidenceRoutes } from "../web/evidence-routes.ts";
import { signatureRoutes } from "../web/signature-routes.ts";
import type { Configuration } from "./configuration.ts";
import { createGates, type Gates } from "./gates.ts";
import { type HttpServer, type Middleware, startHttpServer } from "./http-server.ts";
import { type Checkpoints, keepCheckpoints } from "./keep-checkpoints.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { readPresets } from "./read-presets.ts";
import { deliveryEntry, recordConfiguration } from "./record-facts.ts";
import { relaySignatures } from "./relay-signatures.ts";
import { repositoryOf } from "./repository-of.ts";
import { type Evidence, startEvidence } from "./start-evidence.ts";
import { startTimers } from "./start-timers.ts";
import type { Timer } from "./timers.ts";
import { warnOfMissing } from "./warn-of-missing.ts";
import { workOnTask } from "./work-on-task.ts";
import { startWorker, type Worker } from "./worker.ts";

const inspectionDeadlineMs = 10_000;
/** So long a look waits for the DAGs of a repository that is new here; then it is made again when they have been read. */
const indexPatienceMs = 10_000;
/** Of what the rules said of single files, so that a push costs what it changes. */
export const inspectionCacheBytes = 32 * 1024 * 1024;

export interface Service {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts the service: store, forges, worker, timers and HTTP server. Throws `ConfigError` when a setting or a part is unusable. */
export async function startService(configuration: Configuration): Promise<Service> {
  const log = pino({ level: configuration.logLevel }, pino.destination({ dest: 2, sync: false }));
  const clock: Clock = { now: () => new Date() };
  const { store, evidence, checkpoints } = await openEvidentStore(configuration, { clock, log });
  const metrics = createMetrics(store);
  metrics.evidence.set(evidence.signer === null ? 0 : 1);
  let worker: Worker | null = null;

  const receive: ReceiveDelivery = async (delivery, subjects) => {
    const outcome = await store.receive(delivery, subjects, (found) => deliveryEntry(delivery, subjects, found));
    metrics.deliveries.inc({ forge: delivery.forge, outcome });
    worker?.wake();
    return outcome;
  };
  const files = openSignatureFiles(configuration.stateDirectory);
  const { forges: told, github, gitlab } = await connectForges(configuration, { receive, log, clock });
  const forges = told.map((forge) => relaySignatures(forge, { node: configuration.node, files, log }));
  const gates = createGates(metrics, log);
  const ports = await assemblePorts(configuration, forges, { store, clock, log, gates, signer: evidence.signer });
  const portsOf = (forge: ForgeName): JourneyPorts | null => ports.get(forge) ?? null;

  warnOfMissing(configuration.node, log);
  const released = await store.releaseHeld();
  await store.keepNamespaces((configuration.node?.repositories ?? []).map(({ namespace }) => namespace));
  await store.append({
    at: clock.now().toISOString(),
    kind: "start",
    repository: null,
    details: { version: packageJson.version, tasksTakenUpAgain: released, evidence: evidence.off ?? "is made" },
  });
  await recordConfiguration(store, configuration, evidence.keys.list(), clock.now());
  await checkpoints.sign();
  const server = await startHttpServer({
    ...configuration,
    log,
    store,
    metrics,
    github,
    gitlab,
    evidence: evidenceRoutes({ listKeys: evidence.keys.list, store, readToken: configuration.readToken }).route(
      "/",
      signatureRoutes({ ...configuration, files }),
    ),
    notice: evidence.off,
  }).catch(async (error) => {
    await store.close();
    throw error;
  });
  const seen: Seen = new Map();
  worker = startWorker({
    queue: store,
    clock,
    log,
    width: configuration.workers,
    work: (task) => workOnTask(portsOf, seen, task),
    onOutcome: (outcome, task, durationMs) => observe(metrics, outcome, task.subject.kind, durationMs),
  });
  const timers = startTimers(configuration, [...ports.values()], { seen, worker, gates }, log);
  log.info(
    { port: server.port, forges: forges.map(({ name }) => name), node: configuration.node?.node ?? null },
    "Countersign serves",
  );
  return {
    port: server.port,
    stop: () => stopService(server, timers, worker, [...ports.values()], { store, checkpoints, clock, log }),
  };
}

/** The store and the keys, the audit log being signed from time to time. */
async function openEvidentStore(
  { stateDirectory, keyPassphrase }: Configuration,
  parts: { readonly clock: Clock; readonly log: Logger },
): Promise<{ store: Store; evidence: Evidence; checkpoints: Checkpoints }> {
  const opened = await openStore({ directory: stateDirectory, log: parts.log });
  try {
    const evidence = await startEvidence({ stateDirectory, passphrase: keyPassphrase, store: opened, ...parts });
    const checkpoints = await keepCheckpoints(opened, evidence, parts);
    return { store: checkpoints.store, evidence, checkpoints };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

interface Connections {
  readonly forges: readonly Forge[];
  readonly github: Middleware | null;
  readonly gitlab: Hono | null;
}

async function connectForges(
  { github, gitlab }: Configuration,
  parts: { readonly receive: ReceiveDelivery; readonly log: Logger; readonly clock: Clock },
): Promise<Connections> {
  const app = github === null ? null : await createGithubApp({ ...github, baseUrl: github.apiUrl, ...parts });
  const forges = [
    app?.forge ?? null,
    gitlab === null ? null : createGitlabForge({ ...gitlab, log: parts.log, clock: parts.clock }),
  ];
  return {
    forges: forges.filter((forge) => forge !== null),
    github: app?.middleware ?? null,
    gitlab: gitlab === null ? null : gitlabRoutes({ ...gitlab, ...parts }),
  };
}

function gitlabRoutes(settings: Parameters<typeof gitlabWebhooks>[0]): Hono {
  const hook = gitlabWebhooks(settings);
  return new Hono().route("/api/gitlab/webhooks", hook).route("/webhooks/gitlab", hook);
}

interface PortParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly gates: Gates;
  readonly signer: Signer | null;
}

async function assemblePorts(
  configuration: Configuration,
  forges: readonly Forge[],
  { gates, signer, ...parts }: PortParts,
): Promise<ReadonlyMap<ForgeName, JourneyPorts>> {
  const { node, s3 } = configuration;
  const open = (location: string) => openObjectStorage(location, { s3 });
  const shared = {
    ...parts,
    mirrors: createMirrors(join(configuration.stateDirectory, "mirrors")),
    inspector: createInspector({
      workers: 1,
      deadlineMs: inspectionDeadlineMs,
      cacheBytes: inspectionCacheBytes,
      log: parts.log,
    }),
    indexes: createRepositoryIndexes({ patienceMs: indexPatienceMs, log: parts.log }),
    node,
    gateOf: gates.of,
    evidence: signer === null ? null : { signer, version: packageJson.version },
    presets: await readPresets(),
    targets: (node?.targets ?? []).map(({ name, path }) => createDagDirectoryTarget({ name, path, log: parts.log })),
    engine: node?.engine == null ? null : createInboxEngine({ path: node.engine.path }),
    storage:
      node?.storage == null
        ? null
        : { internal: open(node.storage.internal), publication: open(node.storage.publication) },
  };
  return new Map(
    forges.map((forge) => {
      const webUrl = forge.name === "github" ? configuration.githubUrl : (configuration.gitlab?.url ?? "");
      return [forge.name, { ...shared, forge, repositoryOf: (repository) => repositoryOf(node, webUrl, repository) }];
    }),
  );
}

function observe(metrics: Metrics, outcome: "done" | "retried", kind: string, durationMs: number): void {
  metrics.tasks.inc({ kind, outcome });
  metrics.taskSeconds.observe({ kind }, durationMs / 1_000);
}

async function stopService(
  server: HttpServer,
  timers: readonly Timer[],
  worker: Worker,
  ports: readonly JourneyPorts[],
  { store, checkpoints, clock, log }: { store: Store; checkpoints: Checkpoints; clock: Clock; log: Logger },
): Promise<void> {
  for (const timer of timers) timer.stop();
  await server.stop();
  await worker.stop();
  await ports[0]?.inspector.close();
  await store.append({ at: clock.now().toISOString(), kind: "stop", repository: null, details: {} });
  await checkpoints.sign();
  await store.close();
  log.info("Countersign stopped");
}
