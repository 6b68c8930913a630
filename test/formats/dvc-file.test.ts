import { describe, expect, test } from "vitest";
import { readDvcFile, readDvcLock } from "../../src/formats/dvc-file.ts";

const file = `outs:
- md5: d8e8fca2dc0f896fd7cb4cb0031ba249
  size: 5
  hash: md5
  path: counts.csv
`;

function problemsOf(text: string): readonly string[] {
  const reading = readDvcFile(text, "results/a.dvc");
  return "file" in reading ? [] : reading.problems.map((one) => `${one.line}:${one.column} ${one.message}`);
}

describe("a .dvc file", () => {
  test("of a file", () => {
    expect(readDvcFile(file, "results/a.dvc")).toMatchObject({
      file: { outs: [{ path: "counts.csv", md5: "d8e8fca2dc0f896fd7cb4cb0031ba249", size: 5, files: null }] },
    });
  });

  test("of a directory", () => {
    const directory = file.replace("ba249", "ba249.dir\n  nfiles: 2");
    expect(readDvcFile(directory, "results/a.dvc")).toMatchObject({
      file: { outs: [{ md5: "d8e8fca2dc0f896fd7cb4cb0031ba249.dir", files: 2 }] },
    });
  });

  test.each([
    [
      "a digest that is a path",
      file.replace("d8e8fca2dc0f896fd7cb4cb0031ba249", "../../../etc/passwd"),
      /^2:8 `md5` must be 32 hex digits/,
    ],
    ["a digest in capitals", file.replace("d8e8fca", "D8E8FCA"), /32 hex digits in lower case/],
    ["a path upwards", file.replace("counts.csv", "../counts.csv"), /^5:9 The path `\.\.\/counts\.csv` has `\.\.`/],
    ["an absolute path", file.replace("counts.csv", "/srv/counts.csv"), /is absolute/],
    ["a negative size", file.replace("5\n", "-5\n"), /`outs\[0\]\.size` must be at least 0/],
    ["another hash", file.replace("hash: md5", "hash: sha1"), /`outs\[0\]\.hash` must be `md5`/],
    ["a remote of its own", file.replace("hash: md5", "remote: evil"), /Unknown key `remote` in `outs\[0\]`/],
    ["an import from elsewhere", `${file}deps:\n- path: x\n`, /Unknown key `deps`/],
    ["a working directory outside", `${file}wdir: ../..\n`, /`wdir` must stay inside/],
    ["files without a directory's digest", file.replace("size: 5", "size: 5\n  nfiles: 2"), /must end in `\.dir`/],
    ["no outs", "outs: []\n", /`outs` must not be empty/],
    ["a path twice", file + file.replace("outs:\n", ""), /is listed twice/],
  ])("with %s is refused", (_, text, message) => {
    expect(problemsOf(text).join("\n")).toMatch(message);
  });
});

describe("a dvc.lock", () => {
  const lock = `schema: '2.0'
stages:
  count:
    cmd: python count.py
    deps:
    - path: ../data/raw.csv
      md5: d8e8fca2dc0f896fd7cb4cb0031ba249
    outs:
    - path: counts.csv
      hash: md5
      md5: d8e8fca2dc0f896fd7cb4cb0031ba249
      size: 5
`;

  test("gives the outputs of all stages", () => {
    expect(readDvcLock(lock, "results/dvc.lock")).toMatchObject({ file: { outs: [{ path: "counts.csv", size: 5 }] } });
  });

  test("with a crafted digest is refused", () => {
    const crafted = lock.replace(/(hash: md5\n {6}md5: ).*/, "$1../x");
    expect(readDvcLock(crafted, "results/dvc.lock")).toMatchObject({ problems: [{ line: 11, column: 12 }] });
  });
});
