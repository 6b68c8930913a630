import type { NodeInventory } from "../../domain/inventory.ts";
import { didYouMean, listNames, quoteName } from "../../formats/did-you-mean.ts";
import type { ModuleImport } from "../../python/import-list.ts";
import { defineRule } from "../define-rule.ts";
import type { FileSubject } from "../subject.ts";
import { allows } from "./compare-specifiers.ts";
import { type ClassGap, findClassGap } from "./find-class.ts";
import { judgeImport } from "./judge-import.ts";
import { triedImports } from "./tried-imports.ts";

interface Data extends ClassGap {
  /** The package that would have it, with its version. */
  readonly of: string;
}

const bringer = "apache-airflow-providers-http";
const inventory = {
  packages: { [bringer]: "6.3.0" },
  modules: { airflow: ["apache-airflow-core"], "airflow.sdk": [], "airflow.providers.http": [bringer] },
  classes: {
    "airflow.sdk": ["DAG"],
    "airflow.providers.http": [],
    "airflow.providers.http.operators": [],
    "airflow.providers.http.operators.http": ["BaseOperator", "HttpOperator"],
  },
};

const example = (name: string) => ({
  path: "dags/example.py",
  text: `
    from airflow.providers.http.operators.http import ${name}
    from airflow.sdk import DAG

    with DAG("example", schedule=None):
        ${name}(task_id="ask", endpoint="/")
  `,
  facts: { node: {}, inventory },
});

export const airflowClassMissing = defineRule<Data>({
  id: "DEP-016",
  name: "airflow-class-missing",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary:
    "An operator, sensor, hook or other class is imported that the node's version of its provider does not have.",
  why: "Providers rename classes, move them and drop them between versions, and `airflow.sdk` gains some. The import fails, and the file's DAGs vanish. What each version has is read from the node by `countersign inventory`; of modules that make their names as they run nothing is said, nor where the repository asks for another version of the provider.",
  message: ({ of, module, name, elsewhere, known }) =>
    name === null
      ? `The node's ${of} has no module ${quoteName(module)}.`
      : `The node's ${of} has no ${quoteName(name)} in ${quoteName(module)}.${elsewhere === null ? didYouMean(name, known) : ""}`,
  remedy: ({ elsewhere }) =>
    elsewhere === null
      ? "Use what that version has, or have another one installed on the node."
      : `Import it from ${quoteName(elsewhere)}, where that version has it.`,
  bad: example("SimpleHttpOperator"),
  good: example("HttpOperator"),
  check(subject, report) {
    const { inventory } = subject;
    if (inventory === null) return;
    const open = new Set<string>();
    for (const one of triedImports(subject, "load")) {
      if (!isAirflows(one) || judgeImport(subject, one).state !== "there") continue;
      const root = rootOf(inventory, one.module);
      const key = root === null ? undefined : inventory.modules[root]?.[0];
      if (root === null || key === undefined || asksForAnother(subject, key)) continue;
      const gap = findClassGap(inventory.classes ?? {}, root, one);
      if (gap === "untold") open.add(one.module);
      else if (gap !== null)
        report(one.span, { ...gap, of: `${quoteName(key)} ${inventory.packages[key] ?? ""}`.trim() });
    }
    if (open.size > 0) report.indeterminate(whyOpen(inventory, [...open]));
  },
});

function isAirflows({ module, level }: ModuleImport): boolean {
  return level === 0 && (module === "airflow.sdk" || module.startsWith("airflow.providers."));
}

/** The outermost module that is a provider's alone. */
function rootOf({ modules }: NodeInventory, module: string): string | null {
  const steps = module.split(".");
  const roots = steps.map((_, index) => steps.slice(0, index + 1).join("."));
  return roots.findLast((one) => Object.hasOwn(modules, one)) ?? null;
}

/** Whether the repository asks for a version of the package that is not the node's: that is another rule's matter. */
function asksForAnother({ dependencies, declared, inventory }: FileSubject, key: string): boolean {
  const installed = inventory?.packages[key];
  const asked = [...dependencies, ...(declared ?? [])].flatMap(({ requirements }) => requirements);
  return asked.some(
    (one) => one.key === key && (one.url !== null || (installed !== undefined && !allows(one.specifier, installed))),
  );
}

function whyOpen({ classes }: NodeInventory, modules: readonly string[]): string {
  const asked = `Whether the node's ${listNames(modules, 5)} ${modules.length === 1 ? "has" : "have"} the classes that are imported cannot be known`;
  return classes === undefined
    ? `${asked}: its inventory tells of none; run \`countersign inventory\` there again.`
    : `${asked}: the inventory does not tell of ${modules.length === 1 ? "it, or it makes its names as it runs" : "them, or they make their names as they run"}.`;
}
