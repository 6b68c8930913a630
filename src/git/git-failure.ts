import { GitError, type GitErrorCode } from "../domain/errors.ts";

/** How a git process ended. Git has no error codes of its own, so its words (in the C locale) have to do. */
export interface GitEnd {
  /** What was being done, for people: `fetch from https://…`. */
  readonly doing: string;
  readonly exitCode: number | null;
  readonly stderr: string;
  readonly timedOutAfterMs?: number;
}

const signs: readonly (readonly [GitErrorCode, RegExp])[] = [
  ["disk", /No space left on device|Disk quota exceeded|Read-only file system|Input\/output error/i],
  [
    "auth",
    /Authentication failed|could not read (Username|Password)|terminal prompts disabled|Permission denied \(|Host key verification failed|The requested URL returned error: 40[13]|Invalid username or password|HTTP Basic: Access denied|no matching host key/i,
  ],
  [
    "ref-not-found",
    /couldn't find remote ref|no such remote ref|upload-pack: not our ref|unadvertised object|Remote branch \S+ not found/i,
  ],
  [
    "network",
    /Could not resolve host|Failed to connect|Couldn't connect|Connection (refused|reset|timed out|closed)|Operation timed out|Network is unreachable|early EOF|unexpected disconnect|hung up unexpectedly|RPC failed|gnutls_handshake|SSL|TLS|Empty reply|The requested URL returned error: (404|408|429|5\d\d)|repository .* not found|Could not read from remote repository|does not appear to be a git repository|unable to access|does not exist|Received HTTP code|ssh: /i,
  ],
  [
    "corrupt",
    /bad object|object file .* is empty|loose object .* is corrupt|inflate:|packfile .* (is|cannot)|unable to read tree|unable to read (sha1|[0-9a-f]{40})|missing (blob|tree|commit)|invalid (sha1|object)|not a git repository|bad (tree|pack|signature|config)|fsck error|error in (object|tag)|garbage|did not send all necessary objects|remote unpack failed|unresolved deltas|unable to find [0-9a-f]{40}|index-pack failed|shallow file has changed|object .* cannot be read|broken|reference broken|failed to (read|traverse)|pack has|does not point to a valid object/i,
  ],
];

const remedies: Record<GitErrorCode, string> = {
  auth: "Check the credentials and that they may read this repository.",
  network: "Check the address and that this machine reaches it; it is tried again.",
  timeout: "The remote did not finish in time: check it, or allow more time.",
  "ref-not-found": "Check the name of the branch, tag or commit on the remote.",
  corrupt:
    "The objects cannot be trusted: remove the local copy so that it is fetched anew, or run `git fsck` on the remote.",
  disk: "Make room on the disk, or make it writable.",
  other: "See git's own words above.",
};

/** The error that a failed git process means. Never contains credentials: they are in no argument and no address. */
export function gitFailure(end: GitEnd, options?: ErrorOptions): GitError {
  if (end.timedOutAfterMs !== undefined) {
    return new GitError(
      "timeout",
      `git could not ${end.doing} within ${end.timedOutAfterMs} ms. ${remedies.timeout}`,
      options,
    );
  }
  const code = signs.find(([, sign]) => sign.test(end.stderr))?.[0] ?? "other";
  const words = lastWords(end.stderr) || `git ended with ${end.exitCode ?? "a signal"}`;
  return new GitError(code, `git could not ${end.doing}: ${words}. ${remedies[code]}`, options);
}

/** The lines of git that say what went wrong, without control characters, at most 400 characters. */
function lastWords(stderr: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a remote may send escape sequences to the terminal
  const clean = stderr.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, " ");
  const lines = clean.split("\n").filter((line) => line.trim() !== "");
  const telling = lines.filter((line) => /^(fatal|error|remote|ssh)\b/.test(line.trim()));
  const chosen = telling.length > 0 ? telling : lines;
  return chosen
    .slice(0, 4)
    .map((line) => line.trim().replace(/\.$/, ""))
    .join("; ")
    .slice(0, 400);
}
