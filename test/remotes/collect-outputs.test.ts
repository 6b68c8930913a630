import { createHash } from "node:crypto";
import { link, mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DeclaredOutput } from "../../src/domain/run.ts";
import type { ObjectStorage } from "../../src/ports/object-storage.ts";
import { collectOutputs } from "../../src/remotes/collect-outputs.ts";
import { openDirectoryStorage } from "../../src/remotes/directory-storage.ts";
import { objectKey } from "../../src/remotes/dvc-layout.ts";
import { publishObjects } from "../../src/remotes/publish-objects.ts";

const salt = "5a".repeat(32);
const counts: DeclaredOutput = { path: "tables/counts.csv", kind: "table", maxRows: 3 };
const figure: DeclaredOutput = { path: "map.svg", kind: "figure", maxRows: null };
const md5Of = (bytes: string) => createHash("md5").update(bytes).digest("hex");

let base: string;
let directory: string;
let internal: ObjectStorage;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "countersign-collect-"));
  directory = join(base, "outputs");
  await mkdir(join(directory, "tables"), { recursive: true });
  await mkdir(join(base, "internal"));
  internal = openDirectoryStorage(join(base, "internal"));
  await leave(counts.path, "region,count\nnorth,10\n");
  await leave(figure.path, "<svg/>");
});
afterEach(() => rm(base, { recursive: true, force: true }));

const leave = (path: string, bytes: string | Uint8Array) => writeFile(join(directory, path), bytes);

function collect(outputs: readonly DeclaredOutput[] = [counts, figure], more: object = {}) {
  const run = { id: "r1", request: { outputs } } as unknown as Parameters<typeof collectOutputs>[0]["run"]; // only this is read
  return collectOutputs({ run, directory, internal, salt, ...more });
}

async function expectRefused(reason: string, outputs?: readonly DeclaredOutput[], more?: object) {
  expect(await collect(outputs, more)).toEqual({ status: "refused", reason });
  expect((await internal.list("")).filter((key) => key.endsWith(".dir"))).toEqual([]);
}

describe("good outputs", () => {
  test("are in internal storage with a salt and a directory object, as DVC keeps them", async () => {
    const outcome = await collect();
    if (outcome.status !== "collected") throw new Error(outcome.reason);
    const listing = [
      { md5: md5Of(`${salt}\n`), relpath: ".countersign-salt" },
      { md5: md5Of("<svg/>"), relpath: "map.svg" },
      { md5: md5Of("region,count\nnorth,10\n"), relpath: "tables/counts.csv" },
    ];
    expect(JSON.parse(await text(await internal.read(objectKey(outcome.directory.md5))))).toEqual(listing);
    expect(outcome.objects.map(({ md5 }) => md5).sort()).toEqual(listing.map(({ md5 }) => md5).sort());
    expect(outcome.objects.find(({ md5 }) => md5 === md5Of("<svg/>"))?.size).toBe(6);
    expect(await internal.list("")).toEqual(
      [outcome.directory, ...outcome.objects].map(({ md5 }) => objectKey(md5)).sort(),
    );
    expect(await text(await internal.read(objectKey(md5Of("<svg/>"))))).toBe("<svg/>");
  });

  test("can be published as they were collected", async () => {
    const outcome = await collect();
    if (outcome.status !== "collected") throw new Error(outcome.reason);
    await mkdir(join(base, "public"));
    const to = openDirectoryStorage(join(base, "public"));
    await publishObjects({ publication: outcome, from: internal, to });
    expect(await to.list("")).toEqual(await internal.list(""));
  });

  test("have another digest with another salt", async () => {
    const [one, other] = [await collect(), await collect(undefined, { salt: "6b".repeat(32) })];
    expect(one).not.toEqual(other);
    expect(await collect()).toEqual(one);
  });

  test("that were not declared stay where they are", async () => {
    await leave("patients.csv", "name\nada\n");
    await mkdir(join(directory, "more"));
    await leave("more/x", "x");
    const outcome = await collect();
    expect(outcome).toMatchObject({ status: "collected", undeclared: 2 });
    expect(await internal.has(objectKey(md5Of("name\nada\n")))).toBe(false);
  });

  test("with equal contents are listed each", async () => {
    await leave("copy.svg", "<svg/>");
    const outcome = await collect([figure, { ...figure, path: "copy.svg" }]);
    expect(outcome).toMatchObject({ status: "collected", objects: [{ size: 6 }, { size: 6 }, { size: 65 }] });
  });

  test("may be empty when they are no tables", async () => {
    await leave(figure.path, "");
    expect((await collect([figure])).status).toBe("collected");
  });

  test("need a salt that is one", async () => {
    await expect(collect(undefined, { salt: "abc" })).rejects.toThrow("64 random hex digits");
  });
});

