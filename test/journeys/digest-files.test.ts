import { createHash } from "node:crypto";
import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { expect, test } from "vitest";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { openMirror } from "../../src/git/mirror.ts";
import { digestFiles } from "../../src/journeys/digest-files.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";

const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");

test("every file with its digest, links with what they contain; what is known is not read again", async () => {
  const root = temporaryDirectory();
  const repository = makeRepository(join(root, "work"));
  const mirror = await openMirror(join(root, "mirror.git"));
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  const fetch = () =>
    fetchRefs(mirror, { url: repository.directory, credentials: null }, ["+refs/heads/*:refs/heads/*"], {
      timeoutMs: 30_000,
      allowFile: true,
    });
  const binary = Buffer.from([0, 255, 10, 13]);
  symlinkSync("a.py", join(repository.directory, "link"));
  const first = repository.commit({
    "a.py": "one\r\n",
    "copy.py": "one\r\n",
    "b/ö.bin": binary,
    "run.sh": "#!/bin/sh",
  });
  chmodSync(join(repository.directory, "run.sh"), 0o755);
  const second = repository.commit({ "a.py": "two" });
  await fetch();

  const recorded: string[][] = [];
  const watched: Parameters<typeof digestFiles>[0] = {
    readBlobDigests: store.readBlobDigests,
    async recordBlobDigests(digests) {
      recorded.push([...digests.values()]);
      await store.recordBlobDigests(digests);
    },
  };
  expect(await digestFiles(watched, mirror, first)).toEqual([
    { path: "a.py", mode: "100644", content: sha256("one\r\n") },
    { path: "b/ö.bin", mode: "100644", content: sha256(binary) },
    { path: "copy.py", mode: "100644", content: sha256("one\r\n") },
    { path: "link", mode: "120000", content: "a.py" },
    { path: "run.sh", mode: "100644", content: sha256("#!/bin/sh") },
  ]);
  expect(recorded.flat()).toHaveLength(3);
  expect(await digestFiles(watched, mirror, second)).toMatchObject([
    { path: "a.py", content: sha256("two") },
    { path: "b/ö.bin" },
    { path: "copy.py", content: sha256("one\r\n") },
    { path: "link" },
    { path: "run.sh", mode: "100755" },
  ]);
  expect(recorded.slice(1).flat()).toEqual([sha256("two")]);
  await store.close();
});
