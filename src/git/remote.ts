import type { GitRemote } from "../ports/forge.ts";
import { remoteEnvironment } from "./git-environment.ts";
import { assertUsableUrl } from "./remote-url.ts";

/** How to talk to a remote for one command. */
export interface RemoteCall {
  /** After this long git's whole process group is ended. */
  readonly timeoutMs: number;
  /** Whether the remote may be a path or `file://` address on this machine; default no. */
  readonly allowFile?: boolean;
  readonly ssh?: SshOptions | null;
  readonly signal?: AbortSignal;
}

export interface SshOptions {
  readonly keyFile: string | null;
  /** `null`: the user's own. The host's key must be in it. */
  readonly knownHostsFile: string | null;
}

/** The environment of a git command on this remote. Credentials are sent to the address's own origin alone. */
export function environmentFor(remote: GitRemote, call: RemoteCall, directory: string | null): Record<string, string> {
  const allowFile = call.allowFile === true;
  assertUsableUrl(remote.url, { allowFile });
  return remoteEnvironment({
    directory,
    allowFile,
    config: remote.credentials === null ? [] : credentialConfig(remote.url, remote.credentials),
    extra: { GIT_SSH_COMMAND: sshCommand(call.ssh ?? null), GIT_SSH_VARIANT: "ssh" },
  });
}

/**
 * Git sends an extra header to wherever it is redirected, so with credentials it follows no redirect
 * (https://git-scm.com/docs/git-config, `http.extraHeader`, `http.followRedirects`).
 */
function credentialConfig(url: string, credentials: { readonly username: string; readonly password: string }) {
  if (!/^https?:/i.test(url)) return [];
  const secret = Buffer.from(`${credentials.username}:${credentials.password}`, "utf8").toString("base64");
  return [
    [`http.${new URL(url).origin}/.extraHeader`, `Authorization: Basic ${secret}`],
    ["http.followRedirects", "false"],
  ] as const;
}

function sshCommand(ssh: SshOptions | null): string {
  const options = ["BatchMode=yes", "StrictHostKeyChecking=yes", "ForwardAgent=no", "ConnectTimeout=30"];
  if (ssh?.keyFile != null) options.push("IdentitiesOnly=yes");
  if (ssh?.knownHostsFile != null) options.push(`UserKnownHostsFile="${ssh.knownHostsFile}"`);
  const key = ssh?.keyFile == null ? [] : ["-i", ssh.keyFile];
  return ["ssh", ...options.flatMap((option) => ["-o", option]), ...key].map(quoteForShell).join(" ");
}

function quoteForShell(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
