import { readdir, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { createInspector } from "../../src/analysis/inspector.ts";

/** A program: inspects the Python files below a directory twice in one inspector, as a service does, and prints what the second time took. */
const [root = "."] = process.argv.slice(2);
const paths = (await readdir(root, { recursive: true })).filter((path) => path.endsWith(".py")).sort();
const files = await Promise.all(
  paths.map(async (path) => ({ path, kind: "dag", content: await readFile(join(root, path)), changedLines: null })),
);
const input = { files, context: [], python: "3.12", severities: {}, today: "2026-01-01" };
const inspector = createInspector({
  workers: availableParallelism(),
  deadlineMs: 20_000,
  log: pino({ level: "silent" }),
});
await inspector.inspect(input);
const [begin, used] = [performance.now(), process.cpuUsage()];
const { filesInspected } = await inspector.inspect(input);
const { user, system } = process.cpuUsage(used);
console.log(
  JSON.stringify({
    wallMs: performance.now() - begin,
    cpuMs: (user + system) / 1000,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    filesInspected,
  }),
);
await inspector.close();
