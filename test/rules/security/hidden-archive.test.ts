import { expect, test } from "vitest";
import { toldOfChange } from "../hygiene/inspect-hygiene.ts";

const looks = { form: "archive", what: null } as const;

test("an archive among the DAGs whose name does not say so is told, unless it is removed", async () => {
  const path = "dags/lookup.dat";
  expect(await toldOfChange("SEC-034", path, { looks, isHiddenArchive: true })).toEqual([
    "dags/lookup.dat `dags/lookup.dat` is an archive into which Airflow looks for DAGs, though its name does not say so.",
  ]);
  expect(await toldOfChange("SEC-034", path, { looks, isHiddenArchive: true, status: "removed" })).toEqual([]);
  expect(await toldOfChange("SEC-034", path, { looks })).toEqual([]);
});
