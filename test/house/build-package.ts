import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };

/**
 * Makes `dist/` a package of its own: compiled JavaScript in the same places as the sources have in the checkout, so that
 * every path that a module finds beside itself stays good. `npm pack ./dist` then packs it.
 */
const root = join(import.meta.dirname, "../..");
const dist = join(root, "dist");
const dataFiles = [
  "bin",
  "app.yml",
  "policies",
  "docs",
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "LICENSE",
];

rmSync(dist, { recursive: true, force: true });
compile();
rmSync(join(dist, "test"), { recursive: true, force: true });
const modules = readdirSync(join(dist, "src"), { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".js"),
);
for (const path of modules) nameWorkersAsCompiled(join(dist, "src", path));
for (const path of dataFiles) copyData(path);
writeFileSync(join(dist, "package.json"), `${JSON.stringify(describePackage(), null, 2)}\n`);
console.log(`package: ${modules.length} modules in dist/`);

function compile(): void {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json")], { stdio: "inherit" });
  if (status !== 0) throw new Error("tsc could not compile src/: mend what it says above.");
}

/** `tsc` rewrites imports, but not the files that `new URL("./worker.ts", import.meta.url)` names. */
function nameWorkersAsCompiled(path: string): void {
  const before = readFileSync(path, "utf8");
  const after = before.replaceAll(/(new URL\(\s*["'`]\.[^"'`]*)\.ts(["'`])/g, "$1.js$2");
  if (after !== before) writeFileSync(path, after);
}

function copyData(path: string): void {
  if (!existsSync(join(root, path))) throw new Error(`${path} is missing, and belongs into the package.`);
  cpSync(join(root, path), join(dist, path), { recursive: true });
}

/** Without what only a checkout needs: development tools, scripts, and the Node that npm brings to it. */
function describePackage(): object {
  const { name, version, description, license, type, engines, bin, dependencies } = packageJson;
  return { name, version, description, license, type, engines, bin, dependencies };
}
