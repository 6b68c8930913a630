import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadPythonTools } from "../../src/analysis/python-tools.ts";
import { compareLocation, type LocationTruth, readLocationOf } from "../support/dagster-truth.ts";

// What Dagster itself makes of the corpus is kept in a JSON file, which test/real/dagster/code-location.test.ts holds against it.

const corpus = fileURLToPath(new URL("../fixtures/dagster-corpus", import.meta.url));
const truth: Readonly<Record<string, LocationTruth>> = JSON.parse(
  readFileSync(join(corpus, "locations.dagster.json"), "utf8"),
);
const tools = await loadPythonTools();

/** What depends on the environment, or on parts of Dagster that are not followed. */
const undecidable = /(^|\/)(unknown_|trap_(automation|imports|lists|methods|partial_knowledge|partitions))/;
/** Refusals that nobody foresees. */
const unforeseen = /^refused_(config_class|loaded_unused)/;
/** Definitions that are made by parts of Dagster which are not followed. */
const open: ReadonlySet<string> = new Set([
  "checks_freshness.py t:freshness_check",
  "jobs_asset.py with_sources",
  "projects/hard_multi/hard_multi_project/definitions.py checks",
  "mapped_specs.py a",
]);

const files = Object.keys(truth).map((file) => ({ file }));

describe.each(files)("$file", ({ file }) => {
  const said = readLocationOf(corpus, file, tools);
  const real = truth[file];
  if (real === undefined) throw new Error(`nothing is known of ${file}`);
  const rows = compareLocation(file, said, real);

  test("nothing is wrong", () => {
    expect(rows.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
  });

  if (real.error !== null)
    test("what Dagster refuses is not said to be exact, unless it is said to be refused", () => {
      expect(said?.certainty === "exact" && said.failures.length === 0).toBe(false);
    });

  if (!undecidable.test(file) && !unforeseen.test(file))
    test("all that is decidable is exact", () => {
      expect(rows.filter(({ verdict, name }) => verdict !== "exact" && !open.has(`${file} ${name}`))).toEqual([]);
    });

  if (/(^|\/)unknown_/.test(file))
    test("what cannot be decided is never said to be exact", () => {
      const parts = [...(said?.assets ?? []), ...(said?.jobs ?? []), ...(said?.schedules ?? [])];
      const isExact = said?.certainty === "exact" && parts.every(({ certainty }) => certainty === "exact");
      expect(isExact).toBe(false);
    });
});

test("the corpus has fifty files, and hard ones", () => {
  expect(files.length).toBeGreaterThanOrEqual(50);
});
