import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkTable } from "../../src/remotes/check-table.ts";

const limits = { maxRows: 3, maxColumns: 5, maxFieldLength: 20 };

function check(text: string | Uint8Array, pieceSize = 1000, maxRows = limits.maxRows): string | null {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const table = checkTable({ ...limits, maxRows });
  for (let at = 0; at < bytes.length; at += pieceSize) table.push(bytes.subarray(at, at + pieceSize));
  return table.finish();
}

describe("a table is", () => {
  test.each([
    ["a header alone", "a,b\n"],
    ["rows with a last line end", "a,b\n1,2\n3,4\n"],
    ["rows without a last line end", "a,b\n1,2\n3,4\n5,6"],
    ["lines that end as on Windows", "a,b\r\n1,2\r\n3,4\r\n5,6\r\n"],
    ["quoted fields with commas and quotes", 'a,b\n"x, y","say ""hi"""\n'],
    ["empty fields", "a,b\n,\n"],
    ["blank lines between and after", "a,b\n\n1,2\n\n\n"],
    ["one column", "a\n1\n2\n3\n"],
    ["text beyond ASCII, with a byte order mark", "\ufeffä,ö\n🙂,2\n"],
  ])("%s", (_, text) => {
    expect(check(text)).toBeNull();
    expect(check(text, 1)).toBeNull();
  });
});

describe("no table is", () => {
  test.each([
    ["nothing", "", "is empty: a table has a header at least"],
    ["blank lines", "\n\n", "is empty: a table has a header at least"],
    ["too many rows", "a\n1\n2\n3\n4\n", "has more than 3 rows"],
    ["too many rows, the last without a line end", "a\n1\n2\n3\n4", "has more than 3 rows"],
    ["too many rows that end as on an old Mac", "a\r1\r2\r3\r4", "has more than 3 rows"],
    ["rows hidden in a quoted field", 'a\n"1\n2\n3\n4"\n', "has more than 3 rows"],
    ["blank rows hidden in a quoted field", 'a\n"\n\n\n\n"\n', "has more than 3 rows"],
    ["too few fields", "a,b\n1\n", "has rows that are not as wide as its header"],
    ["too many fields", "a,b\n1,2,3\n", "has rows that are not as wide as its header"],
    ["semicolons with a stray comma", "a;b\n1,5;2\n", "has rows that are not as wide as its header"],
    ["too many columns", "a,b,c,d,e,f\n", "has more than 5 columns"],
    ["a field too long", `a\n${"x".repeat(21)}\n`, "has a field of more than 20 characters"],
    ["an open quote", 'a\n"1\n', "ends inside a quoted field"],
    ["something after a quote", 'a\n"1"2\n', "has a quoted field with something after its closing quote"],
    ["a quote in the middle", 'a\n1"2\n', "has a quote inside a field that is not quoted"],
    ["a zero byte", "a\n\0\n", "has a zero byte, which no text has"],
    ["bytes that are no UTF-8", new Uint8Array([0x61, 0x0a, 0xff, 0x0a]), "is not text in UTF-8"],
    ["half a character at the end", new Uint8Array([0x61, 0x0a, 0xc3]), "is not text in UTF-8"],
    ["a gzip file", new Uint8Array([0x1f, 0x8b, 0x08, 0x00]), "is not text in UTF-8"],
  ])("%s", (_, text, objection) => {
    expect(check(text)).toBe(objection);
    expect(check(text, 1)).toBe(objection);
  });
});

test("whatever is written as RFC 4180 says is a table, however its bytes come", () => {
  const field = fc.string({ maxLength: 8, unit: fc.constantFrom("a", "é", ",", '"', " ", "🙂", ";") });
  const rows = fc
    .integer({ min: 1, max: 5 })
    .chain((width) =>
      fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }),
    );
  fc.assert(
    fc.property(rows, fc.constantFrom("\n", "\r\n"), fc.integer({ min: 1, max: 7 }), (table, lineEnd, pieceSize) => {
      const text = table.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")).join(lineEnd);
      expect(check(text, pieceSize)).toBeNull();
    }),
  );
});

test("one row that is too many is told as one", () => {
  expect(check("a\n1\n2\n", 64, 1)).toBe("has more than 1 row");
});
