import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";

const launcher = join(import.meta.dirname, "../../bin/countersign.cjs");
let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "countersign-launcher-")));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Every Node is too old for a checkout that asks for one of these. */
const never = 999;

/** A small checkout with the real launcher, whose main file does what is said. */
function checkout(needed: number, main: string, name = "src/main.ts"): void {
  write("package.json", JSON.stringify({ type: "module", engines: { node: `>=${needed}` } }));
  write(name, main);
  mkdirSync(join(root, "bin"));
  cpSync(launcher, join(root, "bin/countersign.cjs"));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** The Node that `npm ci` brings. */
function bringNode(): void {
  mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
  symlinkSync(process.execPath, join(root, "node_modules/.bin/node"));
}

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "bin/countersign.cjs"), ...args], {
    cwd: tmpdir(),
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const tellsArguments = "console.log(JSON.stringify(process.argv.slice(2)), process.cwd()); process.exitCode = 1;";

test("a Node that is good runs the command by itself", () => {
  checkout(1, `${tellsArguments} console.log(process.ppid);`);
  const { status, stdout } = run("check", "a b");
  expect(status).toBe(1);
  expect(stdout.split("\n")).toEqual([`["check","a b"] ${realpathSync(tmpdir())}`, String(process.pid), ""]);
});

const tellsSettings = "console.log(JSON.stringify([process.execArgv, process.env.MALLOC_ARENA_MAX ?? null]));";

const saving =
  process.platform === "linux"
    ? ([["--max-semi-space-size=1", "--no-sparkplug"], "2"] as const)
    : ([[], null] as const);

test.each([
  ["a check takes the settings that save memory, where there are any", ["check", "dags"], ...saving],
  ["nothing else does", ["serve"], [], null],
] as const)("%s", (_, args, execArgv, arenas) => {
  checkout(1, tellsSettings);
  expect(run(...args).stdout).toBe(`${JSON.stringify([execArgv, arenas])}\n`);
});

test("who says how memory is to be had is heard", () => {
  checkout(1, tellsSettings);
  vi.stubEnv("MALLOC_ARENA_MAX", "7");
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(run("check").stdout).toBe('[[],"7"]\n');
});

test("one that is too old hands over to the checkout's own, with arguments, place and exit code", () => {
  checkout(never, tellsArguments);
  bringNode();
  expect(run("check", "a b")).toEqual({
    status: 1,
    stdout: `["check","a b"] ${realpathSync(tmpdir())}\n`,
    stderr: "",
  });
});

test("without one, a line says which Node is needed, and how to get it", () => {
  checkout(never, tellsArguments);
  expect(run("check")).toEqual({
    status: 2,
    stdout: "",
    stderr: `countersign: Node 999 or newer is needed, and this is ${process.version} (${process.execPath}). Run \`npm ci\` in ${root}, which brings one, or install it from https://nodejs.org, and put it first in PATH.\n`,
  });
});

test("one that cannot be started is told in a line, too", () => {
  checkout(never, tellsArguments);
  write("node_modules/.bin/node", "");
  chmodSync(join(root, "node_modules/.bin/node"), 0o644);
  const { status, stderr } = run("check");
  expect(status).toBe(2);
  expect(stderr).toMatch(/^countersign: Node 999 .*could not be started.*EACCES.*\n$/);
});

test("a package brings no Node: only https://nodejs.org is named", () => {
  checkout(never, tellsArguments, "src/main.js");
  bringNode();
  const { status, stderr } = run("check");
  expect(status).toBe(2);
  expect(stderr).toMatch(/\)\. Install it from https:\/\/nodejs\.org, and put it first in PATH\.\n$/);
});

test("a checkout without its packages says so", () => {
  checkout(1, 'import "commander";');
  expect(run("check")).toEqual({
    status: 2,
    stdout: "",
    stderr: `countersign: Its packages are not there yet. Run \`npm ci\` in ${root}.\n`,
  });
});

const waits = (onSignal: string) =>
  `process.on("SIGTERM", () => ${onSignal}); process.on("SIGINT", () => ${onSignal}); setInterval(() => {}, 1000); console.log("up");`;

async function start(main: string): Promise<ChildProcess> {
  checkout(never, main);
  bringNode();
  const child = spawn(process.execPath, [join(root, "bin/countersign.cjs")], {
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), "SIGKILL");
  });
  if (child.stdout !== null) await once(child.stdout, "data");
  return child;
}

test.each(["SIGTERM", "SIGINT"] as const)("%s reaches the command, which ends as it wants", async (signal) => {
  const child = await start(waits("process.exit(7)"));
  child.kill(signal);
  expect(await once(child, "exit")).toEqual([7, null]);
});

test("a command that a signal ended is seen as such", async () => {
  const child = await start(waits('process.kill(process.pid, "SIGKILL")'));
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
});

test("what people start by npm goes by the launcher, so that an old Node is told in a sentence", () => {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
  const served = ["start", "dev", "demo"].map((name) => scripts[name]);
  for (const script of served) expect(script).toMatch(/^node (--watch )?bin\/countersign\.cjs /);
});
