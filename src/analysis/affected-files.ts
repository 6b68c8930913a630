import { asFolder, foldersOf } from "../core/inspect/file-model.ts";
import type { RawInspection } from "../core/inspect/run-rules.ts";
import type { Inspection } from "../domain/finding.ts";
import type { InspectionInput } from "./inspector.ts";
import type { Done } from "./read-files.ts";
import type { Uses } from "./track-facts.ts";

/**
 * The same inspection, of which the files around that read or import what the change touches are a part: as they were before, they
 * may say something else now.
 */
export function withAffected(input: InspectionInput, context: readonly Done[]): InspectionInput {
  const touched = listTouched(input);
  const readers = context.filter(({ outcome }) => asksFor(outcome.uses, touched));
  if (readers.length === 0) return input;
  const affected = new Set(readers.map(({ path }) => path));
  const files = input.context
    .filter(({ path }) => affected.has(path))
    .map((file) => ({ ...file, kind: "dag", changedLines: [], before: file }));
  return {
    ...input,
    files: [...input.files, ...files],
    context: input.context.filter(({ path }) => !affected.has(path)),
  };
}

function asksFor({ files, folders }: Uses, touched: ReadonlySet<string>): boolean {
  if (files.some((path) => touched.has(path))) return true;
  if (folders.length === 0) return false;
  const listed = new Set(folders.map(([folder]) => asFolder(folder)));
  return [...touched].some((path) => foldersOf(path).some((folder) => listed.has(folder)));
}

/** The paths at which something else stands than before; none where nobody looked at what was before. */
function listTouched({ files, removed = [], known = {} }: InspectionInput): ReadonlySet<string> {
  const compared = files.filter(({ before }) => before !== undefined);
  if (compared.length === 0 && removed.length === 0) return new Set();
  return new Set([
    ...compared.flatMap(({ path, before }) => [path, before?.path ?? path]),
    ...removed.map(({ path }) => path),
    ...(known.changed ?? []).flatMap(({ path, previousPath }) => [path, previousPath ?? path]),
  ]);
}

/** Of files that the change does not touch, only what is said since. */
export function ofAffectedOnlyNew(
  inspection: Inspection,
  { files, known = {} }: InspectionInput,
  before: readonly RawInspection[],
): Inspection {
  const own = new Set([...files, ...(known.changed ?? [])].map(({ path }) => path));
  const said = new Set(
    before.flatMap(({ indeterminate }) => indeterminate.map(({ rule, what }) => `${rule} ${what.path} ${what.reason}`)),
  );
  const { suppressed, ...rest } = inspection;
  return {
    ...rest,
    findings: inspection.findings.filter(({ path, isNew }) => isNew || own.has(path)),
    ...(suppressed === undefined ? {} : { suppressed: suppressed.filter(({ path, isNew }) => isNew || own.has(path)) }),
    indeterminate: inspection.indeterminate.filter(
      ({ rule, path, reason }) => own.has(path) || !said.has(`${rule} ${path} ${reason}`),
    ),
  };
}
