import { accessSync, constants, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../domain/errors.ts";
import { PolicyError } from "../domain/file-problem.ts";
import type { NodeFile } from "../domain/node.ts";
import { readPassphrase } from "../evidence/read-passphrase.ts";
import { parseDuration } from "../formats/duration.ts";
import { readNodeFile } from "../policy/read-node-file.ts";
import { loadInventory } from "./load-inventory.ts";
import { refusePipe } from "./refuse-pipe.ts";
import { type SettingName, settings } from "./settings.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface GithubConfiguration {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly apiUrl: string;
}

export interface GitlabConfiguration {
  readonly url: string;
  readonly token: string;
  readonly secret: string | null;
  readonly signingToken: string | null;
}

/** What the service runs with. Durations are in milliseconds. */
export interface Configuration {
  readonly github: GithubConfiguration | null;
  readonly gitlab: GitlabConfiguration | null;
  /** GitHub's pages, without a slash at the end. */
  readonly githubUrl: string;
  readonly githubApiUrl: string;
  readonly node: NodeFile | null;
  readonly stateDirectory: string;
  /** Of the signing keys; `null`: no evidence is made. */
  readonly keyPassphrase: string | null;
  /** Who has it may read attestations; `null`: nobody may. */
  readonly readToken: string | null;
  readonly reconcileIntervalMs: number;
  readonly runIntervalMs: number;
  readonly workers: number;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly s3: {
    readonly accessKeyId: string | null;
    readonly secretAccessKey: string | null;
    readonly region: string;
    readonly endpoint: string | null;
  };
}

/** Reads the configuration. Throws `ConfigError` (a setting) or `PolicyError` (the node's file) with what to do now. */
export function readConfiguration(env: Environment, cwd: string): Configuration {
  const value = (name: SettingName): string | null => {
    const text = env[name];
    return text === undefined || text === "" ? (settings.find((one) => one.name === name)?.default ?? null) : text;
  };
  const needed = (name: SettingName): string => value(name) ?? missing(name);
  return {
    github: readGithub(value, cwd),
    gitlab: readGitlab(value),
    githubUrl: url("GITHUB_URL", needed("GITHUB_URL")),
    githubApiUrl: url("GITHUB_API_URL", needed("GITHUB_API_URL")),
    node: readNode(value("COUNTERSIGN_NODE_FILE"), cwd),
    stateDirectory: resolve(cwd, needed("COUNTERSIGN_STATE")),
    keyPassphrase: readPassphrase(env, cwd),
    readToken: longEnough("COUNTERSIGN_READ_TOKEN", value("COUNTERSIGN_READ_TOKEN")),
    reconcileIntervalMs: duration("COUNTERSIGN_RECONCILE_INTERVAL", needed("COUNTERSIGN_RECONCILE_INTERVAL")),
    runIntervalMs: duration("COUNTERSIGN_RUN_INTERVAL", needed("COUNTERSIGN_RUN_INTERVAL")),
    workers: wholeNumber("COUNTERSIGN_WORKERS", needed("COUNTERSIGN_WORKERS"), 1, 64),
    host: needed("HOST"),
    port: wholeNumber("PORT", needed("PORT"), 0, 65_535),
    logLevel: logLevel(needed("LOG_LEVEL")),
    s3: {
      accessKeyId: value("AWS_ACCESS_KEY_ID"),
      secretAccessKey: value("AWS_SECRET_ACCESS_KEY"),
      region: needed("AWS_REGION"),
      endpoint: value("AWS_ENDPOINT_URL_S3"),
    },
  };
}

type Reader = (name: SettingName) => string | null;

function readGithub(value: Reader, cwd: string): GithubConfiguration | null {
  const appId = value("APP_ID");
  if (appId === null) return null;
  const webhookSecret = value("WEBHOOK_SECRET");
  if (webhookSecret === null) {
    throw new ConfigError(
      "WEBHOOK_SECRET",
      "WEBHOOK_SECRET is not set. Set it to the webhook secret of the GitHub App; without it anybody could forge deliveries.",
    );
  }
  return {
    appId: wholeNumber("APP_ID", appId, 1, Number.MAX_SAFE_INTEGER),
    privateKey: readPrivateKey(value, cwd),
    webhookSecret,
    apiUrl: url("GITHUB_API_URL", value("GITHUB_API_URL") ?? ""),
  };
}

