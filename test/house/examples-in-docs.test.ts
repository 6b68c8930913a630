import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readJobRequest } from "../../src/formats/job-request.ts";
import { readNodeFile } from "../../src/policy/read-node-file.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { allRules } from "../../src/rules/rule-set.ts";

const root = join(import.meta.dirname, "../..");
const presetFiles = existsSync(join(root, "policies")) ? readdirSync(join(root, "policies")) : [];
const presets = Object.fromEntries(
  presetFiles.map((name) => [name.replace(/\.yml$/, ""), readFileSync(join(root, "policies", name), "utf8")]),
);

interface Example {
  readonly place: string;
  readonly text: string;
  readonly kind: "policy" | "node's file" | "job request";
}

const pages = ["README.md", ...globSync("docs/*.md", { cwd: root })];
const examples = pages.flatMap(examplesIn);

describe("the YAML examples of the pages are good", () => {
  test("there are examples of each kind", () => {
    expect(new Set(examples.map(({ kind }) => kind))).toContain("policy");
    expect(new Set(examples.map(({ kind }) => kind))).toContain("node's file");
  });

  test.each(examples)("$place: a $kind", ({ kind, text, place }) => {
    expect(problemsIn(kind, text, place)).toEqual([]);
  });
});

/** Whole files only: a part of one does not say what it is part of. */
function examplesIn(page: string): readonly Example[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/^```ya?ml\n([\s\S]*?)^```/gm)].flatMap((match) => {
    const [, yaml = ""] = match;
    const place = `${page}:${text.slice(0, match.index).split("\n").length + 1}`;
    const kind = kindOf(yaml);
    return kind === null ? [] : [{ place, text: yaml, kind }];
  });
}

function kindOf(yaml: string): Example["kind"] | null {
  if (/^node:/m.test(yaml)) return "node's file";
  if (/^engine:/m.test(yaml)) return "job request";
  return /^version:/m.test(yaml) ? "policy" : null;
}

function problemsIn(kind: Example["kind"], text: string, path: string): readonly unknown[] {
  const reading = {
    policy: () => readPolicy(text, { path, presets, knownRules: allRules }),
    "node's file": () => readNodeFile(text, { path }),
    "job request": () => readJobRequest(text, path),
  }[kind]();
  return "problems" in reading ? reading.problems : [];
}
