import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { pino } from "pino";
import { describe, expect, test } from "vitest";
import type { FilesBeside } from "../../../src/analysis/files-beside.ts";
import { type FileModel, toFileModel } from "../../../src/core/inspect/file-model.ts";
import { openDags } from "../../../src/core/inspect/packed-dags.ts";
import { openTree } from "../../../src/core/inspect/tree-listing.ts";
import { openObjectReader } from "../../../src/git/object-reader.ts";
import {
  createRepositoryIndexes,
  type IndexedTree,
  type IndexRequest,
  type RepositoryIndexes,
} from "../../../src/journeys/repository-index/repository-indexes.ts";
import { emptyModule } from "../../../src/python/bare-module.ts";
import { makeRepository, type TestRepository, temporaryDirectory } from "../../git/repository.ts";

const log = pino({ level: "silent" });
const span = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };

/** In these tests a DAG file says `id NAME`, `import PATH` (whose text is an id) or `unread`, a line each. */
async function readModel(path: string, files: FilesBeside): Promise<FileModel> {
  const read = async (at: string): Promise<string> => {
    const found = (await files.identify(at)) === null ? null : await files.read(at);
    return found !== null && "content" in found ? new TextDecoder().decode(found.content) : "";
  };
  const ids: string[] = [];
  const asked: string[] = [];
  const text = await read(path);
  for (const line of text.split("\n")) {
    const [word, name = ""] = line.split(" ");
    if (word === "id") ids.push(name);
    if (word === "import") {
      asked.push(name);
      ids.push(await read(name));
    }
  }
  const dags = ids.map((dagId) => ({
    path,
    dagId,
    idSpan: span,
    definedIn: null,
    isRegistered: true,
    isUnconditional: true,
    params: [],
    paramsCertainty: "exact" as const,
    certainty: "exact" as const,
    reason: null,
  }));
  return { ...toFileModel(path, emptyModule, asked), dags, isUnread: text.includes("unread") };
}

interface Looked {
  readonly paths: readonly string[];
  readonly dags: readonly FileModel[] | null;
  /** Which files were read for it. */
  readonly read: readonly string[];
  readonly whenRead: IndexedTree["whenRead"];
}

async function look(
  indexes: RepositoryIndexes,
  { directory, git }: TestRepository,
  commit: string,
  more: Partial<IndexRequest> = {},
): Promise<Looked> {
  const mirror = { directory: join(directory, ".git") };
  const objects = openObjectReader(mirror);
  const read: string[] = [];
  try {
    const { tree, dags, whenRead } = await indexes.at({
      mirror,
      objects,
      line: "refs/heads/main",
      tree: git("rev-parse", `${commit}^{tree}`),
      settings: "3.12",
      isDagFile: ({ path }) => path.endsWith(".py"),
      readModels: async (paths, _, files) => {
        read.push(...paths);
        const models: FileModel[] = [];
        for (const path of paths) models.push(await readModel(path, files));
        return models;
      },
      ...more,
    });
    const paths = [...openTree(tree.tree).below("")].map(({ path, oid }) => `${path} ${oid}`);
    return { paths, dags: dags === null ? null : openDags(dags).list(), read, whenRead };
  } finally {
    objects.close();
  }
}

const fresh = (patienceMs = 20_000) => createRepositoryIndexes({ patienceMs, log });
const idsOf = ({ dags }: Looked) => dags?.flatMap((model) => model.dags.map(({ dagId }) => dagId)) ?? null;

function setUp(files: Readonly<Record<string, string>>) {
  const repository = makeRepository(join(temporaryDirectory(), "work"));
  return { repository, first: repository.commit(files) };
}

function savedIn({ directory }: TestRepository): readonly string[] {
  const folder = join(directory, ".git/countersign");
  return readdirSync(folder).map((name) => join(folder, name));
}

