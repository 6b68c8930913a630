import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import type { ObjectStorage } from "../../src/ports/object-storage.ts";
import { objectKey } from "../../src/remotes/dvc-layout.ts";
import { publishObjects } from "../../src/remotes/publish-objects.ts";
import { verifyStream } from "../../src/remotes/verify-stream.ts";

const md5Of = (bytes: Buffer) => createHash("md5").update(bytes).digest("hex");
const text = (bytes: string) => Readable.from([Buffer.from(bytes)]);

async function read(storage: ObjectStorage, key: string): Promise<Buffer> {
  return buffer(await storage.read(key));
}

/** The storage of a process that dies after so many steps. */
function dyingAfter(steps: number, storage: ObjectStorage): ObjectStorage {
  let left = steps;
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left < 0) throw new Error("killed");
    return work();
  };
  return {
    location: storage.location,
    has: (key) => step(() => storage.has(key)),
    read: (key) => step(() => storage.read(key)),
    write: (key, body, size) => step(() => storage.write(key, body, size)),
    list: (prefix) => step(() => storage.list(prefix)),
  };
}

/** What every storage must do, and what publishing does on it. `open` gives a new, empty one each time. */
export function describeObjectStorage(name: string, open: () => Promise<ObjectStorage>): void {
  describe(`an object storage: ${name}`, () => {
    test("gives back what was written, and lists it", async () => {
      const storage = await open();
      expect(await storage.has("files/md5/ab/cd")).toBe(false);
      await storage.write("files/md5/ab/cd", text("hello"), 5);
      await storage.write("files/md5/ff/00", text(""), 0);
      expect(await storage.has("files/md5/ab/cd")).toBe(true);
      expect((await read(storage, "files/md5/ab/cd")).toString()).toBe("hello");
      expect(await read(storage, "files/md5/ff/00")).toHaveLength(0);
      expect(await storage.list("files/md5/")).toEqual(["files/md5/ab/cd", "files/md5/ff/00"]);
      expect(await storage.list("files/md5/ab")).toEqual(["files/md5/ab/cd"]);
      expect(await storage.list("other")).toEqual([]);
    });

    test("carries large objects", async () => {
      const storage = await open();
      const bytes = randomBytes(9_000_001);
      const pieces = Array.from({ length: 10 }, (_, n) => bytes.subarray(n * 1_000_000, (n + 1) * 1_000_000));
      await storage.write("big", Readable.from(pieces), bytes.length);
      expect(md5Of(await read(storage, "big"))).toBe(md5Of(bytes));
    });

    test("never overwrites", async () => {
      const storage = await open();
      await storage.write("a", text("first"), 5);
      await storage.write("a", text("other"), 5);
      expect((await read(storage, "a")).toString()).toBe("first");
    });

    test("writers of one object at once leave one whole object", async () => {
      const storage = await open();
      const bytes = Buffer.alloc(300_000, "x");
      await Promise.allSettled(
        Array.from({ length: 5 }, () => storage.write("a", Readable.from([bytes]), bytes.length)),
      );
      expect(await read(storage, "a")).toEqual(bytes);
    });

    test("a body that breaks off leaves nothing", async () => {
      const storage = await open();
      async function* half() {
        yield Buffer.from("ha");
        throw new Error("the source broke off");
      }
      await expect(storage.write("a", Readable.from(half()), 4)).rejects.toThrow();
      expect(await storage.list("")).toEqual([]);
    });

    test("a body of another size than announced leaves nothing", async () => {
      const storage = await open();
      for (const body of ["abc", "abcde", ""])
        await expect(storage.write("a", text(body), 4)).rejects.toThrow("were announced");
      expect(await storage.list("")).toEqual([]);
    });

    test("a body with the wrong bytes leaves nothing", async () => {
      const storage = await open();
      for (const wrong of ["hellO", "hell", "hello!"]) {
        const expected = {
          md5: md5Of(Buffer.from("hello")),
          size: 5,
          location: "there",
          key: "a",
        };
        await expect(storage.write("a", verifyStream(text(wrong), expected), 5)).rejects.toMatchObject({
          name: "StorageError",
          retryable: false,
        });
      }
      expect(await storage.list("")).toEqual([]);
    });

    test("reading what is not there is an error that says what and where", async () => {
      const storage = await open();
      await expect(storage.read("files/md5/ab/none")).rejects.toMatchObject({
        name: "StorageError",
        message: expect.stringContaining("files/md5/ab/none"),
      });
    });

    test.each(["../a", "/a", "a/../../b", "", "a//b"])("the key %j leads nowhere", async (key) => {
      const storage = await open();
      const attempt = async () => storage.write(key, text("x"), 1);
      await expect(attempt()).rejects.toMatchObject({ name: "StorageError" });
    });

    describe("publishing", () => {
      const files = { "a.csv": Buffer.from("a\n1\n"), "b.csv": Buffer.from("b\n2\n"), empty: Buffer.alloc(0) };
      const listing = Buffer.from(
        JSON.stringify(Object.entries(files).map(([relpath, bytes]) => ({ md5: md5Of(bytes), relpath }))),
      );
      const publication = {
        directory: { md5: `${md5Of(listing)}.dir`, size: listing.length },
        objects: Object.values(files).map((bytes) => ({ md5: md5Of(bytes), size: bytes.length })),
      };
      const approvedKeys = [publication.directory, ...publication.objects].map(({ md5 }) => objectKey(md5)).sort();
      const [a] = publication.objects;

      async function openInternal(changed: Record<string, Buffer | null> = {}): Promise<ObjectStorage> {
        const storage = await open();
        const all = new Map<string, Buffer | null>(
          [...Object.values(files), listing].map((bytes) => [md5Of(bytes), bytes]),
        );
        all.set(md5Of(Buffer.from("unapproved")), Buffer.from("unapproved"));
        for (const [md5, bytes] of Object.entries(changed)) all.set(md5, bytes);
        for (const [md5, bytes] of all) {
          const key = objectKey(md5 === md5Of(listing) ? `${md5}.dir` : md5);
          if (bytes !== null) await storage.write(key, Readable.from([bytes]), bytes.length);
        }
        return storage;
      }

      test("copies exactly the approved objects, and again without change", async () => {
        const [from, to] = [await openInternal(), await open()];
        await publishObjects({ publication, from, to });
        expect(await to.list("")).toEqual(approvedKeys);
        await publishObjects({ publication, from, to });
        expect(await to.list("")).toEqual(approvedKeys);
        expect(await read(to, objectKey(publication.directory.md5))).toEqual(listing);
      });

      test("an object with other bytes stops it, and neither it nor the directory object appears", async () => {
        for (const wrong of ["a\n9\n", "a\n1\n2\n", ""]) {
          const from = await openInternal({ [a?.md5 ?? ""]: Buffer.from(wrong) });
          const to = await open();
          await expect(publishObjects({ publication, from, to })).rejects.toThrow(
            "does not hold the bytes that its name says",
          );
          expect(await to.has(objectKey(a?.md5 ?? ""))).toBe(false);
          expect(await to.has(objectKey(publication.directory.md5))).toBe(false);
        }
      });

      test("an empty object with bytes in it stops it too", async () => {
        const empty = md5Of(Buffer.alloc(0));
        const [from, to] = [await openInternal({ [empty]: Buffer.from("full") }), await open()];
        await expect(publishObjects({ publication, from, to })).rejects.toThrow(
          "does not hold the bytes that its name says",
        );
        expect(await to.has(objectKey(empty))).toBe(false);
      });

      test("a directory object that is not the approved one stops it before anything is copied", async () => {
        const other = Buffer.from(listing.toString().replace("a.csv", "x.csv"));
        const [from, to] = [await openInternal({ [md5Of(listing)]: other }), await open()];
        await expect(publishObjects({ publication, from, to })).rejects.toThrow(
          "does not hold the bytes that its name says",
        );
        expect(await to.list("")).toEqual([]);
      });

      test("a directory object that names something that was not collected stops it before anything is copied", async () => {
        const [from, to] = [await openInternal(), await open()];
        const fewer = { ...publication, objects: publication.objects.slice(1) };
        await expect(publishObjects({ publication: fewer, from, to })).rejects.toThrow(
          "which was not collected with it",
        );
        expect(await to.list("")).toEqual([]);
      });

      test("a wrong object that somebody put into the publication remote is found, not trusted", async () => {
        const [from, to] = [await openInternal(), await open()];
        await to.write(objectKey(a?.md5 ?? ""), text("a\n9\n"), 4);
        await expect(publishObjects({ publication, from, to })).rejects.toThrow(to.location);
        expect(await to.has(objectKey(publication.directory.md5))).toBe(false);
      });

      test("what is missing in internal storage stops it, and once it is there it goes on", async () => {
        const from = await openInternal({ [a?.md5 ?? ""]: null });
        const to = await open();
        await expect(publishObjects({ publication, from, to })).rejects.toMatchObject({ name: "StorageError" });
        expect(await to.has(objectKey(publication.directory.md5))).toBe(false);
        await from.write(objectKey(a?.md5 ?? ""), Readable.from([files["a.csv"]]), 4);
        await publishObjects({ publication, from, to });
        expect(await to.list("")).toEqual(approvedKeys);
      });

      test("killed at any step, it leaves nothing that can be pulled, and goes on when done again", async () => {
        const from = await openInternal();
        for (let lastStep = 0; ; lastStep += 1) {
          const to = await open();
          const wasKilled = await publishObjects({ publication, from, to: dyingAfter(lastStep, to) }).then(
            () => false,
            () => true,
          );
          const keys = await to.list("");
          if (keys.includes(objectKey(publication.directory.md5))) expect(keys).toEqual(approvedKeys);
          await publishObjects({ publication, from, to });
          expect(await to.list("")).toEqual(approvedKeys);
          if (wasKilled) continue;
          expect(lastStep).toBeGreaterThan(publication.objects.length);
          return;
        }
      });

      test("the directory object is written last", async () => {
        const [from, to] = [await openInternal(), await open()];
        const written: string[] = [];
        const watched: ObjectStorage = {
          ...to,
          write: async (key, body, size) => {
            await to.write(key, body, size);
            written.push(key);
          },
        };
        await publishObjects({ publication, from, to: watched });
        expect(written.at(-1)).toBe(objectKey(publication.directory.md5));
        expect([...written].sort()).toEqual(approvedKeys);
      });
    });
  });
}
