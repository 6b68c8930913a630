import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { renderPredicatesIndex } from "./generate-predicates-index.ts";
import type { GeneratedFile } from "./generate-rules-index.ts";
import { writeRulesIndex } from "./generate-rules-index.ts";

/** Writes what the registries and the documentation take from the code, and removes the pages of rules that are gone. */
const root = join(import.meta.dirname, "../..");
await writeRulesIndex();
write(renderPredicatesIndex(root));

const { generateDocs } = await import("./generated-docs.ts"); // only now: it reads the registries
const docs = generateDocs(root);
const wanted = new Set(docs.map(({ path }) => path));
for (const name of readdirSync(join(root, "docs/rules"))) {
  if (!wanted.has(`docs/rules/${name}`)) rmSync(join(root, "docs/rules", name));
}
for (const file of docs) write(file);
console.log(`docs: ${docs.length} files written`);

function write({ path, text }: GeneratedFile): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
