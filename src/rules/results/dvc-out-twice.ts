import { quoteName } from "../../formats/did-you-mean.ts";
import { prefixesOf } from "../../formats/fold-path.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import type { NamedOut, RepositorySubject } from "../subject.ts";

export const dvcOutTwice = defineRepositoryRule<{ path: string; why: string }>({
  id: "RES-013",
  name: "dvc-out-twice",
  severity: "error",
  confidence: "high",
  about: "result",
  reach: "file",
  summary: "Two `.dvc` files, or stages of a `dvc.yaml`, name the same output.",
  why: "DVC refuses the repository then: one file would stand for two contents, and which of them was approved is not to be told. The same is true of an output that lies in another. Besides the files that are asked about, those that stand in the folder of an output or above it are read, at most 200; of all others the names count, as `dvc add` gives them.",
  message: ({ path, why }) => `The output ${quoteName(path)} ${why}.`,
  remedy: () => "Name it once, and give the other a path of its own.",
  bad: {
    path: "results/newer.dvc",
    text: "outs:\n- md5: d8e8fca2dc0f896fd7cb4cb0031ba249\n  path: counts.csv\n",
    context: [
      { path: "results/counts.csv.dvc", text: "outs:\n- md5: 126a8a51b9d1bbd07fddc65819a542c3\n  path: counts.csv\n" },
    ],
  },
  good: {
    path: "results/newer.csv.dvc",
    text: "outs:\n- md5: d8e8fca2dc0f896fd7cb4cb0031ba249\n  path: newer.csv\n",
    context: [
      { path: "results/counts.csv.dvc", text: "outs:\n- md5: 126a8a51b9d1bbd07fddc65819a542c3\n  path: counts.csv\n" },
    ],
  },
  checkAll({ outs, tree }, report) {
    const first = new Map<string, NamedOut>();
    for (const out of outs) if (!first.has(out.place)) first.set(out.place, out);
    const read = new Set(outs.map(({ path }) => path));
    const told = new Set<string>();
    for (const out of outs) {
      const { path, place, span } = out;
      const at = `${path} ${span.start.line} ${span.start.column}`;
      if (!out.isAsked || told.has(at)) continue;
      const why = objectToName(out, read, tree) ?? objectToPlace(out, first);
      if (why === null) continue;
      told.add(at);
      report(path, span, { path: place, why });
    }
  },
});

/** `dvc add` gives what stands for a file its name, with `.dvc` behind it. */
function objectToName(
  { path, place }: NamedOut,
  read: ReadonlySet<string>,
  tree: RepositorySubject["tree"],
): string | null {
  const file = `${place}.dvc`;
  const isUnread = file !== path && !read.has(file) && tree?.find(file) != null;
  return isUnread ? `is what ${quoteName(file)} stands for, too` : null;
}

/** A deeper path is compared as a whole. */
const mostFolders = 50;

function objectToPlace(out: NamedOut, first: ReadonlyMap<string, NamedOut>): string | null {
  const { place } = out;
  const places = place.split("/").length > mostFolders ? [place] : prefixesOf(place);
  for (const prefix of places) {
    const other = first.get(prefix);
    if (other === undefined || other === out) continue;
    return prefix === place ? describeTwin(out, other) : `lies in ${quoteName(prefix)}, which is an output itself`;
  }
  return null;
}

function describeTwin({ path, stage }: NamedOut, other: NamedOut): string {
  const isHere = other.path === path;
  if (isHere && other.stage === stage) return "is named twice";
  if (other.stage === null) return `is what ${quoteName(other.path)} stands for, too`;
  return `is one of the stage ${quoteName(other.stage)}${isHere ? "" : ` of ${quoteName(other.path)}`}, too`;
}
