import type { NodeDataset } from "../../domain/node.ts";
import { compileGlobs } from "../../predicates/glob.ts";

export type DatasetTest = (text: string) => boolean;

const partOfName = /[\p{L}\p{N}_-]/u;

/** Tells whether a text names a dataset: its name as a word of its own, or a path of a file that stands for it, with or without `.dvc`. */
export function namesDataset({ name, paths }: NodeDataset): DatasetTest {
  const stands = compileGlobs(paths ?? []);
  return (text) => hasWord(text, name) || (text.length < 1000 && (stands(text) || stands(`${text}.dvc`)));
}

function hasWord(text: string, word: string): boolean {
  if (word === "") return false;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    if (!partOfName.test(text.charAt(at - 1)) && !partOfName.test(text.charAt(end))) return true;
  }
  return false;
}
