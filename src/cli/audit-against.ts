import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { ConfigError } from "../domain/errors.ts";
import type { AuditPoint } from "../ports/store.ts";
import type { AuditLog } from "../store/open-audit-log.ts";

export interface AgainstVerdict {
  /** From this entry on the log is another one than that of the file; `null`: it goes on from it. */
  readonly doubtful: number | null;
  /** A sentence. */
  readonly problem: string | null;
}

type KnownPoints = ReadonlyMap<number, string>;

/**
 * Whether the log, whose chain is whole, still has what an earlier export or an earlier `audit verify` told of it. Entries may
 * have been removed since: `isStartProved` says whether somebody signed that. Throws `ConfigError` for a file that is neither.
 */
export async function compareWithEarlier(
  log: Pick<AuditLog, "readEntries" | "readStart">,
  path: string,
  isStartProved: boolean,
): Promise<AgainstVerdict> {
  const earlier = await readPoints(path);
  const start = await log.readStart();
  const wanted = new Map([...earlier.points].filter(([seq]) => seq >= (start?.seq ?? 0)));
  if (start !== null && start.seq !== earlier.start && !isStartProved) return removed(start);
  if (start !== null && isAnother(wanted, start)) return changed(start.seq);
  if (start !== null) wanted.delete(start.seq);
  for await (const { entry, hash } of log.readEntries()) {
    if (isAnother(wanted, { seq: entry.seq, hash })) return changed(entry.seq);
    wanted.delete(entry.seq);
  }
  const [missing] = [...wanted.keys()].sort((a, b) => a - b);
  return missing === undefined
    ? { doubtful: null, problem: null }
    : { doubtful: missing, problem: `Entry ${missing}, which was there, is not in the log.` };
}

function isAnother(known: KnownPoints, { seq, hash }: AuditPoint): boolean {
  return known.has(seq) && known.get(seq) !== hash;
}

function changed(seq: number): AgainstVerdict {
  return { doubtful: seq, problem: `Entry ${seq} is not the one that was there: the log was rewritten.` };
}

function removed({ seq }: AuditPoint): AgainstVerdict {
  const problem = `Entries up to ${seq} were removed since, and no key is named by which somebody signed that. Name it with --keys.`;
  return { doubtful: seq + 1, problem };
}

/** The hash of each entry that the file tells of, and behind which entry the log began then. */
async function readPoints(path: string): Promise<{ readonly points: KnownPoints; readonly start: number | null }> {
  let start: number | null = null;
  const points = new Map<number, string>();
  let line = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity })) {
      line += 1;
      const told = membersOf(JSON.parse(text));
      const begin = toPoint(told.start);
      const entry = toPoint({ seq: membersOf(told.entry).seq, hash: told.hash });
      for (const point of [entry, toPoint(told.head), begin]) if (point !== null) points.set(point.seq, point.hash);
      start = begin?.seq ?? start;
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const problem = line === 0 ? `cannot be read (${why})` : `is no JSON at line ${line}`;
    throw new ConfigError("--against", `${path} ${problem}. ${whatItIs}`, { cause });
  }
  if (points.size > 0) return { points, start };
  throw new ConfigError("--against", `${path} tells of no entry, so nothing can be compared with it. ${whatItIs}`);
}

const whatItIs = "It must be what `countersign audit export`, or `countersign audit verify`, printed earlier.";

function toPoint(value: unknown): AuditPoint | null {
  const { seq, hash } = membersOf(value);
  return typeof seq === "number" && Number.isSafeInteger(seq) && seq > 0 && typeof hash === "string"
    ? { seq, hash }
    : null;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
