import type { CodeLocationFile, DagCatalogue } from "../dag-catalogue.ts";
import type { FileSubject } from "../subject.ts";

/** The code locations that a name may stand for. */
export interface MeantLocations {
  /** `said`: the repository says which one it is. `likely`: it has the name of a file or module. `any`: only the node knows. */
  readonly how: "said" | "likely" | "any";
  /** `null` where the repository names one that was not found. */
  readonly files: readonly CodeLocationFile[] | null;
  /** What names it; `null` where nothing does. */
  readonly declaredIn: string | null;
}

/** Finds the code location that a job request names. */
export function findLocation(
  name: string,
  { catalogue, locations }: Pick<FileSubject, "catalogue" | "locations">,
): MeantLocations {
  const named = (locations ?? []).filter(({ names }) => names.includes(name));
  const [first] = named;
  if (first !== undefined) {
    const files = named.flatMap((one) => one.files).flatMap((path) => catalogue.locationAt(path) ?? []);
    const isLost = named.some((one) => one.files.length > 0 && !one.files.some((path) => catalogue.locationAt(path)));
    return { how: "said", files: isLost || files.length === 0 ? null : unique(files), declaredIn: first.declaredIn };
  }
  const all = listFiles(catalogue);
  const likely = all.filter(({ path }) => isCalled(name, path));
  if (likely.length > 0) return { how: "likely", files: likely, declaredIn: null };
  return { how: "any", files: all, declaredIn: null };
}

/** Those that Dagster looks at by themselves. */
function listFiles(catalogue: DagCatalogue): readonly CodeLocationFile[] {
  return catalogue
    .listLocations()
    .filter(({ isLoose }) => !isLoose)
    .flatMap(({ path }) => catalogue.locationAt(path) ?? []);
}

function unique(files: readonly CodeLocationFile[]): readonly CodeLocationFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

/** Whether Dagster names a file so where nobody else does: by its own name, or as a module. */
function isCalled(name: string, path: string): boolean {
  if (path === name || path.endsWith(`/${name}`)) return true;
  const module = path.replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");
  return module === name || module.endsWith(`.${name}`);
}
