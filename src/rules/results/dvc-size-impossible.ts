import { quoteName } from "../../formats/did-you-mean.ts";
import type { DvcOut } from "../../formats/dvc-file.ts";
import { defineRule } from "../define-rule.ts";

/** MD5 of nothing, and of the listing of an empty directory (`[]`). */
const ofNothing = "d41d8cd98f00b204e9800998ecf8427e";
const ofEmptyDirectory = "d751713988987e9331980363e24189ce.dir";

export const dvcSizeImpossible = defineRule<{ path: string; why: string }>({
  id: "RES-002",
  name: "dvc-size-impossible",
  severity: "error",
  confidence: "high",
  about: "result",
  reach: "file",
  summary: "The size or the number of files of an output cannot be that of its digest.",
  why: "DVC writes digest and size together. Where they contradict each other, the file was edited by hand, and what is reviewed is not what would be pulled.",
  message: ({ path, why }) => `The output ${quoteName(path)} ${why}.`,
  remedy: () => "Let `dvc add` or Countersign write the file, and commit it as it is.",
  bad: `
    outs:
    - md5: d41d8cd98f00b204e9800998ecf8427e
      size: 12
      hash: md5
      path: counts.csv
  `,
  good: `
    outs:
    - md5: d41d8cd98f00b204e9800998ecf8427e
      size: 0
      hash: md5
      path: counts.csv
  `,
  check({ dvc, path }, report) {
    if (dvc === null || !("file" in dvc) || !path.endsWith(".dvc")) return;
    for (const [index, out] of dvc.file.outs.entries()) {
      const why = objectTo(out);
      if (why !== null) report(dvc.document.spanOf(["outs", index, "md5"]), { path: out.path, why });
    }
  },
});

function objectTo({ md5, size, files }: DvcOut): string | null {
  if (md5 === ofNothing && size !== null && size > 0) return `has the digest of an empty file, and a size of ${size}`;
  if (size === 0 && md5 !== null && md5 !== ofNothing && !md5.endsWith(".dir"))
    return "has a size of 0, and not the digest of an empty file";
  const isEmpty = md5 === ofEmptyDirectory;
  if (isEmpty && ((files ?? 0) > 0 || (size ?? 0) > 0)) return "has the digest of an empty directory, and files";
  return files === 0 && md5 !== null && !isEmpty ? "has no files, and not the digest of an empty directory" : null;
}
