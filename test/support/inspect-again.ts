import { readdir, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { createInspector, type InspectionInput } from "../../src/analysis/inspector.ts";

/**
 * A program: inspects the Python files below a directory twice in one inspector, as a service does, and prints what the second time took.
 * With a second argument it remembers so many bytes of what was said of files, and the second time one file of a hundred is another.
 */
const [root = ".", remembered] = process.argv.slice(2);
const cacheBytes = Number(remembered ?? 0);
const paths = (await readdir(root, { recursive: true })).filter((path) => path.endsWith(".py")).sort();
const files = await Promise.all(
  paths.map(async (path) => ({ path, kind: "dag", content: await readFile(join(root, path)), changedLines: null })),
);
const input: InspectionInput = { files, context: [], python: "3.12", severities: {}, today: "2026-01-01" };
const edited = files.map((file, index) =>
  cacheBytes > 0 && index % 100 === 0
    ? { ...file, content: Buffer.concat([file.content, Buffer.from("\n#\n")]) }
    : file,
);
const inspector = createInspector({
  workers: availableParallelism(),
  deadlineMs: 20_000,
  log: pino({ level: "silent" }),
  cacheBytes,
});
await inspector.inspect(input);
const [begin, used] = [performance.now(), process.cpuUsage()];
const { filesInspected } = await inspector.inspect({ ...input, files: edited });
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
