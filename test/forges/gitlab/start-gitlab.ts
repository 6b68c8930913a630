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
  const forge = connectForge(face.simulator.baseUrl);
  return { ...face, forge, repository: await forge.readRepository("acme/study") };
}

/** Our forge on the GitLab at this address, as the account `countersign`. */
export function connectForge(url: string): Forge {
  const log = pino({ level: "silent" });
  return createGitlabForge({ url, token: "bot-token", log, clock: { now: () => new Date() } });
}
