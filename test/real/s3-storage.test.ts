import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openObjectStorage } from "../../src/remotes/open-object-storage.ts";
import { describeObjectStorage } from "../contract/object-storage.ts";
import { type S3Server, startS3Server } from "../support/s3-server.ts";

let server: S3Server;
beforeAll(async () => {
  server = await startS3Server();
  await server.createBucket("results");
});
afterAll(() => server.stop());

const open = (location: string, secretAccessKey = server.secretAccessKey) =>
  openObjectStorage(location, { s3: { ...server, secretAccessKey } });

describeObjectStorage("an S3 bucket's prefix", async () => open(`s3://results/${randomUUID()}/dvc`));

describe("a storage in S3", () => {
  test("stays below its prefix", async () => {
    const [one, other] = [open("s3://results/one"), open("s3://results/one-more")];
    await one.write("a", Readable.from([Buffer.from("x")]), 1);
    await other.write("b", Readable.from([Buffer.from("y")]), 1);
    expect(await one.list("")).toEqual(["a"]);
    expect(await other.has("a")).toBe(false);
  });

  test("that gets a large object in pieces never overwrites, and leaves no pieces of one that broke off", async () => {
    const storage = open("s3://results/large");
    const size = 17 * 1024 * 1024;
    await storage.write("a", Readable.from([Buffer.alloc(size, "1")]), size);
    await storage.write("a", Readable.from([Buffer.alloc(size, "2")]), size);
    expect((await buffer(await storage.read("a"))).subarray(0, 1).toString()).toBe("1");

    await expect(storage.write("b", Readable.from([Buffer.alloc(size - 1)]), size)).rejects.toThrow("were announced");
    expect(await storage.list("")).toEqual(["a"]);
    expect(await server.countUnfinishedUploads("results")).toBe(0);
  });

  test("lists more than one page", async () => {
    const storage = open("s3://results/pages");
    const keys = Array.from({ length: 1005 }, (_, n) => `k/${String(n).padStart(4, "0")}`);
    for (let at = 0; at < keys.length; at += 50)
      await Promise.all(keys.slice(at, at + 50).map((key) => storage.write(key, Readable.from([Buffer.from("x")]), 1)));
    expect(await storage.list("k/")).toEqual(keys);
  });

  test("says which setting is wrong", async () => {
    await expect(open("s3://results/x", "wrong-secret").read("a")).rejects.toMatchObject({
      name: "StorageError",
      retryable: false,
      message: expect.stringContaining("AWS_SECRET_ACCESS_KEY"),
    });
    await expect(open("s3://no-such-bucket/x").list("")).rejects.toMatchObject({
      name: "StorageError",
      message: expect.stringContaining("no such bucket"),
    });
  });
});
