import { expect, test } from "vitest";
import { coAuthorEmails } from "../../src/core/co-authors.ts";

test.each([
  ["Add\n\nCo-authored-by: Eve <eve@acme.example>", ["eve@acme.example"]],
  ["Add\n\nco-authored-BY: Eve <eve@a.b>\nCo-authored-by: Ben <ben@a.b>  ", ["eve@a.b", "ben@a.b"]],
  ["Add\n\nCo-authored-by: A <eve@a.b>\nCo-authored-by: B <eve@a.b>", ["eve@a.b"]],
  ["We co-authored-by: nobody <x@y>", []],
  ["Add", []],
])("%j", (message, expected) => {
  expect(coAuthorEmails(message)).toEqual(expected);
});
