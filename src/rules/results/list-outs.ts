import { readDvcPipeline } from "../../formats/dvc-pipeline.ts";
import { fillTemplate } from "../../formats/dvc-templates.ts";
import { folderOf, pathFrom } from "../../formats/relative-path.ts";
import type { YamlDocument, YamlPath } from "../../formats/yaml-document.ts";
import type { FileSubject, NamedOut } from "../subject.ts";

/** DVC itself would be slow with more in one file. */
const mostOuts = 20_000;

/** What a `.dvc` file or a `dvc.yaml` names as its outputs; of templates those whose names are known. */
export function listOuts(subject: Pick<FileSubject, "path" | "text" | "dvc">): readonly NamedOut[] {
  const read = readOuts(subject);
  return read === null ? [] : read.outs.slice(0, mostOuts).map((out) => toNamed(out, subject.path, read.document));
}

/** An output, by its path in the repository. */
interface Out {
  readonly place: string;
  readonly at: YamlPath;
  readonly stage: string | null;
}

interface Read {
  readonly outs: readonly Out[];
  readonly document: YamlDocument;
}

function toNamed({ place, at, stage }: Out, path: string, document: YamlDocument): NamedOut {
  return { path, place, stage, span: document.spanOf(at) };
}

function readOuts({ path, text, dvc }: Pick<FileSubject, "path" | "text" | "dvc">): Read | null {
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
