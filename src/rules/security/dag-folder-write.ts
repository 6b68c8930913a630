import { defineRule } from "../define-rule.ts";
import { quoteCode, textsIn } from "./code-values.ts";
import { isDagFolder } from "./dag-folder.ts";
import { fileUses } from "./file-uses.ts";
import { shellCommands } from "./shell-commands.ts";

const command =
  /(?:>{1,2}|\btee\b|\b(?:cp|mv|rsync|ln|install|unzip|tar|wget|curl|gsutil|aws)\b[^\n;|&]{1,200}\s|\bgit\s[^\n;|&]{0,100}\b(?:clone|pull|checkout)\b[^\n;|&]{0,200}\s)\s{0,20}["']?(?:[^\s"']{0,100}airflow[^\s"'/]{0,40}\/|\$\{?AIRFLOW_HOME\}?\/)(?:dags|plugins)\b|\$\{?AIRFLOW__CORE__(?:DAGS|PLUGINS)_FOLDER\b/;

export const dagFolderWrite = defineRule<{ path: string }>({
  id: "SEC-017",
  name: "dag-folder-write",
  severity: "error",
  confidence: "medium",
  about: "python",
  reach: "file",
  summary: "A task writes into the directory from which the node takes its DAGs or plugins.",
  why: "What stands there runs. A file that a task puts there was reviewed by nobody, belongs to no release, and is lost or in the way at the next one.",
  message: ({ path }) => `This writes to where the node takes its DAGs from: ${quoteCode(path)}.`,
  remedy: () =>
    "Write data elsewhere; generate a DAG when the module is loaded, or commit the file that would be written.",
  bad: `
    def generate(name, source):
        with open(f"/opt/airflow/dags/{name}.py", "w") as file:
            file.write(source)
  `,
  good: `
    def read(name):
        with open(f"/opt/airflow/dags/{name}.yaml") as file:
            return file.read()
  `,
  check({ code }, report) {
    if (code === null) return;
    for (const { path, span, isWrite, value } of fileUses(code))
      if (isWrite && isDagFolder(value, path)) report(span, { path });
    for (const { value, span } of shellCommands(code)) {
      const found = [...textsIn(value)].map((text) => command.exec(text)?.[0]).find(Boolean);
      if (found !== undefined) report(span, { path: found });
    }
  },
});
