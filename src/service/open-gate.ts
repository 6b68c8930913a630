import { join } from "node:path";
import { pino } from "pino";
import { ConfigError, ForgeError } from "../domain/errors.ts";
import type { Person } from "../domain/identity.ts";
import { openGithubGate } from "../forges/github/gate-setup.ts";
import { findPerson, readOwnPerson } from "../forges/gitlab/accounts.ts";
import { connect } from "../forges/gitlab/client.ts";
import { openGitlabGate } from "../forges/gitlab/gate-setup.ts";
import type { GateSetup } from "../ports/gate-setup.ts";
import { readCredentials } from "../web/credentials-file.ts";
import type { Environment } from "./configuration.ts";
import { credentialsFileName } from "./first-run.ts";
import { openOctokitOfPerson } from "./octokit-of-person.ts";

export interface GateRequest {
  readonly env: Environment;
  readonly cwd: string;
  /** `acme/study`. */
  readonly repository: string;
  /** Short name; `null`: the default branch. */
  readonly branch: string | null;
}

const clock = { now: () => new Date() };
const log = pino({ level: "silent" });

/** The gate of a repository on GitHub, with the operator's token, which is kept nowhere. */
export async function openGateOnGithub(request: GateRequest, appIdGiven: string | null): Promise<GateSetup> {
  const { env, repository, branch } = request;
  shaped(repository, /^[^/\s]+\/[^/\s]+$/, "repository", "OWNER/NAME");
  const person = openOctokitOfPerson(env, { log, clock });
  if (person === null) {
    throw unset(
      "GITHUB_TOKEN",
      "a token of somebody who administers the repository: classic with the scope repo, or fine-grained with Administration: write",
    );
  }
  const appId = await findAppId(request, appIdGiven);
  return explained(openGithubGate({ octokit: person.octokit, repository, branch, appId }), repository);
}

/** The gate of a project on GitLab, with the operator's token, which is kept nowhere. */
export async function openGateOnGitlab(request: GateRequest, botGiven: string | null): Promise<GateSetup> {
  const { env, repository, branch } = request;
  shaped(repository, /^[^/\s]+(\/[^/\s]+)+$/, "project", "GROUP/NAME");
  const url = env.GITLAB_URL || "https://gitlab.com";
  const name = "GITLAB_OPERATOR_TOKEN";
  const token = needed(env[name], name, "a token with the scope api, of somebody who maintains the project");
  const client = connect({ url, token, tokenVariable: name, log, clock });
  return explained(
    findBot(client).then((bot) => openGitlabGate({ client, project: repository, branch, bot })),
    repository,
  );

  async function findBot(operator: typeof client): Promise<Person> {
    if (botGiven !== null) {
      const found = await findPerson(operator, botGiven);
      if (found === null) throw new ConfigError("--bot", `${url} knows no account ${JSON.stringify(botGiven)}.`);
      return found;
    }
    const own = needed(
      env.GITLAB_TOKEN,
      "GITLAB_TOKEN",
      "the service's own token, which tells who the bot is (or give --bot LOGIN)",
    );
    return readOwnPerson(connect({ url, token: own, log, clock }));
  }
}

async function findAppId({ env, cwd }: GateRequest, given: string | null): Promise<number> {
  const file = join(cwd, env.COUNTERSIGN_STATE || "state", credentialsFileName);
  const text = given ?? (env.APP_ID || (await readCredentials(file)).APP_ID) ?? null;
  if (text === null) {
    throw new ConfigError(
      "APP_ID",
      "Which GitHub App is Countersign's is not known. Give its number with --app-id or APP_ID (it stands on the app's settings page), or name the service's state directory in COUNTERSIGN_STATE.",
    );
  }
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new ConfigError(
    "APP_ID",
    `${JSON.stringify(text)} is no app's number. It stands on the app's settings page as "App ID".`,
  );
}

function shaped(name: string, shape: RegExp, what: string, wanted: string): void {
  if (shape.test(name)) return;
  throw new ConfigError(what, `${JSON.stringify(name)} is no ${what}'s name. Write ${wanted}, such as acme/study.`);
}

function needed(value: string | undefined, name: string, what: string): string {
  if (value !== undefined && value !== "") return value;
  throw unset(name, what);
}

function unset(name: string, what: string): ConfigError {
  return new ConfigError(name, `${name} is not set. Set it to ${what}.`);
}

/** Who is refused may need to administer the repository, which the forge does not say. */
async function explained(opening: Promise<GateSetup>, repository: string): Promise<GateSetup> {
  const explain = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw isRefusal(error) ? whoMustAsk(error, repository) : error;
    });
  const gate = await explain(opening);
  return {
    branch: gate.branch,
    read: () => explain(gate.read()),
    async plan() {
      const plan = await explain(gate.plan());
      return { ...plan, apply: () => explain(plan.apply()) };
    },
  };
}

function isRefusal(error: unknown): error is ForgeError {
  return error instanceof ForgeError && !error.retryable && (error.status === 403 || error.status === 404);
}

function whoMustAsk(error: ForgeError, repository: string): ForgeError {
  const { status, retryable, retryAfterMs } = error;
  const message = `${error.message} The token must belong to somebody who administers ${repository}.`;
  return new ForgeError(message, { status, retryable, retryAfterMs }, { cause: error });
}
