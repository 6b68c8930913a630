import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { PullLine } from "../../src/journeys/pull/pull-line.ts";
import { createToken } from "../forge/model/accounts.ts";
import type { SshKeyPair } from "../support/ssh-keys.ts";
import type { Login, World } from "./world.ts";

const mainFile = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
addFormats.default(ajv);
const schema = readFileSync(new URL("../../docs/schemas/node-cycle.json", import.meta.url), "utf8");
const validate = ajv.compile(JSON.parse(schema));

export interface CommandRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A node of its own beside the world's, which trusts what its file says and nothing else. */
export interface PullingNode {
  /** One cycle of the real `countersign node`. Its line is held by the schema. */
  pull(): Promise<PullLine & { readonly exitCode: number }>;
  /** What Airflow would read. */
  readDag(path: string): Promise<string | null>;
  /** The real `countersign sign`, as a person with a token and a key of their own. */
  sign(who: Login, key: SshKeyPair, ...args: readonly string[]): Promise<CommandRun>;
  /** The real `countersign verify` of what is live, with the node's file and its keys. */
  verify(...args: readonly string[]): Promise<CommandRun>;
  /** The public keys of the node, as a file. */
  readonly keysFile: () => Promise<string>;
}

export interface PullingNodeOptions {
  /** The `trust` section, without its name. */
  readonly trust: string;
  readonly keys: Partial<Record<Login, SshKeyPair>>;
  /** Whose token the node reads the forge with; `null`: none for people, and git alone. */
  readonly reader?: Login | null;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function createPullingNode(world: World, options: PullingNodeOptions): Promise<PullingNode> {
  const { face, forge, people } = world;
  const directory = join(world.directory, `pulling-${Math.random().toString(36).slice(2)}`);
  await mkdir(directory, { recursive: true });
  const url = `${forge.baseUrl}/acme/study`;
  const file = join(directory, "countersign.node.yml");
  const tokens = new Map<Login, string>();
  const tokenOf = (login: Login): string => {
    const token = tokens.get(login) ?? createToken(forge.model, { accountId: people[login].id }).token;
    tokens.set(login, token);
    return token;
  };
  const controllers = (["ben", "cleo"] as const).map((login) => {
    const key = options.keys[login];
    const keys = key === undefined ? "" : `, ssh-keys: [${JSON.stringify(key.publicKey)}]`;
    return `  - { ${face}: { login: ${login}, id: ${people[login].id} }${keys} }`;
  });
  await writeFile(
    file,
    [
      "node: london",
      `targets: { airflow: { kind: dag-directory, path: ${join(directory, "dags")} } }`,
      "controllers:",
      ...controllers,
      `repositories: [{ name: acme/study, url: "${url}", namespace: study }]`,
      `trust: ${options.trust}`,
      "",
    ].join("\n"),
  );

  /** How the forge is reached, and a person's token for it. */
  const forgeEnvironment = (login: Login): Record<string, string> =>
    face === "github"
      ? { GITHUB_URL: forge.baseUrl, GITHUB_API_URL: forge.baseUrl, GITHUB_TOKEN: tokenOf(login) }
      : { GITLAB_URL: forge.baseUrl, GITLAB_TOKEN: tokenOf(login) };
  const gitOnly = (login: Login) => ({ COUNTERSIGN_GIT_USERNAME: login, COUNTERSIGN_GIT_PASSWORD: tokenOf(login) });
  const reader = options.reader === undefined ? "cleo" : options.reader;

  return {
    async pull() {
      const environment = { ...(reader === null ? gitOnly("cleo") : forgeEnvironment(reader)), ...options.environment };
      const args = ["node", "--node", file, "--state", join(directory, "state"), "--once"];
      const run = await runCommand(args, environment, directory);
      const lines = run.stdout.split("\n").filter(Boolean);
      if (lines.length !== 1)
        throw new Error(`the node said ${run.stdout || "nothing"} and ended with ${run.code}: ${run.stderr}`);
      const line: unknown = JSON.parse(lines[0] ?? "");
      if (!validate(line)) throw new Error(JSON.stringify(validate.errors));
      return { ...(line as PullLine), exitCode: run.code }; // held by the schema just now
    },
    verify: (...args) =>
      runCommand(["verify", join(directory, "dags", "study"), "--node", file, ...args], {}, directory),
    async keysFile() {
      const listed = await runCommand(
        ["keys", "list", "--format", "json", "--state", join(directory, "state")],
        {},
        directory,
      );
      const keys = join(directory, "keys.json");
      await writeFile(keys, listed.stdout);
      return keys;
    },
    readDag: (path) => readFile(join(directory, "dags", "study", path), "utf8").catch(() => null),
    sign: (who, key, ...args) =>
      runCommand(
        ["sign", "--repository", url, "--key", key.file, "--yes", ...args],
        { ...forgeEnvironment(who), HOME: directory },
        directory,
      ),
  };
}

function runCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd: string,
): Promise<CommandRun> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH, HOME: cwd, ...environment };
    execFile(process.execPath, [mainFile, ...args], { cwd, env, timeout: 120_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}
