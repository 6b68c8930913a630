import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentDigest, objectKey, writeDirectoryListing } from "../../src/remotes/dvc-layout.ts";

const md5 = "d8e8fca2dc0f896fd7cb4cb0031ba249";

describe("objectKey", () => {
  test("is where DVC 3 keeps files and directories", () => {
    expect(objectKey(md5)).toBe("files/md5/d8/e8fca2dc0f896fd7cb4cb0031ba249");
    expect(objectKey(`${md5}.dir`)).toBe("files/md5/d8/e8fca2dc0f896fd7cb4cb0031ba249.dir");
    expect(contentDigest({ md5: `${md5}.dir` })).toBe(md5);
  });

  test.each(["", "../../etc/passwd", md5.toUpperCase(), `${md5}x`, `${md5}.dir.dir`, `${md5}\n`])(
    "refuses %j",
    (text) => {
      expect(() => objectKey(text)).toThrow("is not the MD5 digest");
    },
  );
});

test("a directory's listing has the bytes that Python writes, as DVC does", () => {
  const paths = fc.uniqueArray(
    fc.string({ minLength: 1, maxLength: 12, unit: "binary" }).filter((text) => text.isWellFormed()),
    {
      maxLength: 8,
    },
  );
  const listings = fc.sample(paths, { numRuns: 100, seed: 7 }).map((all) => all.map((relpath) => ({ md5, relpath })));
  listings.push([
    { md5, relpath: "\u{1f642}.csv" },
    { md5, relpath: "\uffff.csv" },
    { md5, relpath: '\u007fä\n"\\/.csv' },
  ]);
  const script = `
import json, sys
for line in sys.stdin:
    tree = sorted(json.loads(line), key=lambda entry: entry["relpath"])
    print(json.dumps(tree, sort_keys=True))
`;
  const input = listings.map((entries) => JSON.stringify(entries)).join("\n");
  const expected = execFileSync("python3", ["-c", script], { input, encoding: "utf8" }).trimEnd().split("\n");
  expect(listings.map((entries) => writeDirectoryListing(entries).toString("ascii"))).toEqual(expected);
});
