import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (text: string, path = "charts/a/Chart.yaml") => toldBy("ENV-006", text, { path });
const good = "apiVersion: v2\nname: a\nversion: 1.2.3\n";

test("what Helm refuses", async () => {
  expect(await told("name: a\nversion: latest\n")).toEqual([
    "2:10 `version` must be a semantic version such as `1.4.0`.",
  ]);
  expect(await told(`${good}type: lib\n`)).toEqual([
    expect.stringMatching(/^4:7 `type` must be `application` or `library`/),
  ]);
  expect(await told(`${good}dependencies: [{ version: 1.x }]\n`)).toEqual(["4:16 `dependencies[0].name` is missing."]);
  expect(await told("apiVersion: v2\n")).toEqual(["1:1 `name` and `version` are missing."]);
  expect(await told("- a\n")).toEqual([expect.stringContaining("must be a map")]);
});

test("a key that looks like a slip", async () => {
  expect(await told(`${good}dependecies: []\n`)).toEqual([
    "4:1 Helm does not know `dependecies`. Did you mean `dependencies`?",
  ]);
  expect(await told(`${good}catalogue: x\n`)).toEqual([]);
});

test.each([
  ["numbers where Helm takes them for text", `${good}appVersion: 1.16\nkubeVersion: ">=1.28.0-0"\n`],
  ["versions as loose as Helm takes them", "apiVersion: v2\nname: a\nversion: 1.16\n"],
  [
    "all that a chart may have",
    `${good}description: >-\n  many\n  lines\nkeywords: [a, 1]\nmaintainers: [{ name: a, email: a@example.org }]\ndeprecated: false\nicon:\n`,
  ],
])("says nothing of %s", async (_, text) => {
  expect(await told(text)).toEqual([]);
});

test("values are a map, or nothing", async () => {
  expect(await told("- a\n", "charts/a/values.yaml")).toEqual(["1:1 The values of a chart must be a map."]);
  expect(await told("a: 1\n", "charts/a/values-live.yaml")).toEqual([]);
  expect(await told("# none\n", "charts/a/values.yaml")).toEqual([]);
});
