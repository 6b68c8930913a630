import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { writeFileDurably } from "./durable.ts";

const releaseShape = z.object({ slot: z.string(), commit: z.string(), tree: z.string() });
const retiredShape = z.object({ slot: z.string(), commit: z.string().nullable(), at: z.number() });

const stateShape = z.object({
  version: z.literal(1),
  /** The number of the next new slot. */
  nextSlot: z.number().int().positive(),
  live: releaseShape.nullable(),
  /** Journal: the switch that was about to happen. Whether it did, the link tells. */
  pending: releaseShape.nullable(),
  /** Slots that were live, since when (milliseconds) they are not: readers may still be in them. */
  retired: z.array(retiredShape).readonly(),
});

export type DirectoryState = Readonly<z.infer<typeof stateShape>>;
export type SlotRelease = Readonly<z.infer<typeof releaseShape>>;
export type RetiredSlot = Readonly<z.infer<typeof retiredShape>>;

export const freshState: DirectoryState = { version: 1, nextSlot: 1, live: null, pending: null, retired: [] };

/** What was recorded last; a fresh state when there is none, or when it cannot be understood (it is kept beside, as `.bad`). */
export function readState(file: string): DirectoryState {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return freshState;
    throw error;
  }
  const parsed = stateShape.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  renameSync(file, `${file}.bad`);
  return freshState;
}

/** The same for who only looks: a record that cannot be understood is left where it is. */
export function peekState(file: string): DirectoryState {
  try {
    return stateShape.parse(parseJson(readFileSync(file, "utf8")));
  } catch {
    return freshState;
  }
}

export function writeState(file: string, state: DirectoryState): void {
  writeFileDurably(file, `${JSON.stringify(state)}\n`);
}

/**
 * The journal's entry before a switch. A killed process leaves it behind without any sync; should the power fail and it be lost,
 * the link is turned back to the release that is recorded, which is whole too.
 */
export function writeJournal(file: string, state: DirectoryState): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(state)}\n`);
  renameSync(`${file}.new`, file);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
