import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ConfigError, GitError } from "../../domain/errors.ts";
import { readPassphrase } from "../../evidence/read-passphrase.ts";
import { loadInventory } from "../../service/load-inventory.ts";
import { loadNode } from "../../service/load-policy.ts";
import type { NodeSettings } from "../../service/open-node.ts";
import { readDuration } from "../deploy/duration.ts";

/** The flags as commander gives them. */
export interface NodeFlags {
  readonly node?: string;
  readonly state: string;
  readonly once?: true;
  readonly interval: string;
  readonly syncTimeout: string;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly sshKeyFile?: string;
  readonly sshKnownHostsFile?: string;
  readonly maxFailures?: string;
}

export interface NodeLoopSettings extends Omit<NodeSettings, "signal" | "log"> {
  readonly isOnce: boolean;
  readonly intervalMs: number;
  readonly maxFailures: number | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Checks every flag, and reads the node's file. Throws `ConfigError` or `PolicyError`. */
export async function readNodeFlags(flags: NodeFlags, env: Environment, cwd: string): Promise<NodeLoopSettings> {
  const path = (text: string | undefined) => (text === undefined ? null : resolve(cwd, text));
  const file = flags.node ?? env.COUNTERSIGN_NODE_FILE;
  if (file === undefined || file === "") {
    throw new ConfigError(
      "--node",
      "Which node this is, is not known. Name its file with --node, or in COUNTERSIGN_NODE_FILE.",
    );
  }
  const passwordFile = path(flags.passwordFile);
  return {
    node: loadInventory(await loadNode(file, cwd), resolve(cwd, file)),
    stateDirectory: resolve(cwd, flags.state),
    isOnce: flags.once === true,
    intervalMs: readDuration("--interval", flags.interval, 10),
    syncTimeoutMs: readDuration("--sync-timeout", flags.syncTimeout, 1),
    maxFailures: flags.maxFailures === undefined ? null : readCount(flags.maxFailures),
    ssh: { keyFile: path(flags.sshKeyFile), knownHostsFile: path(flags.sshKnownHostsFile) },
    username: flags.username ?? env.COUNTERSIGN_GIT_USERNAME ?? null,
    readPassword: async () =>
      passwordFile === null ? (env.COUNTERSIGN_GIT_PASSWORD ?? null) : readPassword(passwordFile),
    keyPassphrase: readPassphrase(env, cwd),
    env,
  };
}

async function readPassword(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).replace(/\r?\n$/, "");
  } catch (cause) {
    const message = `Cannot read the password file ${file}. Make it readable; it is read again in the next cycle.`;
    throw new GitError("auth", message, { cause });
  }
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new ConfigError("--max-failures", `--max-failures \`${text}\` is not a whole number of at least 1.`);
}
