import type { Logger } from "pino";
import { ConfigError } from "../domain/errors.ts";
import { createGithubForgeAsPerson } from "../forges/github/as-person.ts";
import { createRoster } from "../forges/github/roster.ts";
import { createGitlabForge } from "../forges/gitlab/index.ts";
import type { Clock } from "../ports/clock.ts";
import type { Forge, GitRemote } from "../ports/forge.ts";
import type { Environment } from "./configuration.ts";
import { openOctokitOfPerson } from "./octokit-of-person.ts";

/** A forge whose people and comments the node reads with a token of its own. */
export interface KnownForge {
  /** Host of its pages, such as `github.com`. */
  readonly host: string;
  readonly forge: Forge;
  readonly gitCredentials: NonNullable<GitRemote["credentials"]>;
}

/** The forges for which the environment has a token. Throws `ConfigError`. */
export function connectForges(
  env: Environment,
  parts: { readonly log: Logger; readonly clock: Clock },
): readonly KnownForge[] {
  const forges: KnownForge[] = [];
  const person = openOctokitOfPerson(env, parts);
  if (person !== null) {
    forges.push({
      host: hostOf("GITHUB_URL", env.GITHUB_URL || "https://github.com"),
      forge: createGithubForgeAsPerson({ ...person, appId: 0, roster: createRoster(), ...parts }),
      gitCredentials: { username: "x-access-token", password: person.token },
    });
  }
  if (env.GITLAB_TOKEN) {
    const url = env.GITLAB_URL || "https://gitlab.com";
    forges.push({
      host: hostOf("GITLAB_URL", url),
      forge: createGitlabForge({ url, token: env.GITLAB_TOKEN, ...parts }),
      gitCredentials: { username: "oauth2", password: env.GITLAB_TOKEN },
    });
  }
  return forges;
}

function hostOf(name: string, url: string): string {
  if (URL.canParse(url)) return new URL(url).host;
  throw new ConfigError(name, `${name} is ${JSON.stringify(url)}, which is no URL.`);
}

/** The forge on which a repository is, by its host and path. */
export function forgeOf(forges: readonly KnownForge[], place: string): KnownForge | undefined {
  return forges.find(({ host }) => place.startsWith(`${host}/`));
}
