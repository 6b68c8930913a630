import { findConsequences } from "../core/consequences/find-consequences.ts";
import type { RawInspection } from "../core/inspect/run-rules.ts";
import type { Consequences } from "../domain/consequences.ts";
import type { NodeDags } from "../domain/node-dags.ts";
import { readDependencyFile } from "../formats/dependency-file.ts";
import type { DependencyFile } from "../formats/requirements-file.ts";
import { unknownModule } from "../python/bare-module.ts";
import type { DagModule } from "../python/dag-model.ts";
import type { DagCatalogue } from "../rules/dag-catalogue.ts";
import { isHeld } from "./file-content.ts";
import type { ImportedCode } from "./imported-code.ts";
import type { InspectionInput } from "./inspector.ts";
import type { FileOutcome } from "./worker-messages.ts";

interface Looked {
  readonly path: string;
  readonly outcome: FileOutcome;
}

/** What was read of the files of a change, and of those that read what it touches, after it and before it. */
export interface LookedAt {
  readonly now: { readonly done: readonly Looked[]; readonly context: readonly Looked[] };
  readonly then: { readonly done: readonly Looked[]; readonly context: readonly Looked[] };
  /** The repository after the change. */
  readonly catalogue: DagCatalogue;
  /** What other repositories of the node have of the DAGs that are spoken of; `null`: nobody keeps that. */
  readonly nodeDags: NodeDags | null;
  readonly imported: readonly ImportedCode[];
}

/** What the change would do on the node, by the files that it touches and those that read them. */
export function consequencesOf(input: InspectionInput, looked: LookedAt): Consequences {
  const { now, then, catalogue, nodeDags, imported } = looked;
  const { files, removed = [], known = {} } = input;
  const gone = new Set(removed.map(({ path }) => path));
  const places = new Map(files.map((file) => [file.path, file.before?.path ?? file.path]));
  return findConsequences({
    before: modulesOf([...then.done, ...then.context.filter(({ path }) => gone.has(path))]),
    after: modulesOf(now.done),
    placeBefore: (path) => places.get(path) ?? path,
    catalogue,
    imported,
    inventory: known.inventory ?? null,
    nodeDags,
    repository: known.repository ?? null,
    datasets: known.node?.datasets ?? [],
    packages: {
      before: files.flatMap(({ before }) => (before == null ? [] : packagesOf(before))),
      after: files.filter(isHeld).flatMap(packagesOf),
    },
  });
}

function modulesOf(looked: readonly Looked[]) {
  return looked.flatMap(({ path, outcome }) => {
    if (outcome.module !== null) return [{ path, module: asOnNode(outcome.module, outcome.raw) }];
    if (outcome.status !== "unread" || !path.endsWith(".py")) return [];
    return [{ path, module: unknownModule(outcome.reason ?? "it could not be read") }];
  });
}

/** What the node's versions refuse to import as soon as they load a file, with the exception; what is not installed may be by then. */
const refusals: ReadonlyMap<string, string> = new Map([
  ["DEP-005", "ImportError"],
  ["DEP-016", "ImportError"],
  ["DAG-026", "TypeError"],
  ["DAG-027", "ValueError"],
  ["DAG-028", "TypeError"],
]);

/** A module with DAGs; where its import fails on the node alone, with that failure and, certainly, without any. */
function asOnNode(module: DagModule, { findings }: RawInspection): DagModule {
  const refused = findings.find(({ rule }) => refusals.has(rule));
  const type = refusals.get(refused?.rule ?? "");
  const fails = module.failures.some(({ dagId }) => dagId === null);
  if (refused === undefined || type === undefined || module.dags.length === 0 || fails) return module;
  const { span, message } = refused.what;
  const failures = [...module.failures, { type, message, span, definedIn: null, dagId: null }];
  return { ...module, certainty: "exact", reason: null, dags: [], failures };
}

function packagesOf({ path, content }: { readonly path: string; readonly content: Uint8Array }): DependencyFile[] {
  const read = readDependencyFile(new TextDecoder().decode(content), path);
  return read === null ? [] : [read];
}
