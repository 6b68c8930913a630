import { nowhere } from "../../dag-facts.ts";
import type { ImportFailure } from "../../dag-model.ts";
import type { Machine, ModuleRecord } from "../../evaluate/machine.ts";
import type { PythonRaise } from "../../evaluate/python-raise.ts";
import { createSpans } from "../../spans.ts";

/** What Python or Dagster surely raises for what is known; a `raise` of the code itself may stand behind more than is followed. */
export function raisedFailure(raised: PythonRaise, record: ModuleRecord, machine: Machine): readonly ImportFailure[] {
  const { type, message, place, path, isWritten } = raised;
  const source = machine.modules.get(path)?.syntax.source ?? "";
  if (!isWritten || /^(raise|assert)\b/.test(source.slice(place.start, place.start + 7))) return [];
  const here = path === record.path;
  const span = here ? (createSpans(source)(place) ?? nowhere) : nowhere;
  const told = `This raises ${type} on import: ${message.slice(0, 200)}`;
  return [{ type, message: told, span, definedIn: here ? null : path, dagId: null }];
}
