import { basename, resolve } from "node:path";
import { ConfigError } from "../../domain/errors.ts";
import { findUrlProblem, withoutCredentials } from "../../git/remote-url.ts";
import { isNamespace } from "../../targets/dag-directory/layout.ts";
import { readDuration } from "./duration.ts";

/** The flags as commander gives them. */
export interface DeployFlags {
  readonly repository: string;
  readonly ref: string;
  readonly target: string;
  readonly namespace?: string;
  readonly subdirectory?: string;
  readonly state?: string;
  readonly once?: true;
  readonly interval: string;
  readonly unreviewed?: true;
  readonly syncTimeout: string;
  readonly depth?: string;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly sshKeyFile?: string;
  readonly sshKnownHostsFile?: string;
  readonly submodules: string;
  readonly maxFailures?: string;
  readonly keep: string;
  readonly quietFor: string;
  readonly execHook?: string;
  readonly webhookUrl?: string;
  readonly httpBind?: string;
}

export interface DeploySettings {
  readonly repository: string;
  readonly ref: string;
  /** Absolute. */
  readonly target: string;
  readonly namespace: string;
  /** Without slashes at its ends; empty: the whole tree. */
  readonly subdirectory: string;
  readonly state: string | null;
  readonly isOnce: boolean;
  readonly intervalMs: number;
  readonly syncTimeoutMs: number;
  readonly depth: number | null;
  readonly username: string | null;
  readonly passwordFile: string | null;
  readonly password: string | null;
  readonly sshKeyFile: string | null;
  readonly sshKnownHostsFile: string | null;
  readonly submodules: "off" | "shallow" | "recursive";
  readonly maxFailures: number | null;
  readonly keep: number;
  readonly quietMs: number;
  readonly execHook: string | null;
  readonly webhookUrl: string | null;
  readonly httpBind: { readonly host: string; readonly port: number } | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Checks every flag before anything is written. Throws `ConfigError`. */
export function readDeploySettings(flags: DeployFlags, env: Environment, cwd: string): DeploySettings {
  const path = (text: string | undefined) => (text === undefined ? null : resolve(cwd, text));
  return {
    repository: readRepository(flags.repository, flags.unreviewed === true),
    ref: readRefName(flags.ref),
    target: resolve(cwd, nonEmpty("--target", flags.target)),
    namespace: readNamespace(flags),
    subdirectory: readSubdirectory(flags.subdirectory ?? ""),
    state: path(flags.state),
    isOnce: flags.once === true,
    intervalMs: readDuration("--interval", flags.interval, 10),
    syncTimeoutMs: readDuration("--sync-timeout", flags.syncTimeout, 1),
    depth: flags.depth === undefined ? null : readCount("--depth", flags.depth, 1),
    ...readCredentials(flags, env, cwd),
    sshKeyFile: path(flags.sshKeyFile),
    sshKnownHostsFile: path(flags.sshKnownHostsFile),
    submodules: readSubmodules(flags.submodules),
    maxFailures: flags.maxFailures === undefined ? null : readCount("--max-failures", flags.maxFailures, 1),
    keep: readCount("--keep", flags.keep, 0),
    quietMs: readDuration("--quiet-for", flags.quietFor, 0),
    execHook: flags.execHook ?? null,
    webhookUrl: flags.webhookUrl === undefined ? null : readWebhookUrl(flags.webhookUrl),
    httpBind: flags.httpBind === undefined ? null : readBind(flags.httpBind),
  };
}

function readRepository(url: string, isUnreviewed: boolean): string {
  if (!isUnreviewed) {
    throw new ConfigError(
      "--unreviewed",
      `Nothing was deployed: this command asks nobody for approval, so whatever is pushed to ${withoutCredentials(url)} would go live. Add --unreviewed if you trust that source as it is. Where changes have to be approved first, run the service instead (\`countersign serve\`), which deploys only what was approved.`,
    );
  }
  const problem = findUrlProblem(url, { allowFile: true });
  if (problem !== null) throw new ConfigError("--repository", `--repository: ${problem}.`);
  return url;
}

/** A branch, tag, full ref name, `HEAD` or full commit id; the rules are those of `git check-ref-format`. */
function readRefName(ref: string): string {
  const isBad =
    ref === "" ||
    /^[-+^/]|[\s~^:?*[\\]|\.\.|@\{|\/\/|\/$|\.$|(^|\/)\.|\.lock(\/|$)|^@$/.test(ref) ||
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are refused
    /[\u0000-\u001f\u007f]/.test(ref);
  if (isBad)
    throw new ConfigError("--ref", `--ref \`${ref}\` is not the name of a branch or tag, HEAD, or a full commit id.`);
  return ref;
}

function readNamespace(flags: DeployFlags): string {
  const name =
    flags.namespace ?? basename(flags.repository.replace(/\/+$/, "").replace(/.*:/, "")).replace(/\.git$/, "");
  if (isNamespace(name)) return name;
  throw new ConfigError(
    "--namespace",
    `--namespace \`${name}\` is not made of letters, digits, \`.\`, \`_\` and \`-\`, beginning with a letter, digit or \`_\`.`,
  );
}

function readSubdirectory(text: string): string {
  const names = text.split("/").filter((name) => name !== "" && name !== ".");
  if (names.includes("..") || text.startsWith("/")) {
    throw new ConfigError("--subdirectory", `--subdirectory \`${text}\` does not lie in the repository.`);
  }
  return names.join("/");
}

function readCredentials(flags: DeployFlags, env: Environment, cwd: string) {
  const passwordFile = flags.passwordFile === undefined ? null : resolve(cwd, flags.passwordFile);
  const password = env.COUNTERSIGN_GIT_PASSWORD ?? null;
  const username = flags.username ?? env.COUNTERSIGN_GIT_USERNAME ?? null;
  if (flags.username !== undefined && passwordFile === null && password === null) {
    throw new ConfigError(
      "--username",
      "--username needs --password-file, or COUNTERSIGN_GIT_PASSWORD in the environment.",
    );
  }
  return { username, passwordFile, password };
}

function readSubmodules(text: string): DeploySettings["submodules"] {
  if (text === "off" || text === "shallow" || text === "recursive") return text;
  throw new ConfigError("--submodules", `--submodules \`${text}\` is not off, shallow or recursive.`);
}

function readCount(flag: string, text: string, least: number): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= least) return count;
  throw new ConfigError(flag, `${flag} \`${text}\` is not a whole number of at least ${least}.`);
}

function readWebhookUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new ConfigError("--webhook-url", "--webhook-url is not an http or https address.");
}

function readBind(text: string): { host: string; port: number } {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:]*):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2] ?? Number.NaN);
  if (match === null || port > 65_535)
    throw new ConfigError("--http-bind", `--http-bind \`${text}\` is not HOST:PORT.`);
  return { host: match[1]?.replace(/^\[|\]$/g, "") || "0.0.0.0", port };
}

function nonEmpty(flag: string, text: string): string {
  if (text !== "") return text;
  throw new ConfigError(flag, `${flag} is empty.`);
}
