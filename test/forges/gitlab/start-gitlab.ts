import pino from "pino";
import { createGitlabForge } from "../../../src/forges/gitlab/index.ts";
import type { Forge, Repository } from "../../../src/ports/forge.ts";
import { baseSeed, type StartedFace, startFace } from "../../forge/gitlab/start-face.ts";
import type { Seed } from "../../forge/model/seed.ts";

export { baseSeed };

/** GitLab's face with people who act on it, and our forge on it, as the account `countersign`. */
export interface Gitlab extends StartedFace {
  readonly forge: Forge;
  readonly repository: Repository;
}

export async function startGitlab(seed: Seed = baseSeed): Promise<Gitlab> {
  const face = await startFace(seed);
  const log = pino({ level: "silent" });
  const clock = { now: () => new Date() };
  const forge = createGitlabForge({ url: face.simulator.baseUrl, token: "bot-token", log, clock });
  return { ...face, forge, repository: await forge.readRepository("acme/study") };
}
