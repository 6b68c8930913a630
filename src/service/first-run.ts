import { join } from "node:path";
import { readCredentials } from "../web/credentials-file.ts";
import { runSetupPage } from "../web/setup-page.ts";
import { type Configuration, type Environment, readConfiguration } from "./configuration.ts";

/** Where the first-run setup keeps the GitHub App's credentials, in the state directory. */
export const credentialsFileName = "github-app.env";

export interface FirstRunOptions {
  readonly env: Environment;
  readonly cwd: string;
  readonly tell: (text: string) => void;
  readonly signal: AbortSignal;
}

/** The configuration from the environment, and from what an earlier setup wrote, whether or not it names a forge. */
export async function readKnownConfiguration(env: Environment, cwd: string): Promise<Configuration> {
  const first = readConfiguration(env, cwd);
  if (hasForge(first)) return first;
  const credentialsFile = join(first.stateDirectory, credentialsFileName);
  return readConfiguration({ ...(await readCredentials(credentialsFile)), ...withoutEmpty(env) }, cwd);
}

/**
 * The configuration with which to serve: from the environment, and from what an earlier setup wrote. Where it names no forge,
 * the setup page registers a GitHub App first; `null` when that was ended without one.
 */
export async function readOrSetUp({ env, cwd, tell, signal }: FirstRunOptions): Promise<Configuration | null> {
  const known = await readKnownConfiguration(env, cwd);
  if (hasForge(known)) return known;

  const { host, port, githubUrl, githubApiUrl, stateDirectory } = known;
  const credentialsFile = join(stateDirectory, credentialsFileName);
  if (known.keyPassphrase === null) {
    tell("COUNTERSIGN_KEY_PASSPHRASE is not set: approvals and releases will not be signed (docs/evidence.md).");
  }
  const made = await runSetupPage({ host, port, githubUrl, apiUrl: githubApiUrl, credentialsFile, tell, signal });
  if (made === null) return null;
  return readConfiguration({ ...(await readCredentials(credentialsFile)), ...withoutEmpty(env) }, cwd);
}

function hasForge({ github, gitlab }: Configuration): boolean {
  return github !== null || gitlab !== null;
}

function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
}
