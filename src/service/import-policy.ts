import { pino } from "pino";
import { ConfigError } from "../domain/errors.ts";
import { PolicyError } from "../domain/file-problem.ts";
import type { ForgeName } from "../domain/identity.ts";
import { findPersonOnGithub } from "../forges/github/people.ts";
import { findPerson, isGroup } from "../forges/gitlab/accounts.ts";
import { connect } from "../forges/gitlab/client.ts";
import type { ImportedPolicy, LoginMeaning, Logins } from "../policy/import/draft.ts";
import { importCodeowners, loginsInCodeowners } from "../policy/import/from-codeowners.ts";
import { readPolicyBot } from "../policy/import/from-policy-bot.ts";
import { readPolicy } from "../policy/read-policy.ts";
import type { Environment } from "./configuration.ts";
import { openOctokitOfPerson } from "./octokit-of-person.ts";
import { type ImportKind, readImported } from "./read-imported.ts";

export interface ImportSource {
  /** Whose ids are needed. */
  readonly logins: readonly string[];
  /** Which file was taken, and why, where there was a choice. */
  readonly notes: readonly string[];
  write(logins: Logins): ImportedPolicy;
}

/** Each is a request. */
const mostLogins = 300;

/** Reads the file to import, of several the one that counts. Throws `ConfigError`, or `PolicyError` with all that cannot be carried over. */
export async function loadForImport(paths: readonly string[], cwd: string, kind: ImportKind): Promise<ImportSource> {
  const { path, text, notes } = await readImported(paths, cwd, kind);
  const { from, forge } = kind;
  if (from === "codeowners") {
    return {
      notes,
      logins: loginsInCodeowners(text, forge),
      write: (logins) => importCodeowners(text, { forge, logins }),
    };
  }
  const reading = readPolicyBot(text, path);
  if ("problems" in reading) throw new PolicyError(reading.problems);
  return { ...reading.file, notes };
}

/** What is printed can be used, or is not printed. Throws `PolicyError`. */
export function checkImported(text: string): void {
  const reading = readPolicy(text, { path: "the imported policy", presets: {} });
  if ("problems" in reading) throw new PolicyError(reading.problems);
}

export interface FoundLogins {
  readonly logins: Logins;
  /** Whether there was a token to ask with. */
  readonly isLookedUp: boolean;
}

/** Asks the forge for the ids of logins, where the environment has a token. */
export async function lookUpLogins(
  logins: readonly string[],
  env: Environment,
  forge: ForgeName,
): Promise<FoundLogins> {
  const find = forge === "github" ? finderOnGithub(env) : finderOnGitlab(env);
  if (find === null) return { logins: new Map(), isLookedUp: false };
  if (logins.length > mostLogins)
    throw new ConfigError("--from", `The file names ${logins.length} accounts; at most ${mostLogins} are looked up.`);
  const found = new Map<string, LoginMeaning>();
  for (const login of logins) found.set(login, await find(login));
  return { logins: found, isLookedUp: true };
}

type Find = (login: string) => Promise<LoginMeaning>;

const clock = { now: () => new Date() };
const log = pino({ level: "silent" });

function finderOnGithub(env: Environment): Find | null {
  const person = openOctokitOfPerson(env, { log, clock });
  return person && (async (login) => toMeaning(await findPersonOnGithub(person.octokit, login)));
}

function finderOnGitlab(env: Environment): Find | null {
  const token = env.GITLAB_TOKEN;
  if (token === undefined || token === "") return null;
  const client = connect({ url: env.GITLAB_URL || "https://gitlab.com", token, log, clock });
  return async (login) => {
    const person = await findPerson(client, login);
    if (person === null && (await isGroup(client, login))) return { kind: "group" };
    return toMeaning(person);
  };
}

function toMeaning(person: { readonly id: number } | null): LoginMeaning {
  return person === null ? { kind: "nobody" } : { kind: "user", id: person.id };
}
