import { spanOfProblem } from "../../formats/format-problem.ts";
import { defineRule } from "../define-rule.ts";

export const requirementUnreadable = defineRule<{ problem: string }>({
  id: "DEP-010",
  name: "requirement-unreadable",
  severity: "warning",
  confidence: "high",
  about: "requirements",
  reach: "file",
  summary: "A list of packages has an entry that pip would not understand.",
  why: "The installation fails there, and what the entry was meant to ask for is not checked by any other rule. Entries are read as pip's requirements file format and PEP 508 say, `pyproject.toml` and script blocks as TOML.",
  message: ({ problem }) => problem,
  remedy: () => "Write it as `name==1.2.3`, one a line.",
  bad: "requests=2.32.3\n",
  good: "requests==2.32.3\n",
  check({ dependencies }, report) {
    for (const { problems } of dependencies) {
      for (const problem of problems) report(spanOfProblem(problem), { problem: problem.message });
    }
  },
});
