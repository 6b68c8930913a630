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
import { sha256Hex } from "../formats/sha256.ts";
import { joinPolicies, type PolicyInstead } from "../journeys/read-policy-at.ts";
import { readNodeFile } from "../policy/read-node-file.ts";
import { readPresets } from "./read-presets.ts";
import { refusePipe } from "./refuse-pipe.ts";

type Present = Exclude<PolicySource, { readonly state: "absent" }>;

/**
 * Reads a policy of the disk, good or not, and above it the organisation's, if a file is given for that. Throws `ConfigError` when
 * there is no such file.
 */
export async function loadPolicy(path: string, cwd: string, organisation: string | null = null): Promise<Present> {
  const source = await loadLayers({ policy: path, organisation }, cwd);
  if (source.state === "absent") throw new Error(`${path} was read, and is absent`);
  return source;
}

/** The same where one of both may be missing. `absent`: there is neither, or the organisation's says nothing. */
export async function loadLayers(files: PolicyFiles, cwd: string): Promise<PolicySource> {
  const { own, organisation } = await loadInstead(files, cwd);
  return joinPolicies(own, organisation ?? { state: "none" }, await readPresets());
}

/** Paths of the files of a policy; `null`: there is none. */
export interface PolicyFiles {
  readonly policy: string | null;
  readonly organisation: string | null;
}

/** Reads what is to stand in for files of the forge. Throws `ConfigError` when a file cannot be read. */
export async function loadInstead({ policy, organisation }: PolicyFiles, cwd: string): Promise<PolicyInstead> {
  const own = policy === null ? null : { path: policy, ...(await loadDigested(policy, cwd, "policy")) };
  const above = organisation === null ? null : await loadDigested(organisation, cwd, "organisation's policy");
  return { own, organisation: above && { state: "read", ...above, isNamed: isOrganisationsName } };
}

async function loadDigested(path: string, cwd: string, what: string) {
  const bytes = await loadBytes(path, cwd, what);
  return { name: path, text: bytes.toString("utf8"), sha256: sha256Hex(bytes) };
}

/** Whose file it is, a file of the disk does not tell. */
function isOrganisationsName(wanted: string): boolean {
  return /^[^/\s:]+\/(\.github|countersign-policy):countersign\.yml$/i.test(wanted);
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
  const absolute = resolve(cwd, path);
  refusePipe(absolute);
  try {
    return await readFile(absolute);
  } catch (cause) {
    throw new ConfigError(path, `The ${what} ${path} could not be read: see that it is there, and a file.`, { cause });
  }
}
