import { fileNameOf } from "../formats/relative-path.ts";
/** Where a repository's policy may be, in this order. */
export const policyPaths: readonly string[] = [
  ".countersign.yml",
  ".github/countersign.yml",
  ".gitlab/countersign.yml",
];

/** An organisation's policy, in the repository that keeps it. */
export const organisationPolicyPath = "countersign.yml";

/** The node's own file. */
export const nodeFilePath = "countersign.node.yml";

const ciFolders = [".github/workflows/", ".github/actions/"];
const ciFiles = [".gitlab-ci.yml"];
const ownersFiles = ["CODEOWNERS", "docs/CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS"];

/** Whether a file decides what the forge's own checks run. */
export function isCiPath(path: string): boolean {
  return ciFiles.includes(path) || ciFolders.some((folder) => path.startsWith(folder));
}

/** Whether a folder of this name could have one of the files in it that are known by their whole path. */
export function mayHoldProtected(folder: string): boolean {
  return [...policyPaths, ...ciFolders, ...ciFiles, ...ownersFiles].some((path) => path.startsWith(`${folder}/`));
}

/** Whether a change of this file could change what is governed, and how: a controller of the node must agree. */
export function isProtectedPath(path: string): boolean {
  const name = fileNameOf(path);
  return (
    policyPaths.includes(path) ||
    path === organisationPolicyPath ||
    isCiPath(path) ||
    ownersFiles.includes(path) ||
    name === ".gitattributes" ||
    name === ".gitmodules" ||
    name === nodeFilePath
  );
}
