import { expect, test } from "vitest";
import type { FileModel } from "../../../src/core/inspect/file-model.ts";
import { openCatalogue, type PackedCatalogue } from "../../../src/core/inspect/inspect-catalogue.ts";
import { openDags, packDags } from "../../../src/core/inspect/packed-dags.ts";
import { packTree } from "../../../src/core/inspect/packed-tree.ts";
import { openTree } from "../../../src/core/inspect/tree-listing.ts";
import { expectLinear } from "../../support/cost-of.ts";

const each = <T>(count: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const surely = { certainty: "exact", reason: null };

test("each of many DAGs, jobs and code locations is looked up", { timeout: 60_000 }, async () => {
  await expectLinear(1_000, (count) => {
    const packed = {
      ...surely,
      dags: each(count, (at) => ({ dagId: `d${at}`, path: `dags/${at}.py`, tasks: [], definedIn: null })),
      ownLocations: each(count, (at) => ({ path: `defs/${at}.py`, jobs: [{ name: `j${at}`, path: `defs/${at}.py` }] })),
      jobs: surely,
      around: packDags([]),
    } as unknown as PackedCatalogue; // the rest is not looked at
    const catalogue = openCatalogue(packed);
    for (let at = 0; at < count; at += 1) {
      expect(catalogue.find(`d${at}`).length + catalogue.findJobs(`j${at}`).length).toBe(2);
      expect(catalogue.locationAt(`defs/${at}.py`)?.jobs).toEqual([`j${at}`]);
      expect(catalogue.referring(`d${at}`)).toEqual([]);
    }
  });
});

test("many changed files that are alike are put together once", { timeout: 60_000 }, async () => {
  await expectLinear(2_000, (count) => {
    const model = { dags: [], references: [], location: null, unclear: "of a loop", isUnread: false, asked: [] };
    const changes = each(count, (at) => ({
      path: `dags/${at}.py`,
      model: { ...model, path: `dags/${at}.py` } as unknown as FileModel, // as above
    }));
    expect(openDags({ ...packDags([]), changes }).firstUnclear()?.path).toBe("dags/0.py");
  });
});

test("a folder of many changed files has one name", { timeout: 60_000 }, async () => {
  await expectLinear(1_000, (count) => {
    const paths = each(count, (at) => `Data/${at}.csv`);
    const changes = paths.map((path) => ({ path, file: { path, mode: "100644", size: 1, oid: null } }));
    const tree = openTree({ ...packTree([]), changes });
    for (const _ of paths) expect(tree.alike("data")).toEqual(["Data"]);
  });
});
