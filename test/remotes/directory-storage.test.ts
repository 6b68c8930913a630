import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDirectoryStorage } from "../../src/remotes/directory-storage.ts";
import { describeObjectStorage } from "../contract/object-storage.ts";

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "countersign-storage-"));
});
afterAll(() => rm(base, { recursive: true }));

const newRoot = () => mkdtemp(join(base, "root-"));

describeObjectStorage("a directory", async () => openDirectoryStorage(await newRoot()));

describe("a storage in a directory", () => {
  test("that is not there is said clearly", async () => {
    const storage = openDirectoryStorage(join(base, "gone"));
    const message = `The storage ${join(base, "gone")} cannot be used (a): it is not there. Create the directory, or mount the volume`;
    await expect(storage.has("a")).rejects.toThrow(message);
    await expect(storage.write("a", Readable.from(["x"]), 1)).rejects.toThrow(message);
    await expect(storage.read("a")).rejects.toMatchObject({ name: "StorageError", retryable: true });
  });

  test("does not read through a link", async () => {
    const root = await newRoot();
    await writeFile(join(base, "secret"), "secret");
    await symlink(join(base, "secret"), join(root, "a"));
    await expect(openDirectoryStorage(root).read("a")).rejects.toMatchObject({
      name: "StorageError",
      retryable: false,
    });
    expect(await openDirectoryStorage(root).has("a")).toBe(false);
  });

  test("is not disturbed by what a killed writer left", async () => {
    const root = await newRoot();
    await mkdir(join(root, ".countersign-partial"));
    await writeFile(join(root, ".countersign-partial", "old"), "half");
    const storage = openDirectoryStorage(root);
    await storage.write("a", Readable.from([Buffer.from("x")]), 1);
    expect(await storage.list("")).toEqual(["a"]);
  });
});
