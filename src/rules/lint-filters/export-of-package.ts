import type { LintFilter } from "./filter.ts";

export const exportOfPackage: LintFilter = {
  name: "export-of-package",
  codes: ["F401", "F403"],
  summary: "In an `__init__.py`, imports are there for whoever imports the package.",
  drops: (_, { path }) => (/(?:^|\/)__init__\.py$/.test(path) ? "the package hands it on" : null),
};
