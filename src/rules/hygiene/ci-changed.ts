import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { isCiPath } from "../../predicates/protected-paths.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { exampleChange } from "./example-change.ts";
import { verbOf } from "./verb-of.ts";

/** Of other systems that people have beside the forge's own. */
const others =
  /^(?:\.circleci\/|\.gitlab\/ci\/|\.buildkite\/|\.woodpecker|\.drone\.yml$|\.travis\.yml$|appveyor\.yml$|azure-pipelines\.ya?ml$|bitbucket-pipelines\.yml$|Jenkinsfile$)/;

export const ciChanged = defineRepositoryRule<{ path: string; verb: string }>({
  id: "HYG-018",
  name: "ci-changed",
  severity: "info",
  confidence: "high",
  about: "change",
  reach: "file",
  summary: "A change edits what CI runs.",
  why: "What CI runs decides which checks are green, often with the secrets of the repository at hand. The checks of this very change may be what it says they are.",
  message: ({ path, verb }) => `This change ${verb} ${quoteName(path)}, and with it what CI runs.`,
  remedy: () => "Read it before the colour of the checks, and mind what secrets it gets.",
  bad: {
    path: ".github/workflows/ci.yml",
    text: "on: push\njobs: {}\n",
    facts: { changed: [exampleChange(".github/workflows/ci.yml")] },
  },
  good: { path: "docs/ci.md", text: "# CI\n", facts: { changed: [exampleChange("docs/ci.md")] } },
  checkAll({ changed }, report) {
    for (const { path, previousPath, status } of changed ?? []) {
      const touched = [path, previousPath ?? path].find((one) => isCiPath(one) || others.test(one));
      if (touched !== undefined) report(path, startOfFile, { path: touched, verb: verbOf(status) });
    }
  },
});
