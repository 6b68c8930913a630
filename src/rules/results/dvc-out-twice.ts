import { quoteName } from "../../formats/did-you-mean.ts";
import { readDvcPipeline } from "../../formats/dvc-pipeline.ts";
import { fillTemplate } from "../../formats/dvc-templates.ts";
import { prefixesOf } from "../../formats/fold-path.ts";
import { folderOf, pathFrom } from "../../formats/relative-path.ts";
import type { YamlDocument, YamlPath } from "../../formats/yaml-document.ts";
import { defineRule } from "../define-rule.ts";
import type { FileSubject } from "../subject.ts";

/** An output, by its path in the repository. */
interface Out {
  readonly place: string;
  readonly at: YamlPath;
  /** `null`: of a `.dvc` file. */
  readonly stage: string | null;
}

export const dvcOutTwice = defineRule<{ path: string; why: string }>({
  id: "RES-013",
  name: "dvc-out-twice",
  severity: "error",
  confidence: "high",
  about: "result",
  reach: "file",
  summary: "Two `.dvc` files, or two stages of a `dvc.yaml`, name the same output.",
  why: "DVC refuses the repository then: one file would stand for two contents, and which of them was approved is not to be told. The same is true of an output that lies in another.",
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
  check(subject, report) {
    const read = outsOf(subject);
    if (read === null) return;
    const seen = new Map<string, Out>();
    const told = new Set<YamlPath>();
    for (const out of read.outs) {
      const why = objectTo(out, seen, subject);
      if (!seen.has(out.place)) seen.set(out.place, out);
      if (why === null || told.has(out.at)) continue;
      told.add(out.at);
      report(read.document.spanOf(out.at), { path: out.place, why });
    }
  },
});

function outsOf({
  path,
  text,
  dvc,
}: FileSubject): { readonly outs: readonly Out[]; readonly document: YamlDocument } | null {
  const folder = folderOf(path);
  if (path.endsWith(".dvc")) {
    if (dvc === null || !("file" in dvc)) return null;
    const outs = dvc.file.outs.flatMap((out, index): readonly Out[] => {
      const place = pathFrom(folder, out.path);
      return place === null ? [] : [{ place, at: ["outs", index, "path"], stage: null }];
    });
    return { outs, document: dvc.document };
  }
  const reading = /(?:^|\/)dvc\.yaml$/.test(path) ? readDvcPipeline(text, path) : null;
  if (reading === null || !("outs" in reading)) return null;
  const outs = reading.outs.flatMap((out) =>
    out.values.flatMap((values): readonly Out[] => {
      const written = `${fillTemplate(out.wdir, values)}/${fillTemplate(out.path, values)}`;
      const isOpen = written.includes("${") || /^\/|(?:^|\/)[A-Za-z]:|\/\/|\/~/.test(written);
      const place = isOpen ? null : pathFrom(folder, written);
      return place === null ? [] : [{ place, at: out.at, stage: out.stage }];
    }),
  );
  return { outs, document: reading.document };
}

/** A deeper path is compared as a whole. */
const mostFolders = 50;

/** `dvc add` gives what stands for a file its name, with `.dvc` behind it. */
function objectTo({ place, stage }: Out, seen: ReadonlyMap<string, Out>, { path, tree }: FileSubject): string | null {
  const file = `${place}.dvc`;
  if (file !== path && tree?.find(file) != null) return `is what ${quoteName(file)} stands for, too`;
  const places = place.split("/").length > mostFolders ? [place] : prefixesOf(place);
  for (const prefix of places) {
    const other = seen.get(prefix);
    if (other === undefined) continue;
    if (prefix !== place) return `lies in ${quoteName(prefix)}, which is an output itself`;
    return other.stage === stage ? "is named twice" : `is one of the stage ${quoteName(other.stage ?? "")}, too`;
  }
  return null;
}
