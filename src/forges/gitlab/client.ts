import { createRequesterFn } from "@gitbeaker/requester-utils";
import { Gitlab } from "@gitbeaker/rest";
import type { Logger } from "pino";
import type { Account, RepositoryRef } from "../../domain/identity.ts";
import type { Clock } from "../../ports/clock.ts";
import { createRequestHandler, type RequestLimits } from "./request.ts";

export interface GitlabSettings {
  /** Of the instance, such as `https://gitlab.com`, without `/api/v4`. */
  readonly url: string;
  /** A project, group or personal access token with the scope `api`. */
  readonly token: string;
  /** Where the token comes from; absent: `GITLAB_TOKEN`. */
  readonly tokenVariable?: string;
  readonly log: Logger;
  readonly clock: Clock;
}

/** What every part of this forge works with. */
export interface GitlabClient {
  readonly api: InstanceType<typeof Gitlab>;
  readonly url: string;
  readonly token: string;
  readonly log: Logger;
  readonly clock: Clock;
  /** Accounts already read, by id: whether an account is a bot never changes. */
  readonly accounts: Map<number, Account>;
}

const defaultLimits: RequestLimits = { attempts: 4, longestWaitMs: 10_000 };

export function connect(settings: GitlabSettings, limits: RequestLimits = defaultLimits): GitlabClient {
  const { token, tokenVariable = "GITLAB_TOKEN", log, clock } = settings;
  const url = settings.url.replace(/\/+$/, "");
  const handler = createRequestHandler({ tokenVariable, log, clock, limits });
  const requesterFn = createRequesterFn((_service, options) => Promise.resolve(options), handler);
  const api = new Gitlab({ host: url, token, requesterFn, queryTimeout: 60_000, rateLimits: {} });
  return { api, url, token, log, clock, accounts: new Map() };
}

/** The fields by which a log line names a repository. */
export function logFields(repository: RepositoryRef): { readonly forge: "gitlab"; readonly repo: string } {
  return { forge: "gitlab", repo: repository.name };
}
