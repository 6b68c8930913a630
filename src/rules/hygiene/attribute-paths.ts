import type { KindOfPath } from "../../domain/policy.ts";
import { type AttributeLine, matchAttributes, readGitAttributes } from "../../formats/git-attributes.ts";
import { fileNameOf, folderOf } from "../../formats/relative-path.ts";
import { createKindOf } from "../../predicates/path-kinds.ts";
import type { FileSubject } from "../subject.ts";

/** Kinds of which the node runs something, or is set up by it. */
const kindsThatRun: ReadonlySet<string> = new Set(["dag", "job", "result", "node"]);

/** Names of files that are reviewed before they run, each where a node's repository has it. */
const samples = [
  "dags/example.py",
  "dags/folder/example.py",
  "dags/folder/example.sql",
  "dags/folder/example.sh",
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
export function listGovernedLines({ path, text, kinds }: FileSubject): readonly GovernedLine[] {
  if (!/(?:^|\/)\.gitattributes$/.test(path)) return [];
  const folder = folderOf(path);
  const own = folder === "" ? [] : samples.map((one) => `${folder}/${fileNameOf(one)}`);
  const isInside = /^(?:dags|plugins|jobs|results|charts|argocd|\.github|\.gitlab)(?:\/|$)/.test(folder);
  const usual = isInside ? own : folder === "" ? samples : [];
  const candidates = [...usual, ...samplesOfKinds(kinds ?? [], folder)];
  return readGitAttributes(text).flatMap((entry) => {
    const matches = matchAttributes(entry.pattern, folder);
    const example = candidates.find(matches);
    return example === undefined ? [] : [{ entry, example }];
  });
}

/** Names of files in a folder that the policy gives one of these kinds. */
function samplesOfKinds(kinds: readonly KindOfPath[], folder: string): readonly string[] {
  const kindOf = createKindOf(kinds);
  const all = kinds.filter(({ name }) => kindsThatRun.has(name)).flatMap(({ globs }) => globs.flatMap(samplesOf));
  const placed = folder === "" ? all : all.map((one) => `${folder}/${fileNameOf(one)}`);
  return placed.filter((one) => kindsThatRun.has(kindOf(one)));
}

/** Paths that look like a glob; they need not match. */
function samplesOf(glob: string): readonly string[] {
  const plain = glob
    .replaceAll("**", "folder")
    .replaceAll("*", "example")
    .replaceAll("?", "x")
    .replaceAll(/\{([^{},]*)(?:,[^{}]*)?\}/g, "$1");
  const [, place] = /^(.*\/|)(?:folder|example)$/.exec(plain) ?? [];
  return place === undefined ? [plain] : [`${place}example.py`, `${place}example.yaml`];
}
