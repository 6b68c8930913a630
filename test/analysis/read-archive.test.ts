import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readArchive } from "../../src/analysis/read-archive.ts";
import { temporaryDirectory } from "../git/repository.ts";
import { makeZip, type ZipFile } from "../support/make-zip.ts";

const file: ZipFile = { name: "a.py", content: "x = 1\n" };

test("files, deflated and stored, in folders too", async () => {
  const zip = makeZip([
    file,
    { name: "lib/", content: "", method: 0 },
    { name: "lib/ü.py", content: "y = 2\n", method: 0 },
  ]);
  const read = await readArchive(zip);
  if (!("files" in read)) throw new Error(read.problem);
  const texts = [...read.files].map(([name, content]) => [name, Buffer.from(content).toString()]);
  expect(texts).toEqual([
    ["a.py", "x = 1\n"],
    ["lib/ü.py", "y = 2\n"],
  ]);
});

test("what Python's own zipfile writes", { timeout: 300_000 }, async () => {
  const path = join(temporaryDirectory(), "a.zip");
  const program = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("a.py", "x = 1\\n" * 100)
    z.mkdir("lib") if hasattr(z, "mkdir") else None
    z.writestr("lib/b.py", "")`;
  execFileSync("python3", ["-I", "-c", program, path]);
  const read = await readArchive(readFileSync(path));
  expect("files" in read ? [...read.files.keys()] : read).toEqual(["a.py", "lib/b.py"]);
});

describe("what is not read, with the reason", () => {
  const zeros = new Uint8Array(3 * 1024 * 1024);
  test.each<[string, Uint8Array, string]>([
    ["no archive", Buffer.from("x = 1\n".repeat(20)), "has no directory"],
    ["nothing", Buffer.alloc(0), "has no directory"],
    ["one that is cut off", makeZip([file]).subarray(0, -1), "has no directory"],
    ["something before", makeZip([file], { before: "#!/bin/sh\n" }), "has something before its files"],
    [
      "another end in the comment",
      makeZip([file], { comment: "PK\x05\x06 ".repeat(9) }),
      "has an end that is not clear",
    ],
    ["a bomb", makeZip([{ name: "a.py", content: zeros }]), "unpacks to more than 0.6 MB"],
    [
      "many files",
      makeZip(Array.from({ length: 1001 }, (_, index) => ({ ...file, name: `${index}.py` }))),
      "has 1001 files; at most 1000 are read",
    ],
    ["a size that is too small", makeZip([{ ...file, size: 3 }]), "has a file that is not what its directory says"],
    ["a size that is too large", makeZip([{ ...file, size: 300 }]), "has a file that is not what its directory says"],
    ["other content", makeZip([{ ...file, crc: 1 }]), "has a file that is not what its directory says"],
    [
      "another name at the content",
      makeZip([{ ...file, localName: "b.py" }]),
      "has a file that does not stand where its directory says",
    ],
    ["two of one name", makeZip([file, { ...file, content: "x = 2\n" }]), "has two files of one name"],
    ["a path that leaves", makeZip([{ ...file, name: "../a.py" }]), "has a file whose name is not plain"],
    ["an absolute path", makeZip([{ ...file, name: "/a.py" }]), "has a file whose name is not plain"],
    ["a backslash", makeZip([{ ...file, name: "x\\a.py" }]), "has a file whose name is not plain"],
    [
      "a name of unknown encoding",
      makeZip([{ ...file, name: "ü.py", flags: 0 }]),
      "has a file whose name is not plain",
    ],
    ["encryption", makeZip([{ ...file, flags: 0x801 }]), "is encrypted"],
    ["another compression", makeZip([{ ...file, method: 12 }]), "is compressed in a way that Python does not import"],
  ])("%s", async (_, content, problem) => {
    expect(await readArchive(content)).toEqual({ problem });
  });

  test("any bytes in it: nothing is thrown", async () => {
    const zip = makeZip([file, { name: "lib/b.py", content: "y = 1\n".repeat(20) }]);
    const broken = Array.from({ length: zip.length }, (_, at) => {
      const copy = Buffer.from(zip);
      copy[at] = (zip[at] ?? 0) ^ (1 << (at % 8));
      return copy;
    });
    const read = await Promise.all(broken.map(readArchive));
    expect(read.filter((one) => "problem" in one).length).toBeGreaterThan(zip.length / 2);
  });
});
