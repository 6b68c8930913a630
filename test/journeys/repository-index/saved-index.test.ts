import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { noDagState, noTree } from "../../../src/journeys/repository-index/index-state.ts";
import { readSavedIndex, saveIndex } from "../../../src/journeys/repository-index/saved-index.ts";
import { temporaryDirectory } from "../../git/repository.ts";

const saved = { tree: { ...noTree, id: "a" }, dags: { ...noDagState, id: "a" } };

test("what was saved is read, but not with more bytes than it says", async () => {
  const path = join(temporaryDirectory(), "index");
  await saveIndex(path, "settings", saved);
  expect(await readSavedIndex(path, "settings")).toMatchObject({ tree: { id: "a" }, dags: { id: "a" } });
  appendFileSync(path, "more");
  expect(await readSavedIndex(path, "settings")).toBeNull();
});

test("a pipe or a folder in the place of an index is none, and not waited for", { timeout: 5_000 }, async () => {
  const [pipe, folder] = [join(temporaryDirectory(), "index"), join(temporaryDirectory(), "index")];
  execFileSync("mkfifo", [pipe]);
  mkdirSync(folder);
  expect(await readSavedIndex(pipe, "settings")).toBeNull();
  expect(await readSavedIndex(folder, "settings")).toBeNull();
});
