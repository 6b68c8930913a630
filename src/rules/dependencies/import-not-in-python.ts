import { quoteName } from "../../formats/did-you-mean.ts";
import { findStandardModule } from "../../python/standard-library.ts";
import { defineRule } from "../define-rule.ts";
import type { FileSubject } from "../subject.ts";
import { covers } from "./covers.ts";
import { findLacking } from "./find-module.ts";
import { topOf } from "./judge-import.ts";
import { isOfRepository } from "./repository-modules.ts";
import { triedImports } from "./tried-imports.ts";

interface Data {
  readonly module: string;
  readonly python: string;
  /** The last version (3.x) that has it, or the first; one of them is null. */
  readonly until: number | null;
  readonly since: number | null;
}

export const importNotInPython = defineRule<Data>({
  id: "DEP-003",
  name: "import-not-in-python",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A module of the standard library is imported that the node's Python does not have.",
  why: "Python 3.12 and 3.13 took modules out of the standard library, such as `distutils`, `imp` and `cgi`; others, such as `tomllib`, came late. On the node the import fails, however well it works on the author's machine. Modules that the repository or an installed package brings under the same name are left alone.",
  message: ({ module, python, until, since }) =>
    until === null
      ? `${quoteName(module)} came with Python 3.${since}; the node has Python ${python}.`
      : `${quoteName(module)} was last in Python 3.${until}; the node has Python ${python}.`,
  remedy: ({ until }) =>
    until === null
      ? "Import it in a `try`, with a package that does the same in `except ImportError`, or wait for the node's newer Python."
      : "Use what replaced it, as told in the documentation of the Python version that removed it.",
  bad: `
    import cgi
    from distutils.version import LooseVersion

    from airflow.sdk import DAG, task

    @task
    def show():
        print(cgi, LooseVersion)

    with DAG("example"):
        show()
  `,
  good: `
    from airflow.sdk import DAG, task
    from packaging.version import Version

    @task
    def show():
        print(Version)

    with DAG("example"):
        show()
  `,
  check(subject, report) {
    const { python } = subject;
    for (const one of [...triedImports(subject, "load"), ...triedImports(subject, "later")]) {
      const module = topOf(one.module);
      const found = findStandardModule(module, python);
      if (one.level > 0 || found.state !== "other-version" || isBrought(subject, module)) continue;
      report(one.span, { module, python, until: found.until, since: found.since });
    }
  },
});

/** Whether a package or the repository has a module of this name: setuptools brings `distutils`, for one. */
function isBrought({ inventory, tree, path, dependencies, declared }: FileSubject, module: string): boolean {
  if (inventory !== null && findLacking(inventory, module, null) === null) return true;
  if (inventory !== null && module === "distutils" && Object.hasOwn(inventory.packages, "setuptools")) return true;
  if (tree !== null && isOfRepository(tree, module, path)) return true;
  const wanted = [...dependencies, ...(declared ?? [])].flatMap(({ requirements }) => requirements);
  return wanted.some(({ key }) => covers(key, module, inventory) === "yes" || key.replace("standard-", "") === module);
}
