import { findConsequences } from "../core/consequences/find-consequences.ts";
import type { Consequences } from "../domain/consequences.ts";
import { readDependencyFile } from "../formats/dependency-file.ts";
import type { DependencyFile } from "../formats/requirements-file.ts";
import { unknownModule } from "../python/read-dag-module.ts";
import type { InspectionInput } from "./inspector.ts";
import type { FileOutcome } from "./worker-messages.ts";

interface Looked {
  readonly path: string;
  readonly outcome: FileOutcome;
}

/** What was read of the files of a change, and of those around them, after it and before it. */
export interface LookedAt {
  readonly now: { readonly done: readonly Looked[]; readonly context: readonly Looked[] };
  readonly then: { readonly done: readonly Looked[]; readonly context: readonly Looked[] };
}

/** What the change would do on the node. Only what it touches is compared: a helper's DAGs elsewhere are not followed. */
export function consequencesOf(input: InspectionInput, { now, then }: LookedAt): Consequences {
  const { files, removed = [], known = {} } = input;
  const gone = new Set(removed.map(({ path }) => path));
  const places = new Map(files.map((file) => [file.path, file.before?.path ?? file.path]));
  return findConsequences({
    before: modulesOf([...then.done, ...then.context.filter(({ path }) => gone.has(path))]),
    after: modulesOf(now.done),
    placeBefore: (path) => places.get(path) ?? path,
    others: now.context.flatMap(({ outcome }) => outcome.module?.dags ?? []).flatMap(({ dagId }) => dagId ?? []),
    inventory: known.inventory ?? null,
    datasets: known.node?.datasets ?? [],
    packages: {
      before: files.flatMap(({ before }) => (before == null ? [] : packagesOf(before))),
      after: files.flatMap(packagesOf),
    },
  });
}

function modulesOf(looked: readonly Looked[]) {
  return looked.flatMap(({ path, outcome }) => {
    if (outcome.module !== null) return [{ path, module: outcome.module }];
    if (outcome.status !== "unread" || !path.endsWith(".py")) return [];
    return [{ path, module: unknownModule(outcome.reason ?? "it could not be read") }];
  });
}

function packagesOf({ path, content }: { readonly path: string; readonly content: Uint8Array }): DependencyFile[] {
  const read = readDependencyFile(new TextDecoder().decode(content), path);
  return read === null ? [] : [read];
}
