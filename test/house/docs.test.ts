import { spawnSync } from "node:child_process";
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { settings } from "../../src/service/settings.ts";
import { generateDocs, generateIndexes, renderSettings } from "./generated-docs.ts";
import { anchorsOf, linksIn } from "./markdown-links.ts";

const root = join(import.meta.dirname, "../..");
const skipped = ["node_modules", "dist", "coverage", "reports", ".cache", ".stryker-tmp", ".git"];
const pages = globSync("**/*.md", { cwd: root, exclude: (path) => skipped.includes(path) }).filter(
  (path) => !path.startsWith("test/fixtures/"),
);
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const indexes = await generateIndexes(root);
const sources = globSync("src/**/*.ts", { cwd: root });

describe("what is generated is up to date (`npm run docs` makes it so)", () => {
  test.each([...indexes, ...generateDocs(root)])("$path", ({ path, text }) => {
    expect(existsSync(join(root, path)) ? read(path) : "").toBe(text);
  });

  test("no page is left of a rule that is gone", () => {
    const wanted = generateDocs(root).map(({ path }) => path);
    const present = readdirSync(join(root, "docs/rules")).map((name) => `docs/rules/${name}`);
    expect(present.filter((path) => !wanted.includes(path))).toEqual([]);
  });
});

describe("settings", () => {
  const configuration = read("docs/configuration.md");

  test("the table names each with its default", () => {
    const table = renderSettings([
      { name: "PORT", default: "3000", describe: "The port.", isSecret: false },
      { name: "TOKEN", default: null, describe: "The token.", isSecret: true },
    ]);
    expect(table).toContain("| `PORT` | `3000` | The port. |");
    expect(table).toContain("| `TOKEN` | none | **Secret.** The token. |");
  });

  test("every variable that the code reads is documented", () => {
    const names = sources.flatMap((path) =>
      [...read(path).matchAll(/\benv(?:\??\.([A-Z][A-Z0-9_]+)|\??\.?\["([A-Z][A-Z0-9_]+)"\])/g)].map(
        (match) => `${match[1] ?? match[2]} (${path})`,
      ),
    );
    expect(names.filter((name) => !configuration.includes(`\`${name.split(" ")[0]}\``))).toEqual([]);
  });

  test.each(settings.map(({ name }) => name))("%s is read by the code", (name) => {
    const readers = sources.filter((path) => path !== "src/service/settings.ts" && read(path).includes(`"${name}"`));
    expect(readers).not.toEqual([]);
  });
});

describe("what the pages say is there", () => {
  test("there are pages to look at", () => {
    expect(pages).toEqual(expect.arrayContaining(["README.md", "CONTRIBUTING.md", "docs/architecture.md"]));
  });

  test.each(pages)("the links of %s lead somewhere", (page) => {
    const broken = linksIn(read(page)).filter((link) => !leadsSomewhere(page, link));
    expect(broken).toEqual([]);
  });

  test.each(pages)("the npm scripts in %s exist", (page) => {
    const named = [...read(page).matchAll(/\bnpm run ([a-z][a-z:-]*)/g)].map((match) => match[1] ?? "");
    expect(named.filter((name) => !Object.hasOwn(packageJson.scripts, name))).toEqual([]);
  });

  test("the commands of countersign exist", () => {
    const main = join(root, "src/main.ts");
    const help = spawnSync(process.execPath, [main, "--help"], { encoding: "utf8" }).stdout;
    const known = [...help.matchAll(/^ {2}([a-z]+)\b/gm)].map((match) => match[1]);
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/`countersign ([a-z]+)/g)].map((match) => ({ page, command: match[1] })),
    );
    expect(named.filter(({ command }) => !known.includes(command))).toEqual([]);
  });
});

/** Links to other sites are not followed: the suite needs no network. */
function leadsSomewhere(page: string, link: string): boolean {
  if (/^(https?|mailto):/.test(link)) return true;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || !target.endsWith(".md") || anchorsOf(read(target)).includes(anchor);
}
