/** The tree without entries, which git knows in every repository. */
export const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** What a git process may use of our own environment: how to find programs, proxies, certificates and the ssh agent. */
const inherited = [
  "PATH",
  "HOME",
  "TMPDIR",
  "SSH_AUTH_SOCK",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "all_proxy",
  "HTTPS_PROXY",
  "NO_PROXY",
  "ALL_PROXY",
];

/** Tree entries and `.gitmodules` that matter only to a checkout, which never happens here; the reader of a tree judges them. */
const judgedLater = [
  "hasDot",
  "hasDotdot",
  "hasDotgit",
  "gitmodulesSymlink",
  "gitmodulesUrl",
  "gitmodulesPath",
  "gitmodulesName",
  "gitmodulesUpdate",
  "gitmodulesParse",
  "gitmodulesBlob",
  "gitmodulesLarge",
  "gitmodulesMissing",
  "gitignoreSymlink",
  "gitattributesSymlink",
  "mailmapSymlink",
];

/** Harmless flaws of old histories; the list is Gitaly's (`internal/git/command_options.go`, `fsckConfiguration`). */
const harmless = ["badTimezone", "missingSpaceBeforeDate", "zeroPaddedFilemode"];

export type Setting = readonly [key: string, value: string];

const localConfig: readonly Setting[] = [
  ["core.hooksPath", "/dev/null"],
  ["core.quotePath", "false"],
  ["core.attributesFile", "/dev/null"],
  // What a clone's own configuration would have git start, such as for blobs that it left on the remote.
  ["core.fsmonitor", "false"],
  ["core.sshCommand", "ssh"],
  ["core.alternateRefsCommand", "true"],
  ["credential.helper", ""],
  ["protocol.allow", "never"],
  ["protocol.https.allow", "always"],
  ["protocol.http.allow", "always"],
  ["protocol.ssh.allow", "always"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
  ["i18n.logOutputEncoding", "UTF-8"],
  ["diff.renameLimit", "2000"],
  ["merge.renameLimit", "2000"],
  ["merge.renames", "true"],
  ["merge.directoryRenames", "conflict"],
];

const remoteConfig: readonly Setting[] = [
  ["fetch.fsckObjects", "true"],
  ["fetch.writeCommitGraph", "false"],
  ["submodule.recurse", "false"],
  ...[...judgedLater, ...harmless].map((id) => [`fetch.fsck.${id}`, "ignore"] as const),
];

/** The environment of a git process that works on a local repository alone. */
export function localEnvironment(
  directory: string,
  extra: Readonly<Record<string, string>> = {},
  settings: readonly Setting[] = [],
) {
  return { ...gitEnvironment([...localConfig, ...settings]), GIT_DIR: directory, ...extra };
}

export interface RemoteOptions {
  /** The repository; `null` for commands that need none. */
  readonly directory: string | null;
  readonly allowFile: boolean;
  /** Secrets travel here: it becomes environment, never arguments. */
  readonly config: readonly Setting[];
  readonly extra: Readonly<Record<string, string>>;
}

/** The environment of a git process that talks to a remote: no prompts, and only the protocols that are asked for. */
export function remoteEnvironment(options: RemoteOptions): Record<string, string> {
  const file: readonly Setting[] = options.allowFile ? [["protocol.file.allow", "always"]] : [];
  return {
    ...gitEnvironment([...localConfig, ...remoteConfig, ...file, ...options.config]),
    GIT_ASKPASS: "/bin/false",
    SSH_ASKPASS: "/bin/false",
    ...(options.directory === null ? {} : { GIT_DIR: options.directory }),
    ...options.extra,
  };
}

/** The whole environment of a git process: no configuration of the machine or the user, no hooks, no attributes. */
function gitEnvironment(config: readonly Setting[]): Record<string, string> {
  const environment: Record<string, string> = {
    ...inheritedEnvironment(),
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_ATTR_SOURCE: emptyTree,
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_LITERAL_PATHSPECS: "1",
    GIT_CONFIG_COUNT: String(config.length),
  };
  for (const [index, [key, value]] of config.entries()) {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return environment;
}

/** Handed on, not read: nothing that Countersign decides depends on it, so `main.ts` stays the only reader of settings. */
function inheritedEnvironment(): Record<string, string> {
  const entries = inherited.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}
