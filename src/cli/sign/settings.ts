import { join, resolve } from "node:path";
import { ConfigError } from "../../domain/errors.ts";
import { type ForgeName, forgeNames } from "../../domain/identity.ts";

/** The flags as commander gives them. */
export interface SignFlags {
  readonly landed?: string;
  readonly since?: string;
  readonly adopt?: string;
  readonly replaces?: string;
  readonly repository: string;
  readonly base: string;
  readonly forge?: string;
  readonly node?: string;
  readonly expires: string;
  readonly key?: string;
  readonly yes?: true;
  readonly post?: string;
}

/** What is to be signed. Commits are full ids. */
export type SignSubject =
  | { readonly kind: "change"; readonly number: number; readonly forge: ForgeName | null }
  | { readonly kind: "landed"; readonly commit: string; readonly since: string | null }
  | { readonly kind: "adopt"; readonly commit: string; readonly replaces: string | null };

export interface SignSettings {
  readonly subject: SignSubject;
  /** An address, or a directory. */
  readonly repository: string;
  readonly directory: string;
  /** Full name. */
  readonly baseRef: string;
  readonly node: string | null;
  /** In milliseconds; `null`: it never expires. */
  readonly validForMs: number | null;
  readonly key: string;
  readonly isAsked: boolean;
  readonly post: { readonly to: "comment" } | { readonly to: "service"; readonly url: string } | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

const dayMs = 86_400_000;

/** Checks every flag before anything is fetched. Throws `ConfigError`. */
export function readSignSettings(
  change: string | undefined,
  flags: SignFlags,
  env: Environment,
  cwd: string,
): SignSettings {
  const { repository, base, node = null } = flags;
  if (!/^(?!-)(?!.*\.\.)[^\s~^:?*[\\]+$/.test(base)) {
    throw new ConfigError("--base", `--base \`${base}\` is not the name of a branch, such as main.`);
  }
  if (node !== null && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(node)) {
    throw new ConfigError("--node", `--node \`${node}\` is not the name of a node.`);
  }
  return {
    subject: readSubject(change, flags),
    repository,
    directory: resolve(cwd, repository.includes(":") ? "." : repository),
    baseRef: `refs/heads/${base.replace(/^refs\/heads\//, "")}`,
    node,
    validForMs: readExpiry(flags.expires),
    key: flags.key === undefined ? join(env.HOME ?? "/", ".ssh", "id_ed25519") : resolve(cwd, flags.key),
    isAsked: flags.yes !== true,
    post: readPost(flags.post),
  };
}

function readSubject(change: string | undefined, flags: SignFlags): SignSubject {
  const { landed, adopt, since, replaces, forge } = flags;
  if ([change, landed, adopt].filter((one) => one !== undefined).length !== 1) {
    throw new ConfigError("sign", "Say what to sign: the number of a change, or --landed SHA, or --adopt SHA.");
  }
  if (since !== undefined && landed === undefined) throw new ConfigError("--since", "--since goes with --landed.");
  if (replaces !== undefined && adopt === undefined)
    throw new ConfigError("--replaces", "--replaces goes with --adopt.");
  if (landed !== undefined) {
    return {
      kind: "landed",
      commit: sha("--landed", landed),
      since: since === undefined ? null : sha("--since", since),
    };
  }
  if (adopt !== undefined) {
    const replaced = replaces === undefined ? null : sha("--replaces", replaces);
    return { kind: "adopt", commit: sha("--adopt", adopt), replaces: replaced };
  }
  if (change === undefined || !/^[1-9]\d{0,9}$/.test(change)) {
    throw new ConfigError("change", `\`${change}\` is not the number of a change.`);
  }
  const known = forgeNames.find((name) => name === forge) ?? null;
  if (forge !== undefined && known === null) {
    throw new ConfigError("--forge", `--forge \`${forge}\` is not ${forgeNames.join(" or ")}.`);
  }
  return { kind: "change", number: Number(change), forge: known };
}

function sha(flag: string, text: string): string {
  if (/^[0-9a-f]{40}$/i.test(text)) return text.toLowerCase();
  throw new ConfigError(flag, `${flag} \`${text}\` is not a full commit id of 40 digits.`);
}

function readExpiry(text: string): number | null {
  if (text === "never") return null;
  const days = Number(/^([1-9]\d{0,3})d$/.exec(text)?.[1] ?? Number.NaN);
  if (Number.isFinite(days)) return days * dayMs;
  throw new ConfigError("--expires", `--expires \`${text}\` is not a number of days such as 30d, nor never.`);
}

function readPost(text: string | undefined): SignSettings["post"] {
  if (text === undefined) return null;
  if (text === "comment") return { to: "comment" };
  if (URL.canParse(text) && /^https?:\/\/[^@]*$/.test(text)) return { to: "service", url: text.replace(/\/+$/, "") };
  throw new ConfigError("--post", `--post \`${text}\` is neither \`comment\` nor the URL of a service.`);
}
