import { quoteName } from "../../formats/did-you-mean.ts";
import { fileNameOf } from "../../formats/relative-path.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { isCiPath, isProtectedPath, nodeFilePath, policyPaths } from "../../predicates/protected-paths.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { exampleChange } from "./example-change.ts";
import { verbOf } from "./verb-of.ts";

export const governanceChanged = defineRepositoryRule<{ path: string; verb: string }>({
  id: "HYG-020",
  name: "governance-changed",
  severity: "info",
  confidence: "high",
  about: "change",
  reach: "file",
  summary: "A change edits who must agree, or what is shown to them.",
  why: "The policy, `CODEOWNERS`, the node's file and git's attributes decide who is asked about the next change, and what they see. The change itself is still judged by the policy of its base branch, and a controller of the node must agree.",
  message: ({ path, verb }) => `This change ${verb} ${quoteName(path)}, which decides ${whatOf(path)}.`,
  remedy: ({ path }) =>
    policyPaths.includes(path)
      ? "Read what it would allow from the next change on; `countersign policy simulate` tries it on past changes."
      : "Read what it would allow from the next change on.",
  bad: { path: "CODEOWNERS", text: "* @acme/everyone\n", facts: { changed: [exampleChange("CODEOWNERS")] } },
  good: { path: "docs/owners.md", text: "# Owners\n", facts: { changed: [exampleChange("docs/owners.md")] } },
  checkAll({ changed }, report) {
    for (const { path, previousPath, status } of changed ?? []) {
      const touched = [path, previousPath ?? path].find((one) => isProtectedPath(one) && !isCiPath(one));
      if (touched !== undefined) report(path, startOfFile, { path: touched, verb: verbOf(status) });
    }
  },
});

function whatOf(path: string): string {
  const name = fileNameOf(path);
  if (policyPaths.includes(path)) return "who must agree to what";
  if (name === "CODEOWNERS") return "whom the forge asks for a review";
  if (name === nodeFilePath) return "who controls the node, and what it runs";
  return name === ".gitattributes" ? "which changes are shown" : "what belongs to the repository";
}
