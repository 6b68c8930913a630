import { expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { toldBy } from "./told-by.ts";

const told = (text: string, path = "countersign.node.yml") => toldBy("ENV-005", text, { path });

test("each problem stands on its line", async () => {
  expect(await told("node: london\ncontrollers:\n  - github: { login: ben }\ntargetz: {}\n")).toEqual([
    expect.stringMatching(/^3:13 `ben` is a login without an id/),
    expect.stringMatching(/^4:1 Unknown key `targetz`\. Did you mean `targets`\?/),
  ]);
});

test("YAML that cannot be read", async () => {
  expect(await told("node: [\n")).toEqual([expect.stringContaining("The file is not YAML")]);
  expect(await told("")).not.toEqual([]);
});

test("wherever it stands, and no other file", async () => {
  expect(await told("nodes: 1\n", "infrastructure/countersign.node.yml")).not.toEqual([]);
  expect(await told("nodes: 1\n", "argocd/node.yml")).toEqual([]);
});

test.each([
  ["node: london\ncontrollers: ben\n", ["Write it like the example."]],
  ["node: london\n", ["Add it."]],
  [
    "node: london\ncontrollers:\n  - github: { login: ben, id: 2 }\ntargetz: {}\n",
    ["Write `targets`, or remove the key."],
  ],
  [
    "node: london\ncontrollers:\n  - github: { login: ben, id: 2 }\nmineral: {}\n",
    ["Remove the key, or write one of those."],
  ],
  ["node: [\n", [expect.stringMatching(/^Write it as the message says; .* `node: london`/)]],
])("what to write is said of %j", async (text, remedies) => {
  const { findings } = await inspectTexts({ files: [{ path: "countersign.node.yml", text }] });
  expect(findings.filter(({ rule }) => rule === "ENV-005").map(({ remedy }) => remedy)).toEqual(remedies);
});
