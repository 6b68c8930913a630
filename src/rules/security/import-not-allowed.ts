import { z } from "zod";
import type { Span } from "../../domain/finding.ts";
import type { CodeFacts } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { refusalOf } from "./allowed-names.ts";
import { argumentOf, constantText, quoteCode } from "./code-values.ts";

const options = z.strictObject({
  allow: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Modules that may be imported, with all below them, `*` for any characters: `airflow`, `pandas`; none: all.",
    ),
  deny: z
    .array(z.string().min(1))
    .default([])
    .describe("Modules and names that may not be imported, also where `allow` has them: `subprocess`, `os.system`."),
});

export const importNotAllowed = defineRule<{ path: string; pattern: string | null }, typeof options>({
  id: "SEC-030",
  name: "import-not-allowed",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A module is imported that the policy does not allow.",
  why: "What code imports is what it can do. A list says what the DAGs of a node may use. A denied name is found where it is imported, and where it is called as a part of its module; imports by `importlib` count. Relative imports are of the repository itself.",
  options,
  message: ({ path, pattern }) =>
    pattern === null
      ? `${quoteCode(path, 120)} is not among the modules that are allowed here.`
      : `${quoteCode(path, 120)} is refused here by ${quoteCode(pattern)}.`,
  remedy: () => "Do without it, or ask for it to be added to the policy.",
  bad: {
    path: "dags/example.py",
    text: `
      import ftplib as files

      print(files.FTP)
    `,
    facts: { options: { deny: ["ftplib", "telnetlib"] } },
  },
  good: {
    path: "dags/example.py",
    text: `
      import json as files

      print(files.JSONDecoder)
    `,
    facts: { options: { deny: ["ftplib", "telnetlib"] } },
  },
  check({ code, module }, report, lists) {
    if (code === null || module === null || lists.allow.length + lists.deny.length === 0) return;
    const refusedLines = new Set<number>();
    for (const { path, span } of importedIn(code)) {
      const refusal = path.startsWith(".") ? undefined : refusalOf(path.replace(/\.\*$/, ""), lists);
      if (refusal === undefined) continue;
      refusedLines.add(span.start.line);
      report(span, { path, pattern: refusal.pattern });
    }
    for (const { paths, calleeSpan } of code.calls) {
      const path = paths.find(
        (one) => one.includes(".") && refusalOf(one, { allow: [], deny: lists.deny.filter(isName) }),
      );
      if (path !== undefined && !refusedLines.has(calleeSpan.start.line))
        report(calleeSpan, { path, pattern: refusalOf(path, { allow: [], deny: lists.deny })?.pattern ?? null });
    }
  },
});

/** A pattern for something in a module: the module itself may be imported. */
function isName(pattern: string): boolean {
  return pattern.replace(/\.\*$/, "").includes(".");
}

function importedIn({ imports, calls }: CodeFacts): readonly { readonly path: string; readonly span: Span }[] {
  const byText = calls.flatMap((call) => {
    const isImport = call.paths.some((path) =>
      /^(?:importlib\.(?:import_module|__import__)|builtins\.__import__)$/.test(path),
    );
    const path = isImport ? constantText(argumentOf(call, "name", 0)?.value) : null;
    return path === null ? [] : [{ path, span: call.span }];
  });
  return [...imports, ...byText];
}
