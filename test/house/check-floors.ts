import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findBreaches } from "./find-breaches.ts";

/** Holds `src/` (or the directory given) against the floors of the house. Looking at nothing is a failure. */
const directory = process.argv[2] ?? join(import.meta.dirname, "../../src");
const paths = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((path) =>
  /\.[cm]?[jt]sx?$/.test(path),
);
const breaches = findBreaches(
  paths.map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(join(directory, path), "utf8") })),
);

for (const { path, line, message } of breaches) console.error(`src/${path}:${line}: ${message}`);
if (paths.length === 0) console.error(`floors: found no source files in ${directory}`);
else console.log(`floors: ${paths.length} files looked at, ${breaches.length} breaches`);
process.exitCode = paths.length === 0 || breaches.length > 0 ? 1 : 0;
