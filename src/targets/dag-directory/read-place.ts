import { closeSync, existsSync, lstatSync, openSync, readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ConfigError } from "../../domain/errors.ts";
import { maxEnvelopeBytes } from "../../formats/dsse.ts";
import { attestationPath } from "./attestation-file.ts";
import { peekState } from "./state-file.ts";

/** A slot of a namespace, as it was found by its live link or its own path. */
export interface Place {
  /** Absolute, without links. */
  readonly slot: string;
  readonly namespace: string;
  /** The directory that Airflow reads; `null` where it cannot be told from the path. */
  readonly target: string | null;
  /** What was recorded for this slot; `null` where nothing was. */
  readonly commit: string | null;
  readonly attestationFile: string | null;
  /** The envelope; `null` where there is none. */
  readonly attestation: string | null;
}

/** Throws `ConfigError` when the directory is none that Countersign deployed. */
export function readPlace(directory: string): Place {
  if (!existsSync(directory)) {
    throw new ConfigError("DIR", `There is no ${directory}, or this user may not look into it.`);
  }
  const slot = realpathSync(directory);
  const home = dirname(dirname(slot));
  const stateFile = join(home, "state.json");
  if (!/^\d+$/.test(basename(slot)) || basename(dirname(slot)) !== "slots" || !existsSync(stateFile)) {
    throw new ConfigError(
      "DIR",
      `${directory} is no live directory of Countersign. Name the link that Airflow reads, such as /opt/airflow/dags/study.`,
    );
  }
  const { live, pending, retired } = peekState(stateFile);
  const recorded = [live, pending, ...retired].find((one) => one?.slot === basename(slot))?.commit ?? null;
  const commit = recorded !== null && /^[0-9a-f]{40}$/.test(recorded) ? recorded : null;
  const attestationFile =
    commit === null ? null : attestationPath({ attestations: join(home, "attestations") }, commit);
  return {
    slot,
    namespace: namespaceOf(directory, home),
    target: targetOf(directory, home),
    commit,
    attestationFile,
    attestation: attestationFile === null ? null : readAttestation(attestationFile),
  };
}

/** By the link where one was named: that is what Airflow sees, wherever it leads. */
function namespaceOf(directory: string, home: string): string {
  return isLink(directory) ? basename(resolve(directory)) : basename(home);
}

function targetOf(directory: string, home: string): string | null {
  if (isLink(directory)) return realpathSync(dirname(resolve(directory)));
  const root = dirname(home);
  return basename(root) === ".countersign" ? dirname(root) : null;
}

function isLink(directory: string): boolean {
  return lstatSync(resolve(directory)).isSymbolicLink();
}

/** One that is too long is read as far as shows that. */
function readAttestation(file: string): string | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile()) return null;
  try {
    return stats.size <= maxEnvelopeBytes ? readFileSync(file, "utf8") : readBeginning(file, maxEnvelopeBytes + 1);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError("DIR", `The attestation ${file} cannot be read (${why}). Ask as a user who may read it.`, {
      cause,
    });
  }
}

function readBeginning(file: string, bytes: number): string {
  const descriptor = openSync(file, "r");
  try {
    const beginning = Buffer.alloc(bytes);
    return beginning.toString("latin1", 0, readSync(descriptor, beginning));
  } finally {
    closeSync(descriptor);
  }
}
