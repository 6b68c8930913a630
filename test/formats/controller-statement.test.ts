import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ControllerStatement } from "../../src/domain/countersignature.ts";
import { readControllerStatement, writeControllerStatement } from "../../src/formats/controller-statement.ts";

const sha = (digit: string): string => digit.repeat(40);
const common = {
  version: 1,
  repository: "github.com/acme/study",
  baseRef: "refs/heads/main",
  node: null,
  signedAt: "2026-11-20T12:00:00.000Z",
  expires: null,
} as const;
const approval: ControllerStatement = {
  ...common,
  purpose: "countersign approval",
  forge: "github",
  change: 7,
  head: sha("a"),
  tree: sha("b"),
  mergeBase: sha("c"),
  policy: "d".repeat(64),
};
const statements: readonly ControllerStatement[] = [
  approval,
  { ...common, purpose: "countersign landing", commit: sha("a"), tree: sha("b"), before: sha("c"), policy: null },
  { ...common, purpose: "countersign baseline", commit: sha("a"), tree: sha("b"), replaces: null, node: "london" },
];

describe("a controller's statement", () => {
  test.each(statements)("$purpose is read as it was written", (statement) => {
    const text = writeControllerStatement(statement);
    expect(text.indexOf("\n")).toBe(text.length - 1);
    expect(readControllerStatement(text)).toEqual(statement);
  });

  const text = writeControllerStatement(approval);
  test.each([
    ["nothing", ""],
    ["no JSON", "yes\n"],
    ["too long", `${text.slice(0, -2)},"x":"${"y".repeat(5_000)}"}\n`],
    ["without its end", text.trimEnd()],
    ["with spaces", text.replace(":", ": ")],
    ["with keys in another order", `{"version":1,${text.slice(1).replace(',"version":1', "")}`],
    ["with a key twice", text.replace('"change":7', '"change":8,"change":7')],
    ["with a key of its own", text.replace('"change":7', '"also":1,"change":7')],
    ["of another version", text.replace('"version":1', '"version":2')],
    ["of another purpose", text.replace("countersign approval", "countersign merge")],
    ["of one purpose with the fields of another", text.replace("countersign approval", "countersign landing")],
    ["with a short sha", text.replace(sha("a"), "abc")],
    ["of a tag", text.replace("refs/heads/main", "refs/tags/main")],
    ["of no change", text.replace('"change":7', '"change":0')],
    ["with a time that is none", text.replace("2026-11-20T12:00:00.000Z", "yesterday")],
    ["written another way", text.replace("acme", "\\u0061cme")],
  ])("%s is none", (_, other) => {
    expect(readControllerStatement(other)).toBeNull();
  });

  test("no text makes the reader throw, and what is read is written the same", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.constant(text)), (any) => {
        const read = readControllerStatement(`${any}\n`) ?? readControllerStatement(any);
        expect(read === null || writeControllerStatement(read) === any).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
