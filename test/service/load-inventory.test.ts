import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigError } from "../../src/domain/errors.ts";
import { PolicyError } from "../../src/domain/file-problem.ts";
import type { NodeFile } from "../../src/domain/node.ts";
import { readNodeFile } from "../../src/policy/read-node-file.ts";
import { readConfiguration } from "../../src/service/configuration.ts";
import { loadInventory } from "../../src/service/load-inventory.ts";

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "countersign-load-inventory-"));
  mkdirSync(join(base, "sub"));
  writeFileSync(join(base, "sub", "i.json"), '{ "version": 1, "python": "3.12.4", "packages": [] }');
  writeFileSync(join(base, "bad.json"), '{\n  "version": 1,\n  "python": 3\n}');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

function nodeWith(inventory: string): NodeFile {
  const text = `node: london\ncontrollers: [{ github: { login: ben, id: 2 } }]\n${inventory}`;
  const reading = readNodeFile(text, { path: "n.yml" });
  if ("problems" in reading) throw new PolicyError(reading.problems);
  return reading.node;
}

test("the inventory is read relative to the node's file", () => {
  const node = nodeWith("inventory: sub/i.json\n");
  expect(node.inventory).toEqual({ path: "sub/i.json", content: null });
  expect(loadInventory(node, join(base, "n.yml")).inventory?.content?.python).toBe("3.12.4");
});

test("a node's file that names none is as it is", () => {
  const node = nodeWith("");
  expect(loadInventory(node, "/nowhere/n.yml")).toBe(node);
});

test("one that is not there says what to do", () => {
  const load = () => loadInventory(nodeWith("inventory: gone.json\n"), join(base, "n.yml"));
  expect(load).toThrow(ConfigError);
  expect(load).toThrow(/gone\.json, which cannot be read\. Write it with `countersign inventory --output/);
});

test("one that is wrong says where", () => {
  try {
    loadInventory(nodeWith("inventory: bad.json\n"), join(base, "n.yml"));
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    expect(error.problems.map(({ path, line }) => `${path}:${line}`)).toContain("bad.json:3");
  }
});

test("an empty name is refused", () => {
  expect(() => nodeWith('inventory: ""\n')).toThrow(PolicyError);
});

test("the service reads it with its configuration", () => {
  writeFileSync(
    join(base, "n.yml"),
    "node: london\ncontrollers: [{ github: { login: ben, id: 2 } }]\ninventory: sub/i.json\n",
  );
  const env = {
    GITLAB_URL: "https://gitlab.example",
    GITLAB_TOKEN: "t",
    GITLAB_WEBHOOK_SECRET: "0123456789abcdef0123456789abcdef",
  };
  const { node } = readConfiguration({ ...env, COUNTERSIGN_NODE_FILE: "n.yml" }, base);
  expect(node?.inventory?.content?.python).toBe("3.12.4");
});
