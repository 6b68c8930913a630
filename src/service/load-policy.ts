import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { type PolicyCases, readPolicyCases } from "../core/policy-cases.ts";
import { readChange } from "../core/read-change.ts";
import type { ChangeRequest } from "../domain/change.ts";
import { ConfigError } from "../domain/errors.ts";
import { PolicyError } from "../domain/file-problem.ts";
import type { NodeFile } from "../domain/node.ts";
import type { PolicySource } from "../domain/policy.ts";
import { readNodeFile } from "../policy/read-node-file.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { rules } from "../rules/index.ts";
import { readPresets } from "./read-presets.ts";

type Present = Exclude<PolicySource, { readonly state: "absent" }>;

/** Reads a policy of the disk, good or not. Throws `ConfigError` when there is no such file. */
export async function loadPolicy(path: string, cwd: string): Promise<Present> {
  const bytes = await loadBytes(path, cwd, "policy");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const reading = readPolicy(bytes.toString("utf8"), {
    path,
    presets: await readPresets(),
    knownRules: rules.map(({ id }) => id),
  });
  return "policy" in reading
    ? { state: "valid", policy: reading.policy, sha256, name: path }
    : { state: "invalid", problems: reading.problems, sha256, name: path };
}

/** Reads a policy of the disk. Throws `PolicyError` with all that is wrong with it. */
export async function loadValidPolicy(path: string, cwd: string): Promise<Present & { readonly state: "valid" }> {
  const source = await loadPolicy(path, cwd);
  if (source.state === "invalid") throw new PolicyError(source.problems);
  return source;
}

/** Reads a change given as JSON; `-` is standard input. Throws `PolicyError` with all that is wrong with it. */
export async function loadChange(path: string, cwd: string): Promise<ChangeRequest> {
  const reading =
    path === "-"
      ? readChange(await text(process.stdin), "standard input")
      : readChange(await loadText(path, cwd, "change"), path);
  if ("problems" in reading) throw new PolicyError(reading.problems);
  return reading.change;
}

/** Reads a node's file. Throws `PolicyError` with all that is wrong with it. */
export async function loadNode(path: string, cwd: string): Promise<NodeFile> {
  const reading = readNodeFile(await loadText(path, cwd, "node's file"), { path });
  if ("problems" in reading) throw new PolicyError(reading.problems);
  return reading.node;
}

/** Reads a table of cases. Throws `PolicyError` with all that is wrong with it. */
export async function loadCases(path: string, cwd: string): Promise<PolicyCases> {
  const reading = readPolicyCases(await loadText(path, cwd, "table of cases"), path);
  if ("problems" in reading) throw new PolicyError(reading.problems);
  return reading.table;
}

async function loadText(path: string, cwd: string, what: string): Promise<string> {
  return (await loadBytes(path, cwd, what)).toString("utf8");
}

async function loadBytes(path: string, cwd: string, what: string): Promise<Buffer> {
  try {
    return await readFile(resolve(cwd, path));
  } catch (cause) {
    throw new ConfigError(path, `The ${what} ${path} could not be read: see that it is there, and a file.`, { cause });
  }
}
