import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import { createInspector } from "../analysis/inspector.ts";
import { createGithubApp } from "../app.ts";
import { ConfigError } from "../domain/errors.ts";
import type { ForgeName } from "../domain/identity.ts";
import { createGithubForgeAsPerson } from "../forges/github/as-person.ts";
import { createRoster } from "../forges/github/roster.ts";
import { createGitlabForge } from "../forges/gitlab/index.ts";
import type { GatherPorts } from "../journeys/gather-change.ts";
import { createMirrors } from "../journeys/mirrors.ts";
import type { JourneyPorts } from "../journeys/ports.ts";
import { createRepositoryIndexes } from "../journeys/repository-index/repository-indexes.ts";
import type { Forge, Repository } from "../ports/forge.ts";
import { type BorrowedStore, borrowStore } from "./borrow-store.ts";
import type { Configuration, Environment } from "./configuration.ts";
import { readKnownConfiguration } from "./first-run.ts";
import { openOctokitOfPerson } from "./octokit-of-person.ts";
import { readPresets } from "./read-presets.ts";

const inspectionDeadlineMs = 10_000;
/** Nobody looks a second time. */
const indexPatienceMs = 10 * 60_000;

export interface ReadingRequest {
  readonly env: Environment;
  readonly cwd: string;
  /** `acme/study`, or its address on the forge. */
  readonly repository: string;
  /** `null`: the only one for which there are credentials. */
  readonly forge: ForgeName | null;
}

/** All that is needed to look at changes of one repository without writing anything anywhere. */
export interface Reading {
  readonly ports: GatherPorts & Pick<JourneyPorts, "inspector" | "indexes">;
  readonly repository: Repository;
  readonly borrowed: BorrowedStore;
  close(): Promise<void>;
}

/**
 * Reads with the service's own credentials where the environment has them, else with a person's `GITHUB_TOKEN`. The copies of
 * repositories are in a directory of their own, removed on close. Throws `ConfigError`, `PolicyError` or `ForgeError`.
 */
export async function openReading(request: ReadingRequest): Promise<Reading> {
  const { cwd } = request;
  const env = withoutHooks(request.env);
  const configuration = await readKnownConfiguration(env, cwd);
  const log = pino({ level: "silent" });
  const clock = { now: () => new Date() };
  const forge = await openForge(configuration, request, { log, clock });
  const repository = await forge.readRepository(nameIn(request.repository));
  const borrowed = await borrowStore(configuration.stateDirectory, log);
  const directory = await mkdtemp(join(tmpdir(), "countersign-reading-"));
  const inspector = createInspector({ workers: 1, deadlineMs: inspectionDeadlineMs, log });
  return {
    repository,
    borrowed,
    ports: {
      forge,
      store: borrowed.store,
      clock,
      mirrors: createMirrors(directory),
      node: configuration.node,
      presets: await readPresets(),
      inspector,
      indexes: createRepositoryIndexes({ patienceMs: indexPatienceMs, log }),
    },
    async close() {
      await inspector.close();
      await borrowed.close();
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Whoever only reads gets no deliveries, and so needs no secret for them. */
function withoutHooks(env: Environment): Environment {
  const secret = randomUUID();
  return {
    ...env,
    WEBHOOK_SECRET: env.WEBHOOK_SECRET || secret,
    GITLAB_WEBHOOK_SECRET: env.GITLAB_WEBHOOK_SECRET || secret,
  };
}

interface Parts {
  readonly log: Logger;
  readonly clock: JourneyPorts["clock"];
}

async function openForge(configuration: Configuration, request: ReadingRequest, parts: Parts): Promise<Forge> {
  const { github, gitlab } = configuration;
  switch (forgeOf(configuration, request)) {
    case "gitlab":
      if (gitlab === null) throw missing("GITLAB_TOKEN", "GitLab", "GITLAB_TOKEN");
      return createGitlabForge({ ...gitlab, ...parts });
    case "github": {
      if (github !== null) {
        const receive = () => Promise.reject(new Error("whoever only reads gets no deliveries"));
        return (await createGithubApp({ ...github, baseUrl: github.apiUrl, receive, ...parts })).forge;
      }
      const person = openOctokitOfPerson(request.env, parts);
      if (person === null) throw missing("GITHUB_TOKEN", "GitHub", "APP_ID and PRIVATE_KEY_PATH, or GITHUB_TOKEN");
      return createGithubForgeAsPerson({ ...person, appId: 0, roster: createRoster(), ...parts });
    }
  }
}

function forgeOf({ github, gitlab, githubUrl }: Configuration, { forge, repository, env }: ReadingRequest): ForgeName {
  if (forge !== null) return forge;
  if (gitlab !== null && repository.startsWith(`${gitlab.url}/`)) return "gitlab";
  if (repository.startsWith(`${githubUrl}/`)) return "github";
  const hasGithub = github !== null || Boolean(env.GITHUB_TOKEN);
  if (hasGithub && gitlab !== null) {
    throw new ConfigError(
      "--forge",
      "There are credentials for GitHub and for GitLab. Say with --forge which of them is meant.",
    );
  }
  return gitlab === null ? "github" : "gitlab";
}

function missing(setting: string, forge: string, variables: string): ConfigError {
  return new ConfigError(setting, `There are no credentials for ${forge}. Set ${variables}, as for the service.`);
}

/** `https://github.com/acme/study.git` is `acme/study`. */
function nameIn(repository: string): string {
  if (!URL.canParse(repository)) return repository;
  return new URL(repository).pathname.replace(/^\/+|\/+$/g, "").replace(/\.git$/, "");
}
