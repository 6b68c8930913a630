import { type AttributeLine, matchAttributes, readGitAttributes } from "../../formats/git-attributes.ts";
import type { FileSubject } from "../subject.ts";

/** Names of files that are reviewed before they run, each where a node's repository has it. */
const samples = [
  "dags/example.py",
  "dags/folder/example.py",
  "plugins/example.py",
  "jobs/example.yml",
  "jobs/folder/example.yaml",
  "results/example.dvc",
  "results/folder/example.dvc",
  "charts/folder/values.yaml",
  "argocd/example.yaml",
  ".countersign.yml",
  "countersign.node.yml",
  ".github/workflows/example.yml",
  "Dockerfile",
];

/** A line of a `.gitattributes` that speaks of a file which is reviewed, and one such file. */
export interface GovernedLine {
  readonly entry: AttributeLine;
  readonly example: string;
}

/** Lines of a `.gitattributes` that some file would obey that is reviewed before it runs. Nothing for any other file. */
export function listGovernedLines({ path, text }: FileSubject): readonly GovernedLine[] {
  if (!/(?:^|\/)\.gitattributes$/.test(path)) return [];
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  const own = folder === "" ? [] : samples.map((one) => `${folder}/${one.slice(one.lastIndexOf("/") + 1)}`);
  const isInside = /^(?:dags|plugins|jobs|results|charts|argocd|\.github|\.gitlab)(?:\/|$)/.test(folder);
  const candidates = isInside ? own : folder === "" ? samples : [];
  return readGitAttributes(text).flatMap((entry) => {
    const matches = matchAttributes(entry.pattern, folder);
    const example = candidates.find(matches);
    return example === undefined ? [] : [{ entry, example }];
  });
}
