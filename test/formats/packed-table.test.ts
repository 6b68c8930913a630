import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entriesOf, openTable, packTable, type TableEntry } from "../../src/formats/packed-table.ts";

const open = (entries: readonly TableEntry[]) => openTable(packTable(entries));

describe("a packed table", () => {
  test("finds all values of a key, in the order in which they were given", () => {
    const table = open([
      ["b", "2"],
      ["a", "1"],
      ["b", "1"],
      ["é/ü", "ß"],
    ]);
    expect([table.size, table.values("b"), table.values("a"), table.values("é/ü"), table.values("c")]).toEqual([
      4,
      ["2", "1"],
      ["1"],
      ["ß"],
      [],
    ]);
    expect([...entriesOf(table)].map(([key]) => key)).toEqual(["a", "b", "b", "é/ü"]);
  });

  test("says where keys from one on begin", () => {
    const table = open(["a/b", "a/c", "b"].map((key) => [key, ""] as const));
    expect([table.firstFrom("a/"), table.firstFrom("a/c"), table.firstFrom("c")]).toEqual([0, 1, 3]);
  });

  test("holds nothing, and texts of any kind", () => {
    expect(open([]).values("a")).toEqual([]);
    const text = fc.string({ unit: "binary", maxLength: 6 }).map((one) => one.toWellFormed());
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (entries) => {
        const table = open(entries);
        expect([...entriesOf(table)].toSorted()).toEqual(entries.toSorted());
        for (const [key] of entries)
          expect(table.values(key)).toEqual(entries.filter(([one]) => one === key).map(([, value]) => value));
      }),
    );
  });
});
