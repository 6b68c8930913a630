import type { CodeValue } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { onceEach, quoteCode, textsIn, valuesIn } from "./code-values.ts";
import { shellCommands } from "./shell-commands.ts";

const sinks =
  /^(?:builtins\.print|pprint\.pp?print|json\.dumps?|logging\.\w+|.*\b(?:log|logger|getLogger\(\)|LOG|LOGGER)\.(?:debug|info|warning|error|critical|log)|requests\.\w+|httpx\.\w+|.*\.xcom_push)$/;
const command =
  /(?:^|[\n;&|(]\s{0,50})(?:printenv|env)\s*(?:$|[\n;&|>])|\b(?:export|declare)\s+-p\b|\/proc\/self\/environ/;

export const environmentDump = defineRule<{ how: string }>({
  id: "SEC-022",
  name: "environment-dump",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "The whole environment of a worker is shown, logged or sent away.",
  why: "Connections, keys and Airflow's own configuration are often in a worker's environment. In a log they are read by all who may read logs, and kept as long as those.",
  message: ({ how }) => `This gives the worker's whole environment ${how}.`,
  remedy: () => "Name the variables that are wanted.",
  bad: `
    import os

    def show():
        print(os.environ)
  `,
  good: `
    import os

    def show():
        print(os.environ["TZ"])
  `,
  check({ code }, report) {
    if (code === null) return;
    for (const { paths, arguments: given, span } of code.calls) {
      if (paths.some((path) => sinks.test(path)) && given.some(({ value }) => holdsEnvironment(value))) {
        report(span, { how: `to ${quoteCode(nameOf(paths))}` });
      }
    }
    for (const { decorators, value, span } of code.returns) {
      if (decorators.some((path) => /\btask\b/.test(path)) && holdsEnvironment(value))
        report(span, { how: "away as an XCom" });
    }
    for (const { value, span } of shellCommands(code)) {
      if ([...textsIn(value)].some((text) => command.test(text))) report(span, { how: "away in a shell" }, "medium");
    }
  },
});

/** As people write it: `print`. */
function nameOf(paths: readonly string[]): string {
  return (paths.find((path) => sinks.test(path)) ?? "").replace(/^builtins\./, "");
}

/** `os.environ`, `dict(os.environ)`, `os.environ.copy()`; not one of its items. */
const holdsEnvironment = onceEach((value) => {
  for (const one of valuesIn(value)) {
    if (one.kind === "path" && one.paths.includes("os.environ")) return !isLookedUp(value);
    if (one.kind === "call" && one.paths.some((path) => /^os\.environ\.(?:copy|items|values)$/.test(path))) return true;
  }
  return false;
});

/** `os.environ.get("TZ")` has the environment in it, but gives one item. */
function isLookedUp(value: CodeValue): boolean {
  return [...valuesIn(value)].some(
    (one) =>
      one.kind === "call" &&
      one.paths.some((path) => /^os\.environ\.(?:get|pop|setdefault|keys|__contains__)$/.test(path)),
  );
}
