import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { installDagster } from "../../support/install-dagster.ts";

const facts = fileURLToPath(new URL("../../../src/python/dagster/refused/dagster-names.json", import.meta.url));

test("the names of Dagster, and what each takes, are those of the package", async () => {
  const dagster = await installDagster();
  const names = await dagster.run([fileURLToPath(new URL("dump_names.py", import.meta.url))]);
  await expect(`${JSON.stringify(names, null, 2)}\n`).toMatchFileSnapshot(facts);
});

const common = fileURLToPath(new URL("../../../src/python/evaluate/package-names.json", import.meta.url));

test("the names of Python's library, and of what Dagster needs, are those of the modules", async () => {
  const dagster = await installDagster();
  const names = await dagster.run([fileURLToPath(new URL("dump_package_names.py", import.meta.url))]);
  await expect(`${JSON.stringify(names, null, 2)}\n`).toMatchFileSnapshot(common);
});
