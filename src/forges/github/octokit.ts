import { ProbotOctokit } from "probot";
import { type Courtesy, courtesy } from "./courtesy.ts";

/** What we use of an Octokit. */
export type GithubOctokit = Pick<ProbotOctokit, "request" | "paginate" | "graphql">;

type OctokitClass = typeof ProbotOctokit;
type OctokitOptions = NonNullable<ConstructorParameters<OctokitClass>[0]>;

/**
 * Probot's Octokit with our own manners (see `courtesy`) in place of its throttling and retrying plugins: those space comments
 * three seconds apart in silence, wait for rate limits while a worker is held, and repeat writes that may have been done.
 */
export function createOctokitClass(manners: Courtesy): OctokitClass {
  return ProbotOctokit.plugin((octokit, options) => courtesy(octokit, options, manners)).defaults(withoutThrottling);
}

function withoutThrottling(options: OctokitOptions): OctokitOptions {
  return {
    ...options,
    throttle: { ...options.throttle, enabled: false },
    retry: { enabled: false },
    auth: authOnBaseUrl(options),
  };
}

/** Without this, asking for a fresh installation token goes to api.github.com whatever the base URL is. */
function authOnBaseUrl(options: OctokitOptions): OctokitOptions["auth"] {
  const request = options.auth?.request;
  if (request === undefined || options.baseUrl === undefined) return options.auth;
  return { ...options.auth, request: request.defaults({ baseUrl: options.baseUrl }) };
}