describe("what a repository has is kept, and moves with it", () => {
  const files = { "a.py": "id a", "b.py": "import lib/id.txt", "lib/id.txt": "one", "notes.md": "" };

  test("only what differs is read, and what was read with it", async () => {
    const { repository, first } = setUp(files);
    const indexes = fresh();
    expect((await look(indexes, repository, first)).read).toEqual(["a.py", "b.py"]);
    expect((await look(indexes, repository, first)).read).toEqual([]);
    const edited = repository.commit({ "a.py": "id A", "notes.md": "x" });
    const second = await look(indexes, repository, edited);
    expect([second.read, idsOf(second)]).toEqual([["a.py"], ["A", "one"]]);
    const helped = repository.commit({ "lib/id.txt": "two" });
    const third = await look(indexes, repository, helped);
    expect([third.read, idsOf(third)]).toEqual([["b.py"], ["A", "two"]]);
    const back = await look(indexes, repository, first);
    expect([back.read, idsOf(back)]).toEqual([
      ["a.py", "b.py"],
      ["a", "one"],
    ]);
  });

  test("a file that was looked for, and comes, counts", async () => {
    const { repository, first } = setUp({ "b.py": "import lib/id.txt" });
    const indexes = fresh();
    expect(idsOf(await look(indexes, repository, first))).toEqual([""]);
    const second = await look(indexes, repository, repository.commit({ "lib/id.txt": "two" }));
    expect([second.read, idsOf(second)]).toEqual([["b.py"], ["two"]]);
  });

  test("after any history it is as it would be without one", async () => {
    const { repository, first } = setUp({ "keep.md": "" });
    const indexes = fresh();
    await look(indexes, repository, first);
    const path = fc.constantFrom("a.py", "b.py", "dags/a.py", "dags", "lib/id.txt", "x.md");
    const text = fc.option(fc.constantFrom("id a", "id b", "import lib/id.txt", "import dags", "one"));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(path, text), { selector: ([at]) => at, maxLength: 3 }),
        async (changes) => {
          const texts: Record<string, string> = {};
          for (const [at, content] of changes) {
            const top = at === "dags/a.py" || at === "dags" ? "dags" : at; // a file, or a folder
            rmSync(join(repository.directory, top), { recursive: true, force: true });
            if (content !== null && !("dags" in texts && top === "dags")) texts[at] = content;
          }
          if ("dags" in texts) delete texts["dags/a.py"];
          const commit = repository.commit(texts);
          const moved = await look(indexes, repository, commit);
          const made = await look(fresh(), repository, commit, { line: String(Math.random()) });
          expect([moved.paths, moved.dags]).toEqual([made.paths, made.dags]);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("what could not be read is tried again when something has changed", async () => {
    const { repository, first } = setUp({ "a.py": "unread", "b.py": "id b" });
    const indexes = fresh();
    await look(indexes, repository, first);
    expect((await look(indexes, repository, repository.commit({ "notes.md": "" }))).read).toEqual(["a.py"]);
  });

  test("two repositories at once, and several looks at each, do not disturb each other", async () => {
    const [one, two] = [setUp(files), setUp({ "c.py": "id c" })];
    const indexes = fresh();
    const later = one.repository.commit({ "a.py": "id A" });
    const looks = await Promise.all([
      look(indexes, one.repository, one.first),
      look(indexes, two.repository, two.first),
      look(indexes, one.repository, later),
      look(indexes, one.repository, one.first),
    ]);
    expect(looks.map(idsOf)).toEqual([["a", "one"], ["c"], ["A", "one"], ["a", "one"]]);
  });
});

describe("while it is still being read", () => {
  test("that is told, and when it ends", async () => {
    const { repository, first } = setUp({ "a.py": "id a" });
    const indexes = fresh(1);
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const slow: IndexRequest["readModels"] = async (paths, _, files) => {
      await gate;
      return Promise.all(paths.map((path) => readModel(path, files)));
    };
    const early = await look(indexes, repository, first, { readModels: slow });
    expect([early.paths.length, early.dags]).toEqual([1, null]);
    go();
    await early.whenRead;
    expect(idsOf(await look(fresh(), repository, first))).toEqual(["a"]);
  });

  test("what goes wrong leaves nothing behind", async () => {
    const { repository, first } = setUp({ "a.py": "id a" });
    const indexes = fresh();
    const fail = () => Promise.reject(new Error("the disk is full"));
    expect((await look(indexes, repository, first, { readModels: fail })).dags).toBeNull();
    expect(idsOf(await look(indexes, repository, first))).toEqual(["a"]);
  });
});

describe("what was saved", () => {
  test("spares the next start the reading, whatever has changed meanwhile", async () => {
    const { repository, first } = setUp({ "a.py": "id a", "b.py": "id b" });
    await look(fresh(), repository, first);
    const later = await look(fresh(), repository, repository.commit({ "b.py": "id B" }));
    expect([later.read, idsOf(later)]).toEqual([["b.py"], ["a", "B"]]);
  });

  const cases: readonly (readonly [string, (path: string) => void, Partial<IndexRequest>])[] = [
    ["is gone", (path) => rmSync(path), {}],
    ["is cut short", (path) => writeFileSync(path, readFileSync(path).subarray(0, 100)), {}],
    [
      "has another byte",
      (path) => {
        const bytes = readFileSync(path);
        bytes[bytes.length - 3] = 7;
        writeFileSync(path, bytes);
      },
      {},
    ],
    ["is of other settings", () => {}, { settings: "3.13" }],
  ];
  test.each(cases)("is made again where it %s", async (_, spoil, more) => {
    const { repository, first } = setUp({ "a.py": "id a" });
    await look(fresh(), repository, first);
    for (const path of savedIn(repository)) spoil(path);
    const again = await look(fresh(), repository, first, more);
    expect([again.read, idsOf(again)]).toEqual([["a.py"], ["a"]]);
  });

  test("is made again where the tree that it is of is no longer there", async () => {
    const { repository, first } = setUp({ "a.py": "id a" });
    await look(fresh(), repository, first);
    const { git, directory } = repository;
    git("checkout", "--orphan", "other");
    git("rm", "-rfq", ".");
    const other = repository.commit({ "b.py": "id b" });
    git("branch", "-D", "main");
    git("reflog", "expire", "--expire=now", "--all");
    git("gc", "--prune=now", "--quiet");
    expect(savedIn({ ...repository, directory })).toHaveLength(1);
    expect(idsOf(await look(fresh(), repository, other))).toEqual(["b"]);
  });

  test("is not what was cut off while it was written", async () => {
    const { repository, first } = setUp({ "a.py": "id a" });
    await look(fresh(), repository, first);
    const [path = ""] = savedIn(repository);
    writeFileSync(`${path}.1.2.new`, "half");
    expect((await look(fresh(), repository, first)).read).toEqual([]);
  });

  test("is not kept where much could not be read", async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${index}.py`, "unread"]));
    const { repository, first } = setUp(many);
    await look(fresh(), repository, first);
    expect((await look(fresh(), repository, first)).read).toHaveLength(30);
  });
});
