import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { exampleChange } from "./example-change.ts";

export const linkLeaves = defineRepositoryRule<{ path: string; link: string; why: string }>({
  id: "HYG-011",
  name: "link-leaves",
  severity: "error",
  confidence: "high",
  about: "change",
  reach: "file",
  summary: "A symbolic link points out of the repository.",
  why: "On the node it would point into the machine or into the namespace of another repository: what is read through it was never approved. A release with such a link in it is refused.",
  message: ({ path, link, why }) => `The link ${quoteName(path)} points to ${quoteName(link)}, which ${why}.`,
  remedy: () => "Put the file itself there, or point to one of this repository by a relative path.",
  bad: {
    path: "dags/README.md",
    text: "# DAGs\n",
    facts: { changed: [exampleChange("dags/settings.py", { mode: "120000", link: "../../other/settings.py" })] },
  },
  good: {
    path: "dags/README.md",
    text: "# DAGs\n",
    facts: { changed: [exampleChange("dags/settings.txt", { mode: "120000", link: "../shared/settings.txt" })] },
  },
  checkAll({ changed, opaque }, report) {
    for (const { path, link, status } of changed ?? opaque) {
      if (link === undefined || status === "removed") continue;
      const why = objectToLink(path, link);
      if (why !== null) report(path, startOfFile, { path, link, why });
    }
  },
});

function objectToLink(path: string, link: string): string | null {
  if (link === "") return "is nowhere";
  if (link.startsWith("/")) return "is a place of the machine";
  const place = path.split("/").slice(0, -1);
  for (const part of link.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") place.push(part);
    else if (place.pop() === undefined) return "is outside of the repository";
  }
  return place.some((part) => part.toLowerCase() === ".git") ? "is in git's own folder" : null;
}
