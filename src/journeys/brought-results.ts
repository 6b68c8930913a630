import type { ChangedFile } from "../domain/change.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { Publication } from "../domain/publication.ts";
import { readDvcFile } from "../formats/dvc-file.ts";
import type { Mirror } from "../git/mirror.ts";
import { openObjectReader } from "../git/object-reader.ts";
import type { ForgeChange } from "../ports/forge.ts";
import { readerOfTree, treeIdOf } from "./files-of-tree.ts";
import type { JourneyPorts } from "./ports.ts";
import type { ResultsOf } from "./touched-datasets.ts";

/** Two commits: the one that was there, and what is brought to it. */
interface Brought {
  readonly before: string;
  readonly sha: string;
}

/** What we propose is some lines. */
const maxDvcBytes = 64 * 1024;

/**
 * The publications whose results a change or a landing brings: the one for which it was raised, and those whose `.dvc` file it
 * brings, by whatever way and whatever became of them since.
 */
export async function findBroughtResults(
  ports: Pick<JourneyPorts, "store">,
  told: Pick<ForgeChange, "ref" | "head">,
  mirror: Mirror,
  before: string,
  files: readonly ChangedFile[],
): Promise<readonly Publication[]> {
  const own = await findPublicationOf(ports, told);
  const brought = own === null ? [] : [own];
  const paths = files.map(({ path }) => path).filter((path) => path.endsWith(".dvc"));
  if (paths.length === 0) return brought;
  const there = await ports.store.listPublicationsAt(repositoryKey(told.ref.repository), paths);
  for (const one of there.filter(({ run }) => run !== own?.run)) {
    if (await bringsResults(mirror, { before, sha: told.head.sha }, one)) brought.push(one);
  }
  return brought;
}

/** The publication for which a change was raised; what is told of a landing is none. */
export async function findPublicationOf(
  { store }: Pick<JourneyPorts, "store">,
  { ref: { repository, number }, head }: Pick<ForgeChange, "ref" | "head">,
): Promise<Publication | null> {
  if (number === 0) return null;
  return store.findPublicationByBranch(repositoryKey(repository), head.ref.replace("refs/heads/", ""));
}

/** Whether the `.dvc` file of a publication, with exactly its digest, was not there before. */
export async function bringsResults(
  mirror: Mirror,
  { before, sha }: Brought,
  publication: Publication,
): Promise<boolean> {
  return (await hasResults(mirror, sha, publication)) && !(await hasResults(mirror, before, publication));
}

/** Whether a commit has the `.dvc` file of a publication, with exactly its digest. */
export async function hasResults(mirror: Mirror, sha: string, publication: Publication): Promise<boolean> {
  const { dvcPath, directory } = publication;
  const reader = openObjectReader(mirror);
  try {
    const bytes = await readerOfTree(reader, await treeIdOf(reader, mirror, sha), maxDvcBytes)(dvcPath);
    const read = bytes === null ? null : readDvcFile(bytes.toString("utf8"), dvcPath);
    const digests = read !== null && "file" in read ? read.file.outs.map(({ md5 }) => md5) : [];
    return digests.length === 1 && digests[0] === directory.md5;
  } finally {
    reader.close();
  }
}

/** What the runs read whose results these are; `null` where one of these runs is gone, so that this is not known. */
export async function readResultsOf(
  { store }: Pick<JourneyPorts, "store">,
  publications: readonly Publication[],
): Promise<readonly ResultsOf[] | null> {
  const results: ResultsOf[] = [];
  for (const { run: id, dvcPath } of publications) {
    const run = await store.readRun(id);
    if (run === null) return null;
    results.push({ path: dvcPath, datasets: run.request.inputs.map(({ dataset }) => dataset) });
  }
  return results;
}
