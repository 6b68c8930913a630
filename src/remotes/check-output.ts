import { createHash } from "node:crypto";
import type { DvcObject } from "../domain/publication.ts";
import type { DeclaredOutput } from "../domain/run.ts";
import { objectToPath } from "../formats/relative-path.ts";
import { checkTable } from "./check-table.ts";
import { openOutput } from "./open-output.ts";

export interface OutputLimits {
  readonly maxFileBytes: number;
  readonly maxTotalBytes: number;
  readonly maxColumns: number;
  readonly maxFieldLength: number;
}

export const usualLimits: OutputLimits = {
  maxFileBytes: 512 * 1024 * 1024,
  maxTotalBytes: 2 * 1024 * 1024 * 1024,
  maxColumns: 1000,
  maxFieldLength: 10_000,
};

/** Holds random digits, so that the digest of a directory with small tables cannot be guessed. */
export const saltFileName = ".countersign-salt";

/** A file that was looked at, and is good. */
export interface CheckedFile extends DvcObject {
  readonly relpath: string;
}

/** Looks at one declared output in a run's output directory (a real path). An objection never tells what is in it. */
export async function checkOutput(
  directory: string,
  output: DeclaredOutput,
  limits: OutputLimits,
): Promise<CheckedFile | { objection: string }> {
  const pathObjection =
    objectToPath(output.path) ?? (output.path === saltFileName ? "is a name that is reserved" : null);
  if (pathObjection !== null) return { objection: pathObjection };
  const opened = await openOutput(directory, output.path);
  if ("objection" in opened) return opened;

  const hash = createHash("md5");
  const table = output.kind === "table" ? checkTable({ ...limits, maxRows: output.maxRows }) : null;
  let size = 0;
  for await (const piece of opened.file.createReadStream()) {
    size += piece.length;
    if (size > limits.maxFileBytes) return { objection: `has more than ${limits.maxFileBytes} bytes` };
    hash.update(piece);
    table?.push(piece);
  }
  const objection = table?.finish() ?? null;
  return objection === null ? { relpath: output.path, md5: hash.digest("hex"), size } : { objection };
}
