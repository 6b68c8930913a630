import { quoteName } from "../../formats/did-you-mean.ts";
import { beside } from "../../formats/relative-path.ts";
import type { Requirement } from "../../formats/requirements-entry.ts";
import type { DependencyFile } from "../../formats/requirements-file.ts";
import { defineRule } from "../define-rule.ts";
import type { FileSubject } from "../subject.ts";
import type { TreeListing } from "../tree-listing.ts";
import { listIncluded } from "./included-files.ts";
import { isMeant } from "./is-meant.ts";

/** `name`: `null` where the URL alone stands for it. */
type Wanted = Pick<Requirement, "specifier" | "url"> & { readonly name: string | null };

export const requirementUnpinned = defineRule<{ requirement: Wanted }>({
  id: "DEP-006",
  name: "requirement-unpinned",
  severity: "warning",
  confidence: "high",
  about: "requirements",
  reach: "line",
  summary: "A package is asked for without saying which version.",
  why: "What is installed is then whatever is newest on the day, which nobody reviewed, and the next installation may be another. A pin is `==`, a wheel with its hash, or a commit of a git repository; a constraints file (`-c`) pins as well, and so does a lock file beside `pyproject.toml`. Extras and groups for development are left alone.",
  message: ({ requirement: { name, specifier, url } }) => {
    const what = name === null ? "This package" : quoteName(name);
    if (url !== null) return `${what} comes from a URL whose content can change.`;
    return specifier === ""
      ? `${what} has no version.`
      : `${what} has no pinned version: ${quoteName(specifier)} allows more than one.`;
  },
  remedy: ({ requirement: { name, url } }) =>
    url === null
      ? `Name the version that was tested, such as \`${name}==1.2.3\`, or pin it in a constraints file.`
      : "Name the full commit behind `@`, or the hash of the file behind `#sha256=`.",
  bad: "requests\npandas>=2\n",
  good: "requests==2.32.3\npandas==2.2.3\n",
  check(subject, report) {
    for (const file of subject.dependencies) {
      const pinned = pinnedBy(file, subject);
      if (pinned === "all") continue;
      for (const requirement of file.requirements) {
        if (requirement.group !== null || isPinned(requirement) || pinned.has(requirement.key)) continue;
        if (!isMeant(file, requirement, subject)) continue;
        report(requirement.span, { requirement }, file.form === "pyproject" ? "medium" : "high");
      }
      for (const { span, ...requirement } of listNameless(file)) {
        if (!isPinned(requirement)) report(span, { requirement });
      }
    }
  },
});

/** What is fetched by `git+https://…` on a line of its own, or behind `-e`; a folder of the machine is none. */
function listNameless({ options }: DependencyFile) {
  return options
    .filter(({ name }) => name === "url" || name === "editable")
    .filter(({ value }) => /^(?!file:)[a-z][a-z+]{0,20}:\/\//i.test(value))
    .map(({ value, span }) => ({ name: null, specifier: "", url: value, hasHash: false, span }));
}

function isPinned({ specifier, url, hasHash }: Pick<Requirement, "specifier" | "url" | "hasHash">): boolean {
  if (url === null) return hasHash || /(^|,)(===|==(?!.*\.\*))/.test(specifier);
  if (hasHash || /[#&](sha(256|384|512))=[0-9a-f]{64,}/i.test(url)) return true;
  return /^(git|hg|bzr|svn)\+/.test(url) ? /@[0-9a-f]{40}([0-9a-f]{24})?(#|$)/.test(url) : !/^[a-z]+:\/\//i.test(url);
}

/** What other files pin; `all` where a lock file or something that is not looked into does. */
function pinnedBy(file: DependencyFile, { tree, declared }: FileSubject): ReadonlySet<string> | "all" {
  if (file.form === "constraints" || file.form === "other") return "all"; // they limit, and ask for nothing
  if (file.form === "pyproject" && hasLock(file.path, tree)) return "all";
  if (file.form === "script" && tree?.find(`${file.path}.lock`)) return "all";
  if (file.form !== "requirements") return new Set();
  const included = listIncluded(file, declared ?? [], "constraint");
  if (included.isOpen) return "all";
  return new Set(included.files.flatMap(({ requirements }) => requirements.filter(isPinned).map(({ key }) => key)));
}

function hasLock(path: string, tree: TreeListing | null): boolean {
  const names = ["uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock"];
  return names.some((name) => tree?.find(beside(path, name)) != null);
}
