import { spawn } from "node:child_process";
import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, styleText } from "node:util";

/**
 * Runs the long runs in full, and prints what each of them counted. A long run is a program in `test/chaos/` that takes
 * `--count` and `--seed`; then come the tests that draw their cases, with many more of them, the slow suites, the whole table of
 * attacks and the mutation tests. `--sample` takes a seeded few of each long run instead, and only those.
 */
interface LongRun {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

interface Outcome {
  readonly name: string;
  readonly code: number | null;
  readonly seconds: number;
  readonly lastLine: string;
}

const root = join(import.meta.dirname, "../..");
/** How many times as many cases the tests draw that draw their cases. */
const fuzzFactor = 50;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    count: { type: "string" },
  },
});

const runs = [...findLongRuns(), ...(values.sample ? [] : findSuites())].filter(
  ({ name }) => positionals.length === 0 || positionals.includes(name),
);
const outcomes: Outcome[] = [];
for (const one of runs) outcomes.push(await run(one));

console.log("");
for (const { name, code, seconds, lastLine } of outcomes) {
  const verdict = code === 0 ? styleText("green", "passed") : styleText("red", `exit ${code}`);
  console.log(`${name.padEnd(28)} ${verdict.padEnd(8)} ${`${seconds}s`.padStart(6)}  ${lastLine}`);
}
const failed = outcomes.filter(({ code }) => code !== 0).length;
console.log(`proof: ${outcomes.length} runs, ${failed} failed (seed ${values.seed})`);
process.exitCode = failed > 0 || outcomes.length === 0 ? 1 : 0;

/** Without `--count`, a long run takes its own full count. A sample is a tenth of that, and three at least. */
function findLongRuns(): readonly LongRun[] {
  const directory = join(root, "test/chaos");
  const files = readdirSync(directory).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  return files.toSorted().flatMap((file) => {
    const full = /\bcount: \{ type: "string", default: "(\d+)" \}/.exec(
      readFileSync(join(directory, file), "utf8"),
    )?.[1];
    if (full === undefined) return []; // a part of a long run
    const sample = values.sample ? String(Math.max(3, Math.ceil(Number(full) / 10))) : full;
    const flags = ["--seed", values.seed, "--count", values.count ?? sample];
    return [{ name: file.replace(/\.ts$/, ""), command: [process.execPath, join(directory, file), ...flags] }];
  });
}

function findSuites(): readonly LongRun[] {
  const bin = (name: string) => join(root, "node_modules/.bin", name);
  return [
    { name: "fast-suites", command: [bin("vitest"), "run"] },
    {
      name: `fuzzing-times-${fuzzFactor}`,
      command: [bin("vitest"), "run", "--testTimeout=3600000", ...findFuzzedTests()],
      environment: { COUNTERSIGN_FUZZ_FACTOR: String(fuzzFactor), COUNTERSIGN_FUZZ_SEED: values.seed },
    },
    { name: "slow-suites", command: [bin("vitest"), "run", "--config", "test/vitest.slow.config.ts"] },
    {
      name: "attacks",
      command: [bin("vitest"), "run", "--config", "test/vitest.slow.config.ts"],
      environment: { COUNTERSIGN_LONG_TESTS: "1" },
    },
    { name: "mutation", command: [bin("stryker"), "run"] },
  ];
}

/** The tests whose cases are drawn: they say with `fuzzed` how many. */
function findFuzzedTests(): readonly string[] {
  const tests = globSync("test/**/*.test.ts", { cwd: root });
  return tests.filter((file) => readFileSync(join(root, file), "utf8").includes("/support/fuzzed.ts"));
}

function run({ name, command, environment }: LongRun): Promise<Outcome> {
  const begin = Date.now();
  console.log(`\n==> ${name}`);
  return new Promise((resolve, reject) => {
    const [program = "", ...args] = command;
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const output: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      process.stdout.write(text);
      output.push(text);
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const seconds = Math.round((Date.now() - begin) / 1000);
      resolve({ name, code, seconds, lastLine: output.join("").trimEnd().split("\n").at(-1) ?? "" });
    });
  });
}
