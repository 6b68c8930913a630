import { GitError } from "../domain/errors.ts";

const scpLike = /^([A-Za-z0-9._-]+@)?[A-Za-z0-9][A-Za-z0-9.-]*:(?!\/\/)[^\s:][^\s]*$/;

/** Why an address cannot be used, in a sentence; `null` when it can: https, http, ssh (also `user@host:path`), file if allowed. */
export function findUrlProblem(url: string, { allowFile }: { allowFile: boolean }): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are refused
  if (url === "" || url.startsWith("-") || /[\u0000-\u0020\u007f]/.test(url)) {
    return "a repository's address must not be empty, begin with `-`, or contain spaces or control characters";
  }
  if (url.startsWith("/")) return allowFile ? null : "a repository on this machine's disk is not allowed here";
  if (!URL.canParse(url) || !url.includes("://")) {
    return scpLike.test(url) && !url.includes("::")
      ? null
      : "a repository's address is https://…, ssh://… or user@host:path";
  }
  return findParsedProblem(new URL(url), allowFile);
}

function findParsedProblem(parsed: URL, allowFile: boolean): string | null {
  switch (parsed.protocol) {
    case "https:":
    case "http:":
      return parsed.username === "" && parsed.password === ""
        ? null
        : "a repository's address must not contain credentials: give them separately";
    case "ssh:":
      if (parsed.hostname.startsWith("-")) return "a host's name must not begin with `-`";
      return parsed.password === "" ? null : "a repository's address must not contain a password";
    case "file:":
      return allowFile ? null : "a repository on this machine's disk is not allowed here";
    default:
      return `git's protocol \`${parsed.protocol}\` is not allowed: use https or ssh`;
  }
}

/** Throws `GitError` when the address cannot be used. */
export function assertUsableUrl(url: string, options: { allowFile: boolean }): void {
  const problem = findUrlProblem(url, options);
  if (problem !== null) throw new GitError("other", `${withoutCredentials(url)}: ${problem}.`);
}

/** The address as it may be shown and logged. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, (whole, scheme: string) =>
    /^ssh:/i.test(scheme) && !whole.slice(scheme.length).includes(":") ? whole : scheme,
  );
}
