import { expect, test } from "vitest";
import { applicationExample } from "../../../src/rules/environment/application-example.ts";
import { toldBy } from "./told-by.ts";

const told = (automated: string) =>
  toldBy("ENV-020", applicationExample({ more: ["syncPolicy:", `  automated: ${automated}`] }));

test("automated, also with nothing further", async () => {
  expect(await told("{}")).toEqual([expect.stringMatching(/^16:5 This Application deploys by itself/)]);
  expect(await told("{ enabled: true, prune: true }")).toHaveLength(1);
});

test("not where it is off", async () => {
  expect(await told("{ enabled: false }")).toEqual([]);
  expect(await told("")).toEqual([]);
  expect(await toldBy("ENV-020", applicationExample())).toEqual([]);
});
