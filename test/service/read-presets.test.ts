import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { readPresets } from "../../src/service/read-presets.ts";

const folder = join(import.meta.dirname, "../../policies");

test("every preset of the folder, by name, and no table of cases", async () => {
  const presets = await readPresets();
  const files = readdirSync(folder).filter((file) => !file.endsWith(".test.yml"));
  expect(Object.keys(presets).map((name) => `${name}.yml`)).toEqual(files);
  expect(Object.keys(presets)).toEqual(expect.arrayContaining(["code-repo", "node-repo"]));
});

test("each can be read, alone and extended", async () => {
  const presets = await readPresets();
  for (const [name, text] of Object.entries(presets)) {
    expect(readPolicy(text, { path: name, presets, knownRules: [] })).toHaveProperty("policy");
    const extended = `version: 1\nextends: ${name}\npeople: { data-controllers: { teams: acme/data-controllers } }`;
    expect(readPolicy(extended, { path: "own", presets, knownRules: [] })).toHaveProperty("policy");
  }
});
