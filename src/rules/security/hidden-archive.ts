import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { exampleChange } from "../hygiene/example-change.ts";

export const hiddenArchive = defineRepositoryRule<{ path: string }>({
  id: "SEC-034",
  name: "hidden-archive",
  severity: "error",
  confidence: "high",
  about: "change",
  reach: "file",
  summary: "A file among the DAGs is an archive, and its name does not say so.",
  why: "Airflow goes by the content: it looks into every ZIP archive in its folder of DAGs, whatever the name, and runs the modules in it. People, and conditions of the policy, go by the name, and take it for data.",
  message: ({ path }) =>
    `${quoteName(path)} is an archive into which Airflow looks for DAGs, though its name does not say so.`,
  remedy: () => "Commit its modules as files; or put it in another folder, if it is data.",
  bad: {
    path: "dags/README.md",
    text: "# DAGs\n",
    facts: {
      changed: [exampleChange("dags/lookup.dat", { looks: { form: "archive", what: null }, isHiddenArchive: true })],
    },
  },
  good: {
    path: "dags/README.md",
    text: "# DAGs\n",
    facts: { changed: [exampleChange("dags/lookup.csv", { looks: { form: "text", what: null } })] },
  },
  checkAll({ changed, opaque }, report) {
    for (const { path, status, isHiddenArchive } of changed ?? opaque)
      if (isHiddenArchive === true && status !== "removed") report(path, startOfFile, { path });
  },
});
