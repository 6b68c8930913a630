import { quoteName } from "../../formats/did-you-mean.ts";
import { type ModuleSetting, readGitModules } from "../../formats/git-modules.ts";
import { objectToPath } from "../../formats/relative-path.ts";
import { defineRule } from "../define-rule.ts";

export const gitmodulesUnsafe = defineRule<{ submodule: string; why: string }>({
  id: "HYG-010",
  name: "gitmodules-unsafe",
  severity: "error",
  confidence: "high",
  about: "text",
  reach: "line",
  summary: "A `.gitmodules` has a submodule that would run commands, or be written outside of its place.",
  why: "Whoever clones the repository with its submodules does what this file says. Such settings were ways to run code on their machine (CVE-2017-1000117, CVE-2018-11235, CVE-2018-17456), and nothing honest needs them.",
  message: ({ submodule, why }) => `The submodule ${quoteName(submodule)} ${why}.`,
  remedy: () => "Give it an `https://` or `ssh://` address, and a path inside the repository.",
  bad: { path: ".gitmodules", text: '[submodule "lib"]\n\tpath = lib\n\turl = ext::sh -c id%\n' },
  good: { path: ".gitmodules", text: '[submodule "lib"]\n\tpath = lib\n\turl = https://example.org/acme/lib.git\n' },
  check({ path, text }, report) {
    if (path !== ".gitmodules") return;
    for (const setting of readGitModules(text)) {
      const why = objectTo(setting);
      if (why === null) continue;
      const { line, column, key, submodule } = setting;
      report({ start: { line, column }, end: { line, column: column + key.length } }, { submodule, why });
    }
  },
});

function objectTo({ submodule, key, value }: ModuleSetting): string | null {
  if (submodule.split(/[/\\]/).includes("..")) return "has `..` in its name";
  switch (key) {
    case "url":
      if (value.startsWith("-")) return "has an address that begins with `-`, which is an option";
      if (/^(?:ext|fd)::/i.test(value)) return "has an address that is a command";
      return /^(?:file:|\/)/i.test(value) ? "has an address on the machine of whoever clones it" : null;
    case "path": {
      const objection = value.startsWith("-") ? "begins with `-`" : objectToPath(value.replace(/\/$/, ""));
      return objection === null ? null : `has a path that ${objection}`;
    }
    case "update":
      return value.startsWith("!") ? "has an `update` that is a command" : null;
    default:
      return null;
  }
}
