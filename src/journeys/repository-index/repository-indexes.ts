import { join } from "node:path";
import type { Logger } from "pino";
import type { FilesBeside } from "../../analysis/files-beside.ts";
import type { FileModel } from "../../core/inspect/file-model.ts";
import type { PackedDags } from "../../core/inspect/packed-dags.ts";
import type { PackedTree } from "../../core/inspect/packed-tree.ts";
import { sha256Hex } from "../../formats/sha256.ts";
import { compareTreeObjects } from "../../git/compare-trees.ts";
import type { Mirror } from "../../git/mirror.ts";
import { type ObjectReader, openObjectReader } from "../../git/object-reader.ts";
import type { TreePath } from "../../rules/tree-listing.ts";
import { filesOfTree } from "../files-of-tree.ts";
import { advanceDags, mostRetried, settleDags } from "./advance-dags.ts";
import { advanceTree, settleTree } from "./advance-tree.ts";
import { type DagState, noDagState, noTree, type TreeState } from "./index-state.ts";
import { readSavedIndex, saveIndex } from "./saved-index.ts";

export interface IndexRequest {
  readonly mirror: Mirror;
  /** Nobody else uses it until the answer is there. */
  readonly objects: ObjectReader;
  /** Which line of the repository's history it is of, such as a branch: its trees are much alike. */
  readonly line: string;
  /** The tree, by its id. */
  readonly tree: string;
  /** Tells apart all that models depend on besides files. */
  readonly settings: string;
  /** Whether there may be DAGs in a file, or below a link or a submodule. */
  readonly isDagFile: (file: TreePath) => boolean;
  readonly readModels: (
    paths: readonly string[],
    tree: PackedTree,
    files: FilesBeside,
  ) => Promise<readonly FileModel[]>;
}

/** What a repository has in one tree. */
export interface IndexedTree {
  readonly tree: TreeState;
  /** `null`: they are still being read, or could not be. */
  readonly dags: PackedDags | null;
  /** Ends when they have been read, whatever came of it. Never rejects. */
  readonly whenRead: Promise<unknown>;
}

/**
 * What repositories have, kept so that each look costs what has changed since the last. All of it can be made again: it is in memory,
 * and for the next start in files within the mirrors.
 */
export interface RepositoryIndexes {
  /** Throws `GitError`. */
  at(request: IndexRequest): Promise<IndexedTree>;
}

export interface IndexSettings {
  /** So long a look waits for DAGs that are still being read; `null`: until they are. */
  readonly patienceMs: number | null;
  readonly log: Logger;
}

interface Line {
  readonly settings: string;
  tree: Promise<TreeState>;
  dags: Promise<DagState>;
}

/** Each is held in memory. */
const mostLines = 20;

/** After so many files it is told how far it is. */
const stride = 500;

export function createRepositoryIndexes({ patienceMs, log }: IndexSettings): RepositoryIndexes {
  const lines = new Map<string, Line>();

  function lineOf(request: IndexRequest): Line {
    const key = `${request.mirror.directory}\n${request.line}`;
    const known = lines.get(key);
    lines.delete(key);
    const line = known?.settings === request.settings ? known : openLine(request);
    lines.set(key, line);
    for (const oldest of lines.keys()) {
      if (lines.size <= mostLines) break;
      lines.delete(oldest);
    }
    return line;
  }

  function openLine(request: IndexRequest): Line {
    const saved = readSavedIndex(pathOf(request), request.settings);
    return {
      settings: request.settings,
      tree: saved.then((index) => index?.tree ?? noTree),
      dags: saved.then((index) => index?.dags ?? noDagState),
    };
  }

  /** One after the other. A tree from which no way leads to the wanted one, as after a force-push, is forgotten. */
  function moveTree(line: Line, { mirror, objects, tree }: IndexRequest): Promise<TreeState> {
    const moved = line.tree.then(async (state) => {
      if (state.id === tree) return state;
      const isThere = state.id !== null && (await objects.find(state.id, "tree")) !== null;
      return settleTree(await advanceTree(isThere ? state : noTree, tree, mirror, objects));
    });
    line.tree = moved.catch(() => noTree);
    return moved;
  }

  function moveDags(line: Line, request: IndexRequest, tree: TreeState): Promise<DagState> {
    const moved = line.dags.then((state) => (state.id === request.tree ? state : readDags(state, request, tree)));
    line.dags = moved.catch((error: unknown) => {
      log.error({ err: error, mirror: request.mirror.directory }, "the DAGs of a repository could not be read");
      return noDagState;
    });
    return moved;
  }

  async function readDags(state: DagState, request: IndexRequest, { tree }: TreeState): Promise<DagState> {
    const { mirror, tree: id, isDagFile } = request;
    const objects = openObjectReader(mirror);
    try {
      const isThere = state.id !== null && (await objects.find(state.id, "tree")) !== null;
      const changed = isThere && state.id !== null ? await compareTreeObjects(objects, state.id, id) : null;
      const files = filesOfTree(objects, id);
      let unread = 0;
      const readModels = async (paths: readonly string[]): Promise<readonly FileModel[]> => {
        const models: FileModel[] = [];
        for (let from = 0; from < paths.length; from += stride) {
          models.push(...(await request.readModels(paths.slice(from, from + stride), tree, files)));
          if (paths.length > stride)
            log.info({ mirror: mirror.directory, read: models.length, of: paths.length }, "reads DAGs of a repository");
        }
        unread = models.filter(({ isUnread }) => isUnread).length;
        return models;
      };
      const advance = { id, tree, changed: changed?.map(({ path }) => path) ?? null, isDagFile, readModels };
      const next = await advanceDags(changed === null ? noDagState : state, advance);
      const settled = settleDags(next, changed === null ? 0 : undefined);
      const isNew = settled.dags.models !== state.dags.models;
      if (isNew && unread <= mostRetried) await keep(request, { id, tree }, settled);
      return settled;
    } finally {
      objects.close();
    }
  }

  /** That it could not be saved costs time at the next start, and nothing else. */
  async function keep(request: IndexRequest, tree: TreeState, dags: DagState): Promise<void> {
    const index = { tree: settleTree(tree, 0), dags: settleDags(dags, 0) };
    await saveIndex(pathOf(request), request.settings, index).catch((error: unknown) =>
      log.warn({ err: error }, "the index of a repository could not be saved"),
    );
  }

  return {
    async at(request) {
      const line = lineOf(request);
      const tree = await moveTree(line, request);
      const read = moveDags(line, request, tree).catch(() => null);
      const dags = await (patienceMs === null ? read : within(read, patienceMs));
      return { tree, dags: dags?.dags ?? null, whenRead: read };
    },
  };
}

function pathOf({ mirror, line }: IndexRequest): string {
  const name = sha256Hex(line).slice(0, 16);
  return join(mirror.directory, "countersign", `index-${name}`);
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
