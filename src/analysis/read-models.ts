import { asFolder, type FileModel, toFileModel } from "../core/inspect/file-model.ts";
import { emptyModule, unknownModule } from "../python/bare-module.ts";
import { mightContainDag } from "../python/dag-discovery.ts";
import { isDefsPackage } from "../python/dagster/autoloaded.ts";
import { mightBeLocation } from "../python/dagster/read-code-location.ts";
import type { AskingRun } from "./answer-wants.ts";
import { readArchivedModules, withInner } from "./archived-modules.ts";
import { type FilesBeside, withOthers } from "./files-beside.ts";
import type { FileToRead } from "./gather-facts.ts";
import type { InspectionInput } from "./inspector.ts";
import type { SharedInput } from "./shared-facts.ts";
import { toShared } from "./to-shared.ts";

/** So many files are read at once, so that there is room for checks between them. */
const width = 4;

export type ModelSettings = Pick<InspectionInput, "python" | "roots" | "known">;

/** Reads which DAGs files have that nobody asks about. None of them is held in memory longer than it is read. */
export async function readModels(
  paths: readonly string[],
  settings: ModelSettings,
  pool: AskingRun,
  files: FilesBeside,
): Promise<readonly FileModel[]> {
  const { known = {}, ...others } = settings;
  const shared = toShared({ ...others, known, files: [], context: [], severities: {}, today: "" }, null);
  const models: FileModel[] = [];
  const rest = paths.values();
  const readRest = async (): Promise<void> => {
    for (const path of rest) models.push(await readModelOf(path, shared, pool, files));
  };
  await Promise.all(Array.from({ length: width }, readRest));
  return models;
}

async function readModelOf(path: string, shared: SharedInput, pool: AskingRun, files: FilesBeside): Promise<FileModel> {
  const read = await files.read(path);
  if ("withheld" in read) return toFileModel(path, unknownModule(`it ${read.withheld}`), []);
  const { content } = read;
  return path.endsWith(".py")
    ? readModelOfModule({ path, content }, shared, pool, files)
    : readModelOfArchive(path, content, shared, pool, files);
}

async function readModelOfModule(
  file: Omit<FileToRead, "kind">,
  shared: SharedInput,
  pool: AskingRun,
  files: FilesBeside,
): Promise<FileModel> {
  const { path, content } = file;
  const quick = Buffer.from(content.buffer, content.byteOffset, content.length).toString("latin1");
  const isWorthIt = mightContainDag(quick, shared.airflow) || mightBeLocation(quick) || isDefsPackage(path);
  if (!isWorthIt) return toFileModel(path, emptyModule, []); // as its reader would say
  const { status, module, uses, reason } = await pool.run(
    { job: "model", file: { ...file, kind: "dag" }, shared },
    files,
  );
  const asked = [...uses.files, ...uses.folders.map(([folder]) => asFolder(folder))];
  const model = toFileModel(path, module ?? unknownModule(reason ?? "it could not be read"), asked);
  return { ...model, isUnread: status === "unread" };
}

/** What the modules at the top of an archive have, each DAG at its own path. Dagster loads nothing from archives. */
async function readModelOfArchive(
  path: string,
  content: Uint8Array,
  shared: SharedInput,
  pool: AskingRun,
  files: FilesBeside,
): Promise<FileModel> {
  const { isModuleOfArchive } = await import("../python/discovery/list-dag-files.ts"); // only now: a check of one DAG starts sooner
  const { modules, unclear } = await readArchivedModules(path, content);
  const beside = withOthers(files, new Map(modules.map((one) => [one.path, one.content])));
  const inside = { ...shared, tree: shared.tree === null ? null : withInner(shared.tree, modules) };
  const models: FileModel[] = [];
  for (const one of modules.filter((module) => isModuleOfArchive(module.path.slice(path.length + 1))))
    models.push(await readModelOfModule(one, inside, pool, beside));
  const doubtful = models.find((model) => model.unclear !== null);
  return {
    path,
    dags: models.flatMap(({ dags }) => dags),
    references: models.flatMap(({ references }) => references),
    location: null,
    unclear: unclear ?? doubtful?.unclear ?? null,
    isUnread: models.some(({ isUnread }) => isUnread),
    asked: [...new Set(models.flatMap(({ asked }) => asked))].filter((one) => !one.startsWith(`${path}/`)),
  };
}
