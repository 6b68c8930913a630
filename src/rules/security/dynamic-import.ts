import { defineRule } from "../define-rule.ts";
import { argumentOf, constantText, quoteCode } from "./code-values.ts";

/** What imports by a text, and which of its arguments says what. */
const importers: ReadonlyMap<string, readonly [name: string, position: number]> = new Map([
  ["importlib.import_module", ["name", 0]],
  ["importlib.__import__", ["name", 0]],
  ["builtins.__import__", ["name", 0]],
  ["pydoc.locate", ["path", 0]],
  ["runpy.run_path", ["path_name", 0]],
  ["runpy.run_module", ["mod_name", 0]],
  ["importlib.util.spec_from_file_location", ["location", 1]],
  ["importlib.machinery.SourceFileLoader", ["path", 1]],
  ["airflow.utils.module_loading.import_string", ["dotted_path", 0]],
]);

export const dynamicImport = defineRule<{ path: string }>({
  id: "SEC-010",
  name: "dynamic-import",
  severity: "warning",
  confidence: "medium",
  about: "python",
  reach: "line",
  summary: "What is imported is only known at run time.",
  why: "An import is code that runs. When its name is put together at run time, no review and no allow-list can say what it will be.",
  message: ({ path }) => `What ${quoteCode(path)} imports is known at run time only.`,
  remedy: () => "Import the modules by name, and choose among them by a dictionary.",
  bad: `
    import importlib

    def transform(name):
        return importlib.import_module(f"transforms.{name}")
  `,
  good: `
    import importlib

    def transform():
        return importlib.import_module("transforms.visits")
  `,
  check({ code }, report) {
    for (const call of code?.calls ?? []) {
      const path = call.paths.find((one) => importers.has(one));
      const [name, position] = importers.get(path ?? "") ?? [];
      if (path === undefined || name === undefined || position === undefined) continue;
      const given = argumentOf(call, name, position);
      if (given === null || constantText(given.value) === null) report(call.span, { path });
    }
  },
});
