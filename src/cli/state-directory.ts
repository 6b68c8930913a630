import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ConfigError } from "../domain/errors.ts";
import type { Cli } from "./cli.ts";

interface Options {
  readonly state?: string;
}

export const stateOption = [
  "--state <directory>",
  "the service's state directory (default: COUNTERSIGN_STATE, or state)",
] as const;

/** Opens something of the state directory that is named. An error tells also where its name came from. */
export function inState<T>({ env, cwd }: Pick<Cli, "env" | "cwd">, { state }: Options, open: (path: string) => T): T {
  const named = state || env.COUNTERSIGN_STATE;
  const source = state ? "--state" : named ? "COUNTERSIGN_STATE" : "the default of --state and COUNTERSIGN_STATE";
  try {
    return open(resolve(cwd, named || "state"));
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    const message = `${cause.message} (The directory is from ${source}. Give the one that the service uses with --state or COUNTERSIGN_STATE.)`;
    throw new ConfigError("--state", message, { cause });
  }
}

/** The directory itself: one that is there, or, where it `mayBeNew`, could be made. Throws `ConfigError`. */
export function checkStateDirectory(directory: string, mayBeNew: boolean): string {
  if (existsSync(directory)) {
    if (statSync(directory).isDirectory()) return directory;
    throw new ConfigError(directory, `${directory} is no directory.`);
  }
  const parent = dirname(directory);
  if (mayBeNew && existsSync(parent)) return directory;
  const alsoNot = mayBeNew ? `, nor ${parent}, in which one could be made` : ", or this user may not look into it";
  throw new ConfigError(directory, `There is no state directory ${directory}${alsoNot}.`);
}

/** What to tell who made a state directory by what they did, or took one that nothing used; `null`: it was one. */
export function describeNewState(directory: string): string | null {
  if (existsSync(join(directory, "countersign.db"))) return null;
  const what = existsSync(directory)
    ? `${directory} was used by no service yet: it is a state directory now.`
    : `${directory} was not there: it is a new state directory.`;
  return `${what} The service takes it as COUNTERSIGN_STATE, and countersign node as --state; either must run as the user who made this key.`;
}
