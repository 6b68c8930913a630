import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { addControlRoutes } from "./control.ts";
import { createExchangeRecorder } from "./exchanges.ts";
import type { Face, ForgeCore } from "./face.ts";
import { createAccountFaults } from "./faults/account-faults.ts";
import { createDeliveryFaults } from "./faults/delivery-faults.ts";
import { createRequestFaults } from "./faults/request-faults.ts";
import { addGitRoutes } from "./git/routes.ts";
import { createGithubFace } from "./github/face.ts";
import { githubTraits } from "./github/traits.ts";
import { createGitlabFace } from "./gitlab/face.ts";
import { gitlabTraits } from "./gitlab/traits.ts";
import { createHookSender } from "./hooks/deliveries.ts";
import { createModel } from "./model/model.ts";
import { type Seed, type Seeded, seedModel } from "./model/seed.ts";
import { addPages } from "./pages.ts";

export interface ForgeSimulator extends ForgeCore {
  /** Where the face's API begins: GitHub's root, GitLab's instance. */
  readonly baseUrl: string;
  readonly face: Face;
  seed(seed: Seed): Promise<Seeded>;
  close(): Promise<void>;
}

export interface ForgeOptions {
  readonly face: "github" | "gitlab";
  /** `0` (default) takes a free one. */
  readonly port?: number;
  readonly host?: string;
  /** For the bare repositories; a temporary one, removed on close, when not given. */
  readonly directory?: string;
}

/** Starts a forge: HTTP API, git over smart HTTP, webhooks, and a control API below `/_sim/`. */
export async function startForge(options: ForgeOptions): Promise<ForgeSimulator> {
  const { face: name, port = 0, host = "127.0.0.1" } = options;
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), "forge-")));
  const model = createModel({ traits: name === "github" ? githubTraits : gitlabTraits, directory });
  const deliveries = createDeliveryFaults();
  const requests = createRequestFaults((fault) => face.renderRateLimit(fault));
  const hooks = createHookSender(model.clock, model.newId, deliveries);
  let url = "";
  const faults = { deliveries, requests, accounts: createAccountFaults(model) };
  const exchanges = createExchangeRecorder();
  const core: ForgeCore = { model, hooks, faults, exchanges, url: () => url };
  const face = name === "github" ? createGithubFace(core) : createGitlabFace(core);

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(requests.middleware);
  addControlRoutes(app, core);
  addPages(app, core);
  app.use(exchanges.middleware);
  addGitRoutes(app, core, face);
  face.addRoutes(app);
  // createAdaptorServer makes a node:http server unless it is told another `createServer`.
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.keepAliveTimeout = 1000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  // A listening TCP server's address is an AddressInfo.
  url = `http://${host}:${(server.address() as AddressInfo).port}`;

  return {
    ...core,
    baseUrl: url,
    face,
    seed: (seed) => seedModel(model, seed),
    async close() {
      deliveries.clear();
      hooks.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** `node test/forge/start-forge.ts --face github --port 4010`: a process of its own, until it is told to end. */
async function main(): Promise<void> {
  const face = { type: "string", default: "github" } as const;
  const { values } = parseArgs({
    options: { face, port: { type: "string", default: "0" }, directory: { type: "string" } },
  });
  const forge = await startForge({
    face: values.face === "gitlab" ? "gitlab" : "github",
    port: Number(values.port),
    ...(values.directory === undefined ? {} : { directory: values.directory }),
  });
  console.log(JSON.stringify({ url: forge.url(), pid: process.pid }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => forge.close().then(() => process.exit(0)));
  }
}

if (import.meta.main) await main();
