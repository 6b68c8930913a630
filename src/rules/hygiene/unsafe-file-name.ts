import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { exampleChange } from "./example-change.ts";

export const unsafeFileName = defineRepositoryRule<{ path: string; why: string }>({
  id: "HYG-014",
  name: "unsafe-file-name",
  severity: "error",
  confidence: "high",
  about: "change",
  reach: "file",
  summary: "A file has a name that cannot be seen as it is, or that a program would misread.",
  why: "A control character, a space without width or a letter that turns the direction makes a name look like another one in every list. A name that begins with a dash is an option for most programs, and one that stands for `.git` on some machine takes the place of git's own folder there.",
  message: ({ path, why }) => `The name of ${quoteName(path)} ${why}.`,
  remedy: () => "Give it a name of letters, digits, `-`, `_` and `.`.",
  bad: { path: "dags/README.md", text: "# DAGs\n", facts: { changed: [exampleChange("dags/tset\u202Eyp.py")] } },
  good: { path: "dags/README.md", text: "# DAGs\n", facts: { changed: [exampleChange("dags/Zählung 2026.txt")] } },
  checkAll({ changed }, report) {
    for (const { path, status } of changed ?? []) {
      const why = status === "removed" || status === "modified" ? null : objectToName(path);
      if (why !== null) report(path, startOfFile, { path, why });
    }
  },
});

function objectToName(path: string): string | null {
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(path)) return "has a control character";
  if (/(?!\u200C|\u200D)\p{Cf}|[\u115F\u1160\u3164\uFFA0]/u.test(path)) return "has a character that nobody can see";
  if (path.includes("\uFFFD")) return "is not UTF-8";
  if (path.includes("\\")) return "has a backslash";
  const parts = path.split("/");
  if (parts.some((part) => part !== part.trim())) return "begins or ends with a space";
  if (parts.some((part) => part.startsWith("-"))) return "begins with a dash";
  // https://git-scm.com/docs/git-config#Documentation/git-config.txt-coreprotectNTFS
  if (parts.some((part) => /^(?:\.git|git~1)(?:[ .]*|:.*)$/i.test(part.replaceAll(/\p{Cf}/gu, ""))))
    return "stands for git's own folder on some machines";
  return null;
}
