import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findBreaches } from "./find-breaches.ts";

/** Holds `src/` (or the directory given) against the floors of the house. Looking at nothing is a failure. */
const directory = process.argv[2] ?? join(import.meta.dirname, "../../src");
const paths = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((path) =>
  /\.[cm]?[jt]sx?$/.test(path),
);
const files = paths.map((path) => ({ path, text: readFileSync(join(directory, path), "utf8") }));
const breaches = findBreaches(files);

/** More than this is a sign of two concepts in one file. It is said, and no failure. */
const manyLines = 200;
for (const { path, text } of files) {
  const lines = text.split("\n").length - 1;
  if (lines > manyLines)
    console.error(`src/${path}: warning: ${lines} lines; rarely does one concept need over ${manyLines}`);
}

for (const { path, line, message } of breaches) console.error(`src/${path}:${line}: ${message}`);
if (paths.length === 0) console.error(`floors: found no source files in ${directory}`);
else console.log(`floors: ${paths.length} files looked at, ${breaches.length} breaches`);
process.exitCode = paths.length === 0 || breaches.length > 0 ? 1 : 0;
