import type { Inspection } from "../domain/finding.ts";
import { withAffected } from "./affected-files.ts";
import type { AskingRun } from "./answer-wants.ts";
import { besideBefore, inputBefore } from "./before-change.ts";
import { expandArchives } from "./expand-archives.ts";
import { isHeld } from "./file-content.ts";
import { type FilesBeside, filesAtHand } from "./files-beside.ts";
import type { InspectionInput } from "./inspector.ts";
import { readJobSchemas } from "./job-files.ts";
import { type Done, type Ran, type Reading, readContext, readFiles } from "./read-files.ts";
import { toShared } from "./to-shared.ts";

/** What the files of an inspection are read with. */
export interface Reader extends AskingRun {
  /** Told when all of them are read. */
  readonly whenRead?: () => Promise<void>;
}

/** Runs all rules on the files as they are, and again on what they were before, to tell what is new. */
export async function inspectWith(
  asGiven: InspectionInput,
  pool: Reader,
  besideGiven: FilesBeside = filesAtHand([...asGiven.files.filter(isHeld), ...asGiven.context]),
): Promise<Inspection> {
  const { input: given, beside, ...expanded } = await expandArchives(asGiven, besideGiven);
  const reading = { shared: toShared(given, readJobSchemas(given)), pool, beside };
  const looked = [...expanded.closed, ...(await readContext(given, reading))];
  const input = withAffected(given, looked);
  const around = new Set(input.context.map(({ path }) => path));
  const context = looked.filter(({ path }) => around.has(path));
  const now = await readFiles(input, context, reading);
  const earlier = inputBefore(input, reading.shared.tree);
  const before =
    earlier === null
      ? null
      : { input: earlier, ran: await readEarlier(earlier, context, { pool, beside: besideBefore(input, beside) }) };
  await pool.whenRead?.();
  const { concludeInspection } = await import("./conclude-inspection.ts"); // only now: while threads read, nobody here needs the rules
  return concludeInspection({ given, input, now, before, unread: expanded.unread, beside });
}

/** The same files before the change, and those that it removes. */
async function readEarlier(
  earlier: InspectionInput,
  context: readonly Done[],
  how: Pick<Reading, "pool" | "beside">,
): Promise<Ran> {
  const reading = { ...how, shared: toShared(earlier, readJobSchemas(earlier)) };
  const again = await readContext(earlier, reading);
  const isAgain = new Set(again.map(({ path }) => path));
  return readFiles(earlier, [...context.filter(({ path }) => !isAgain.has(path)), ...again], reading);
}
