import { expect, test } from "vitest";
import { countOf } from "../../src/formats/count-of.ts";

test.each([
  [countOf(0, "file"), "0 files"],
  [countOf(1, "file"), "1 file"],
  [countOf(2, "file"), "2 files"],
  [countOf(1, "entry is", "entries are"), "1 entry is"],
  [countOf(3, "entry is", "entries are"), "3 entries are"],
])("%s", (told, wanted) => {
  expect(told).toBe(wanted);
});
