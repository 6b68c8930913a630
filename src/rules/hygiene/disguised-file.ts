import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import type { ContentLooks } from "../changed-path.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { exampleChange } from "./example-change.ts";

export const disguisedFile = defineRepositoryRule<{ path: string; name: string; is: string }>({
  id: "HYG-017",
  name: "disguised-file",
  severity: "warning",
  confidence: "medium",
  about: "change",
  reach: "file",
  summary: "A file is not what the end of its name says.",
  why: "A forge shows a picture as a picture and a text as a text, by the name. What is something else under that name is not shown at all, and a payload has been carried so.",
  message: ({ path, name, is }) => `${quoteName(path)} is ${name} by its name, and ${is} by its bytes.`,
  remedy: () => "Name it by what it is, such as `.zip` for an archive, or put there what its name says.",
  bad: {
    path: "docs/README.md",
    text: "# Docs\n",
    facts: { changed: [exampleChange("docs/logo.png", { size: 5000, looks: { form: "archive", what: null } })] },
  },
  good: {
    path: "docs/README.md",
    text: "# Docs\n",
    facts: { changed: [exampleChange("docs/logo.png", { size: 5000, looks: { form: "picture", what: null } })] },
  },
  checkAll({ changed }, report) {
    for (const { path, status, looks, size } of changed ?? []) {
      if (status === "removed" || looks === undefined || size === null || size < 256) continue; // a pointer of Git LFS
      const name = nameOf(path);
      if (name === null) continue;
      const is = name === "a picture" ? notAPicture(looks) : notAText(looks);
      if (is !== null) report(path, startOfFile, { path, name, is });
    }
  },
});

function nameOf(path: string): "a picture" | "a text" | null {
  if (/\.(?:png|jpe?g|gif|webp|ico|bmp|tiff?|pdf|woff2?|ttf|otf)$/i.test(path)) return "a picture";
  return /\.(?:md|rst|txt|json|ya?ml|toml|cfg|ini|sh|css|html?|svg)$/i.test(path) ? "a text" : null;
}

function notAPicture({ form, what }: ContentLooks): string | null {
  if (form === "archive") return "an archive";
  if (form === "program") return what ?? "a program";
  return form === "text" ? "a text" : null; // of other formats not all beginnings are known
}

function notAText({ form, what }: ContentLooks): string | null {
  if (form === "archive") return "an archive";
  return form === "program" ? (what ?? "a program") : null;
}