describe("refused, with the output and what is wrong, and nothing of its contents", () => {
  test("one that is missing", async () => {
    await rm(join(directory, figure.path));
    await expectRefused("`map.svg` was declared, and the run did not leave it.");
  });

  test("a directory in a file's place, or a file in a directory's", async () => {
    await rm(join(directory, figure.path));
    await mkdir(join(directory, figure.path));
    await expectRefused("`map.svg` is no regular file.");
    await expectRefused("`tables/counts.csv/x` was declared, and the run did not leave it.", [
      { ...figure, path: "tables/counts.csv/x" },
    ]);
  });

  test("a table with too many rows", async () => {
    await leave(counts.path, "a\n1\n2\n3\n4\n");
    await expectRefused("`tables/counts.csv` has more than 3 rows.");
  });

  test("a table that is none", async () => {
    await leave(counts.path, new Uint8Array([0xff, 0xfe, 0x00]));
    await expectRefused("`tables/counts.csv` is not text in UTF-8.");
  });

  test("one that is too large, and all that are too large together", async () => {
    await expectRefused("`map.svg` has more than 5 bytes.", [figure], { limits: { maxFileBytes: 5 } });
    await expectRefused("All outputs together have more than 20 bytes.", undefined, { limits: { maxTotalBytes: 20 } });
  });

  test("a link, also to a file beside it", async () => {
    await rm(join(directory, figure.path));
    await leave("real.svg", "<svg/>");
    await symlink("real.svg", join(directory, figure.path));
    await expectRefused("`map.svg` is a link, or stands below one.");
  });

  test("a file below a directory that is a link", async () => {
    await rename(join(directory, "tables"), join(base, "tables"));
    await symlink(join(base, "tables"), join(directory, "tables"));
    await expectRefused("`tables/counts.csv` is a link, or stands below one.");
  });

  test("a file that has another name elsewhere", async () => {
    await writeFile(join(base, "patients"), "secret");
    await rm(join(directory, figure.path));
    await link(join(base, "patients"), join(directory, figure.path));
    await expectRefused("`map.svg` has another name as well (a hard link).");
  });

  test("an output directory that is a link, a file, or not there", async () => {
    await rename(directory, join(base, "moved"));
    await expectRefused("The run left no output directory.");
    await symlink(join(base, "moved"), directory);
    await expectRefused("The run's output directory is a link or a file.");
    await rm(directory);
    await writeFile(directory, "");
    await expectRefused("The run's output directory is a link or a file.");
  });

  test.each(["../patients.csv", "/etc/passwd", "a/../../b", ".countersign-salt", ""])("the path %j", async (path) => {
    expect((await collect([{ ...figure, path }])).status).toBe("refused");
  });
});

test("a file that changes between the check and the copy is not stored", async () => {
  const changing: ObjectStorage = {
    ...internal,
    write: async (key, body, size) => {
      await internal.write(key, body, size);
      await leave(figure.path, "<SVG/>");
    },
  };
  expect(await collect(undefined, { internal: changing })).toEqual({
    status: "refused",
    reason: "`map.svg` changed while it was read.",
  });
  expect(await internal.has(objectKey(md5Of("<svg/>")))).toBe(false);
  expect(await internal.has(objectKey(md5Of("<SVG/>")))).toBe(false);
});

test("a storage that cannot be written is an error, and not the outputs' fault", async () => {
  await rm(join(base, "internal"), { recursive: true });
  await expect(collect()).rejects.toMatchObject({
    name: "StorageError",
    retryable: true,
    location: join(base, "internal"),
  });
});
