import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installAirflow } from "../../support/install-airflow.ts";
import { runCountersign } from "../../support/run-countersign.ts";

const program = fileURLToPath(new URL("list_classes.py", import.meta.url));

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "countersign-classes-"));
});
afterAll(() => rm(base, { recursive: true, force: true }));

interface Answer {
  readonly untold: readonly string[];
  readonly failed: readonly string[];
  readonly checked: number;
  readonly modules: number;
}

test.each([2, 3] as const)(
  "whatever class a module of a provider of Airflow %i has, the inventory tells, though it runs none",
  async (version) => {
    const airflow = await installAirflow(version);
    const path = join(base, `${version}.json`);
    const ran = await runCountersign(["inventory", "--python", airflow.directory, "--output", path], { cwd: base });
    expect(ran.status).toBe(0);
    const answer = (await airflow.run([program, path])) as Answer; // as the program prints it
    console.table([
      { version, modules: answer.modules, classes: answer.checked, "not importable": answer.failed.length },
    ]);
    expect(answer.untold).toEqual([]);
    expect(answer.checked).toBeGreaterThan(300);
  },
);
