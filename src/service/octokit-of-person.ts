import type { Logger } from "pino";
import { ConfigError } from "../domain/errors.ts";
import { usualCourtesy } from "../forges/github/courtesy.ts";
import { createOctokitClass, type GithubOctokit } from "../forges/github/octokit.ts";
import type { Clock } from "../ports/clock.ts";
import type { Environment } from "./configuration.ts";

/** Where people put their token for GitHub. */
const tokenVariable = "GITHUB_TOKEN";

/** GitHub, asked with the token of a person; `null` where the environment has none. Throws `ConfigError`. */
export function openOctokitOfPerson(
  env: Environment,
  parts: { readonly log: Logger; readonly clock: Clock },
): { readonly octokit: GithubOctokit; readonly token: string } | null {
  const token = env[tokenVariable];
  if (token === undefined || token === "") return null;
  const baseUrl = (env.GITHUB_API_URL || "https://api.github.com").replace(/\/+$/, "");
  if (!URL.canParse(baseUrl))
    throw new ConfigError("GITHUB_API_URL", `GITHUB_API_URL is ${JSON.stringify(baseUrl)}, which is no URL.`);
  const Octokit = createOctokitClass({ ...usualCourtesy, clock: parts.clock, tokenVariable });
  return { octokit: new Octokit({ auth: { token }, baseUrl, log: parts.log }), token };
}
