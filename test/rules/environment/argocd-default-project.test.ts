import { expect, test } from "vitest";
import { applicationExample } from "../../../src/rules/environment/application-example.ts";
import { toldBy } from "./told-by.ts";

test("an Application, or what an ApplicationSet makes", async () => {
  expect(await toldBy("ENV-017", applicationExample({ project: "default" }))).toEqual([
    expect.stringMatching(/^7:12 /),
  ]);
  const set =
    "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nspec:\n  template:\n    spec: { project: default }\n";
  expect(await toldBy("ENV-017", set)).toEqual([expect.stringMatching(/^5:22 /)]);
});

test("no other project, and no other kind", async () => {
  expect(await toldBy("ENV-017", applicationExample({ project: "defaults" }))).toEqual([]);
  expect(await toldBy("ENV-017", "apiVersion: a.org/v1\nkind: Application\nspec: { project: default }\n")).toEqual([]);
});
