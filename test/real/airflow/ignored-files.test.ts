import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Beside } from "../../../src/analysis/open-beside.ts";
import { isIgnored } from "../../../src/analysis/read-ignored.ts";
import { type IgnoredTree, treesFor, writeTree } from "../../support/ignored-trees.ts";
import { installAirflow } from "../../support/install-airflow.ts";

const program = fileURLToPath(new URL("list_files.py", import.meta.url));
const count = 60;
const seeds = [7, 20_261_121];

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "countersign-ignored-"));
});
afterAll(async () => {
  await rm(base, { recursive: true, force: true });
});

/** The folders that Airflow may read of a repository whose DAGs stand in `dags`: it itself, that one, one of a node in which it is a namespace. */
const folders = { repository: "", dags: "dags/", node: "" } as const;
type Folder = keyof typeof folders;
const namespace = "ab";

/** Below its folder of DAGs, or (each third) with the uppermost `.airflowignore` beside that. */
function inRepository({ paths, ignores }: IgnoredTree, index: number): IgnoredTree {
  const files = Object.entries(ignores).map(([path, text]) => {
    const isBeside = index % 3 === 0 && !path.includes("/");
    return [isBeside ? path : `dags/${path}`, text];
  });
  return { paths: paths.map((path) => `dags/${path}`), ignores: Object.fromEntries(files) };
}

async function writeAll(root: string, trees: readonly IgnoredTree[]): Promise<void> {
  for (const [index, tree] of trees.entries()) {
    const repository = join(root, "repository", `${index}`);
    await writeTree(repository, tree);
    await mkdir(join(root, "dags"), { recursive: true });
    await symlink(join(repository, "dags"), join(root, "dags", `${index}`));
    await mkdir(join(root, "node", `${index}`), { recursive: true });
    await symlink(repository, join(root, "node", `${index}`, namespace));
  }
}

type Listed = Readonly<Record<string, readonly string[] | null>>;
/** Whether Airflow passes over a file of a tree where it reads this folder; `null` where it fails. */
type Truth = (folder: Folder, index: number, path: string) => boolean | null;

async function askAirflow(version: 2 | 3, syntax: string, root: string): Promise<Truth> {
  const airflow = await installAirflow(version);
  const ask = async (folder: Folder) => (await airflow.run([program, syntax, join(root, folder)])) as Listed; // as the program prints it
  const listed = { repository: await ask("repository"), dags: await ask("dags"), node: await ask("node") };
  return (folder, index, path) => {
    const found = listed[folder][index];
    if (found == null) return null;
    const own = path.slice(folders[folder].length);
    return !found.includes(folder === "node" ? `${namespace}/${own}` : own);
  };
}

describe.each([
  { version: 3, syntax: "glob" },
  { version: 2, syntax: "regexp" },
] as const)("Airflow $version", ({ version, syntax }) => {
  test("passes over the same files, whichever folder it reads", async () => {
    const drawn = seeds.flatMap((seed) => fc.sample(treesFor(syntax), { numRuns: count, seed }));
    const trees = drawn.map(inRepository);
    const root = join(base, `${version}`);
    await writeAll(root, trees);
    const truth = await askAirflow(version, syntax, root);
    const all = trees.flatMap((tree, index) => tree.paths.map((path) => ({ index, path, ...tree })));

    const wrong: unknown[] = [];
    let unsure = 0;
    for (const one of all) {
      const beside = { readText: (path: string) => one.ignores[path] ?? null } as unknown as Beside; // all that is asked of it
      const known = { beside, airflow: version, roots: ["", "dags"] };
      const compare = (said: boolean | string, folder: Folder): void => {
        const real = truth(folder, one.index, one.path);
        if (typeof said === "boolean" && real !== null && said !== real) wrong.push({ ...one, folder, said, real });
      };
      compare(await isIgnored(one, { ...known, namespaces: [namespace] }), "node");
      const said = await isIgnored(one, { ...known, namespaces: [] });
      compare(said, "repository");
      if (Object.keys(one.ignores).every((path) => path.startsWith("dags/"))) compare(said, "dags");
      if (typeof said === "string") unsure += 1;
    }
    expect(wrong).toEqual([]);
    expect(unsure).toBeLessThan(all.length / 10);
    if (syntax === "regexp") expect(unsure).toBeGreaterThan(0);
  });
});
