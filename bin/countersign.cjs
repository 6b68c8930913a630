#!/usr/bin/env node
// Old syntax on purpose: a Node that is too old for Countersign must be able to read this file, and say so.

// biome-ignore-start lint/style/useNodejsImportProtocol: Node before 14.18 knows no `node:`
const { spawn } = require("child_process");
const { existsSync } = require("fs");
const { join } = require("path");
const { pathToFileURL } = require("url");
// biome-ignore-end lint/style/useNodejsImportProtocol: see above

const root = join(__dirname, "..");
const needed = Number(/\d+/.exec(require("../package.json").engines.node)[0]);
const compiled = join(root, "src/main.js");
const isPackage = existsSync(compiled);
const main = isPackage ? compiled : join(root, "src/main.ts");
/** The Node that `npm ci` brings to a checkout. */
const own = join(root, "node_modules/.bin/node");

if (Number(process.versions.node.split(".")[0]) >= needed) {
  if (isToSaveMemory()) saveMemory();
  import(pathToFileURL(main).href).catch((error) => {
    const isBare = !isPackage && error.code === "ERR_MODULE_NOT_FOUND" && !existsSync(join(root, "node_modules"));
    console.error(isBare ? `countersign: Its packages are not there yet. Run \`npm ci\` in ${root}.` : error);
    process.exitCode = isBare ? 2 : 3;
  });
} else if (!isPackage && existsSync(own)) runWith(own);
else refuse();

/** A check goes over many files in several threads; the service and what it starts are better off as Node comes. */
function isToSaveMemory() {
  const isPossible = process.platform === "linux" && Boolean(process.execve);
  return isPossible && process.argv[2] === "check" && process.env.MALLOC_ARENA_MAX === undefined;
}

/**
 * Becomes the same command in a process that gives back sooner what it no longer needs, and makes no quick machine code besides the good
 * one: a check of 3,000 files then takes a fifth less memory, and a little more time. Node and the C library take these settings when they
 * start, and not later.
 */
function saveMemory() {
  const args = process.execArgv.concat("--max-semi-space-size=1", "--no-sparkplug", __filename, process.argv.slice(2));
  process.execve(
    process.execPath,
    [process.argv0].concat(args),
    Object.assign({}, process.env, { MALLOC_ARENA_MAX: "2" }),
  );
}

/** Runs the same command with another Node, and ends as it ends. */
function runWith(node) {
  const child = spawn(node, [main].concat(process.argv.slice(2)), { stdio: "inherit" });
  const isAtTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  // A terminal interrupts the child by itself, and a second interrupt would end it at once.
  process.on("SIGINT", () => isAtTerminal || child.kill("SIGINT"));
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => refuse(`${node} could not be started (${error.message})`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function refuse(why) {
  const found = why === undefined ? `this is ${process.version} (${process.execPath})` : why;
  const remedy = isPackage ? "" : `Run \`npm ci\` in ${root}, which brings one, or install`;
  console.error(
    `countersign: Node ${needed} or newer is needed, and ${found}. ${remedy || "Install"} it from https://nodejs.org, and put it first in PATH.`,
  );
  process.exitCode = 2;
}
