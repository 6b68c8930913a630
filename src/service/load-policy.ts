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

/**
 * Reads a policy of the disk, good or not, and above it the organisation's, if a file is given for that. Throws `ConfigError` when
 * there is no such file.
 */
export async function loadPolicy(path: string, cwd: string, organisation: string | null = null): Promise<Present> {
  const bytes = await loadBytes(path, cwd, "policy");
  const above = organisation === null ? null : await loadBytes(organisation, cwd, "organisation's policy");
  const presets = await readPresets();
  const sha256 = digest(bytes);
  const reading = readPolicy(bytes.toString("utf8"), {
    path,
    presets,
    organisation:
      organisation === null || above === null
        ? null
        : { name: organisation, text: above.toString("utf8"), isNamed: isOrganisationsName },
    knownRules: rules.map(({ id }) => id),
  });
  if ("problems" in reading) return { state: "invalid", problems: reading.problems, sha256, name: path };
  const layers = reading.layers.map((name) => ({
    name,
    sha256: name === path ? sha256 : digest(name === organisation && above !== null ? above : (presets[name] ?? "")),
  }));
  return { state: "valid", policy: reading.policy, sha256, name: path, ...(layers.length > 1 ? { layers } : {}) };
}

/** Whose file it is, a file of the disk does not tell. */
function isOrganisationsName(wanted: string): boolean {
  return /^[^/\s:]+\/(\.github|countersign-policy):countersign\.yml$/i.test(wanted);
}

function digest(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Reads a policy of the disk. Throws `PolicyError` with all that is wrong with it. */
export async function loadValidPolicy(
  path: string,
  cwd: string,
  organisation: string | null = null,
): Promise<Present & { readonly state: "valid" }> {
  const source = await loadPolicy(path, cwd, organisation);
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
