import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readInventory } from "../../src/formats/inventory.ts";
import { cacheProgram } from "../support/cached-program.ts";
import { installPythonPackages } from "../support/install-python-packages.ts";
import { runCommand } from "../support/run-command.ts";
import { runCountersign } from "../support/run-countersign.ts";

const requirements = ["requests==2.32.3", "pyyaml==6.0.2", "google-auth==2.35.0", "googleapis-common-protos==1.65.0"];

let venv: string;
let work: string;
beforeAll(async () => {
  venv = await cacheProgram("inventory-1", (place) => installPythonPackages(place, requirements));
  work = await mkdtemp(join(tmpdir(), "countersign-inventory-"));
});
afterAll(() => rm(work, { recursive: true, force: true }));

test("the inventory of an environment that pip or uv made", async () => {
  const ran = await runCountersign(["inventory", "--python", venv, "--output", "i.json"], { cwd: work });
  expect(ran.status).toBe(0);
  const reading = readInventory(await readFile(join(work, "i.json"), "utf8"), "i.json");
  if (!("inventory" in reading)) throw new Error(JSON.stringify(reading));
  const { packages, modules, opaque } = reading.inventory;
  for (const one of requirements) {
    const [name = "", version] = one.split("==");
    expect(packages[name]).toBe(version);
  }
  expect(modules).toMatchObject({
    requests: ["requests"],
    yaml: ["pyyaml"],
    "google.auth": ["google-auth"],
    "google.rpc.status_pb2": ["googleapis-common-protos"],
  });
  expect(modules.google).toBeUndefined();
  expect(opaque).toEqual([]);
});

test("every module that it tells can be found by that Python", async () => {
  const ran = await runCountersign(["inventory", "--python", venv], { cwd: work });
  const reading = readInventory(ran.stdout, "i.json");
  if (!("inventory" in reading)) throw new Error(JSON.stringify(reading));
  const names = Object.keys(reading.inventory.modules).filter((name) => !name.includes("."));
  const program = "import importlib.util, sys; print([n for n in sys.argv[1:] if importlib.util.find_spec(n) is None])";
  const { stdout } = await runCommand(join(venv, "bin", "python"), ["-I", "-c", program, ...names], { cwd: work });
  expect(stdout.trim()).toBe("[]");
  expect(names.length).toBeGreaterThan(5);
});