function readPrivateKey(value: Reader, cwd: string): string {
  const inline = value("PRIVATE_KEY");
  if (inline !== null) return pem("PRIVATE_KEY", inline.replaceAll("\\n", "\n"));
  const path = value("PRIVATE_KEY_PATH");
  if (path === null) {
    throw new ConfigError(
      "PRIVATE_KEY",
      "Neither PRIVATE_KEY nor PRIVATE_KEY_PATH is set. Generate a private key on the GitHub App's page and set one of them.",
    );
  }
  return pem("PRIVATE_KEY_PATH", readText("PRIVATE_KEY_PATH", resolve(cwd, path)));
}

function pem(name: SettingName, text: string): string {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+-----END [A-Z ]*PRIVATE KEY-----/.test(text)) return text;
  throw new ConfigError(
    name,
    `${name} does not hold a private key in PEM (-----BEGIN … PRIVATE KEY-----). Download it again from the GitHub App's page.`,
  );
}

function readGitlab(value: Reader): GitlabConfiguration | null {
  const token = value("GITLAB_TOKEN");
  if (token === null) return null;
  const secret = value("GITLAB_WEBHOOK_SECRET");
  const signingToken = value("GITLAB_WEBHOOK_SIGNING_TOKEN");
  if (secret === null && signingToken === null) {
    throw new ConfigError(
      "GITLAB_WEBHOOK_SECRET",
      "Neither GITLAB_WEBHOOK_SECRET nor GITLAB_WEBHOOK_SIGNING_TOKEN is set. Set the one that the webhook has on GitLab; without it anybody could forge deliveries.",
    );
  }
  return { url: url("GITLAB_URL", value("GITLAB_URL") ?? ""), token, secret, signingToken };
}

function readNode(path: string | null, cwd: string): NodeFile | null {
  if (path === null) return null;
  const absolute = resolve(cwd, path);
  const read = readNodeFile(readText("COUNTERSIGN_NODE_FILE", absolute), { path });
  if ("problems" in read) throw new PolicyError(read.problems);
  return loadInventory(read.node, absolute);
}

function readText(name: SettingName, path: string): string {
  refusePipe(path);
  try {
    accessSync(path, constants.R_OK);
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConfigError(name, `${name} names ${path}, which cannot be read. Check the path and its permissions.`, {
      cause,
    });
  }
}

function duration(name: SettingName, text: string): number {
  const parsed = parseDuration(text);
  if (parsed !== null && parsed >= 10) return parsed;
  throw new ConfigError(
    name,
    `${name} is ${JSON.stringify(text)}, which is no duration from 10ms on. Write it like 500ms, 30s or 5m.`,
  );
}

function wholeNumber(name: SettingName, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new ConfigError(name, `${name} is ${JSON.stringify(text)}, which is no whole number from ${least} to ${most}.`);
}

const shortestToken = 16;

function longEnough(name: SettingName, text: string | null): string | null {
  if (text === null || text.length >= shortestToken) return text;
  throw new ConfigError(
    name,
    `${name} has fewer than ${shortestToken} characters. Make one with \`openssl rand -hex 32\`.`,
  );
}

function url(name: SettingName, text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text.replace(/\/+$/, "");
  throw new ConfigError(name, `${name} is ${JSON.stringify(text)}, which is no http or https URL.`);
}

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

function logLevel(text: string): string {
  if (logLevels.includes(text)) return text;
  throw new ConfigError("LOG_LEVEL", `LOG_LEVEL is ${JSON.stringify(text)}. Use one of ${logLevels.join(", ")}.`);
}

function missing(name: SettingName): never {
  throw new ConfigError(name, `${name} is not set.`);
}
