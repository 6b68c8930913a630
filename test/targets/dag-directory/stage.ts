import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import pino from "pino";
import { fetchRefs } from "../../../src/git/fetch-refs.ts";
import { type Mirror, openMirror } from "../../../src/git/mirror.ts";
import { openObjectReader } from "../../../src/git/object-reader.ts";
import { readTreeId } from "../../../src/git/read-ref.ts";
import {
  closeDagDirectory,
  type DagDirectory,
  type DagDirectoryOptions,
  openDagDirectory,
} from "../../../src/targets/dag-directory/dag-directory.ts";
import { deployTree } from "../../../src/targets/dag-directory/deploy-tree.ts";
import { settle } from "../../../src/targets/dag-directory/settle.ts";
import { makeRepository, type TestRepository, temporaryDirectory } from "../../git/repository.ts";

export interface Stage {
  readonly root: string;
  readonly dags: string;
  readonly live: string;
  readonly repository: TestRepository;
  readonly mirror: Mirror;
  readonly options: DagDirectoryOptions;
  /** Moves the clock (milliseconds). */
  wait(ms: number): void;
  fetch(): Promise<void>;
  /** Fetches, opens, deploys this commit, settles and closes, as one process would. */
  deploy(commit: string, change?: Partial<DagDirectoryOptions>): ReturnType<typeof deployTree>;
  /** Deploys with a directory that stays open. */
  deployTo(directory: DagDirectory, commit: string): ReturnType<typeof deployTree>;
}

/** A repository, a mirror of it, and an empty place for DAGs. */
export async function setStage(root = temporaryDirectory()): Promise<Stage> {
  const repository = makeRepository(join(root, "work"));
  const mirror = await openMirror(join(root, "mirror.git"));
  const dags = join(root, "dags");
  let now = Date.now();
  const options: DagDirectoryOptions = {
    name: "airflow",
    path: dags,
    namespace: "study",
    state: null,
    quietMs: 60_000,
    keep: 0,
    submodules: "refuse",
    now: () => now,
    stop: null,
    log: pino({ level: "silent" }),
  };
  const remote = { url: repository.directory, credentials: null };
  const fetch = () => fetchRefs(mirror, remote, ["+refs/heads/*:refs/heads/*"], { timeoutMs: 30_000, allowFile: true });
  const deployTo = async (directory: DagDirectory, commit: string) => {
    await fetch();
    const source = { mirror, objects: openObjectReader(mirror) };
    try {
      const outcome = await deployTree(directory, { commit, tree: await readTreeId(mirror, commit), ...source });
      await settle(directory, source);
      return outcome;
    } finally {
      source.objects.close();
    }
  };
  return {
    root,
    dags,
    live: join(dags, "study"),
    repository,
    mirror,
    options,
    wait: (ms) => {
      now += ms;
    },
    fetch,
    deployTo,
    deploy: async (commit, change = {}) => {
      const directory = openDagDirectory({ ...options, ...change });
      try {
        return await deployTo(directory, commit);
      } finally {
        closeDagDirectory(directory);
      }
    },
  };
}

/** Every file and link of a tree with its content, links as `-> text`. */
export function readAll(directory: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(directory.length + 1);
    if (entry.isSymbolicLink()) files[name] = `-> ${readlinkSync(path)}`;
    else if (entry.isFile()) files[name] = readFileSync(path, "utf8");
  }
  return files;
}
