import type { LintFilter } from "./filter.ts";

/** `os.system("cat /shared/test.txt")` */
export const constantCommand: LintFilter = {
  name: "constant-command",
  codes: ["S602", "S605"],
  summary:
    "A shell that is given a constant text can do nothing else than what was reviewed; ruff itself says that it seems safe.",
  drops: ({ message }) => (message.includes("seems safe") ? "its command is constant" : null),
};
