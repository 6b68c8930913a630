import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generateDocs } from "./generated-docs.ts";

/** Writes what the documentation takes from the code, and removes the pages of rules that are gone. */
const root = join(import.meta.dirname, "../..");
const docs = generateDocs(root);
const wanted = new Set(docs.map(({ path }) => path));

mkdirSync(join(root, "docs/rules"), { recursive: true });
for (const name of readdirSync(join(root, "docs/rules"))) {
  if (!wanted.has(`docs/rules/${name}`)) rmSync(join(root, "docs/rules", name));
}
for (const { path, text } of docs) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
console.log(`docs: ${docs.length} files written`);
