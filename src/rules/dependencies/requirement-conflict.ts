import { quoteName } from "../../formats/did-you-mean.ts";
import { beside } from "../../formats/relative-path.ts";
import type { Requirement } from "../../formats/requirements-entry.ts";
import type { DependencyFile } from "../../formats/requirements-file.ts";
import { defineRule } from "../define-rule.ts";
import type { FileSubject } from "../subject.ts";
import { appliesOnNode } from "./applies-on-node.ts";
import { areDisjoint } from "./compare-specifiers.ts";
import { entriesByPackage } from "./entries-by-package.ts";
import { listIncluded } from "./included-files.ts";

interface Data {
  readonly requirement: Requirement;
  readonly other: Requirement;
  readonly place: string;
}

export const requirementConflict = defineRule<Data>({
  id: "DEP-007",
  name: "requirement-conflict",
  severity: "warning",
  confidence: "high",
  about: "requirements",
  reach: "file",
  summary: "Two declarations ask for versions of a package that exclude each other.",
  why: "There is no version that satisfies both, so that the installation fails, or one of them is not what runs. Held against each other are the entries of one file, what a requirements file takes in with `-r` and `-c`, `requirements.txt` with the `pyproject.toml` of its folder, and the script block or docstring of a Python file with the requirements of the folders that it stands in. The versions are compared as PEP 440 says. Entries whose environment marker does not hold on the node are left alone, as are those of which that cannot be known.",
  message: ({ requirement, other, place }) =>
    `${shown(requirement)} and ${shown(other)} (${quoteName(place)}) cannot both be installed.`,
  remedy: () => "Ask for a version that both allow, or keep the two in environments of their own.",
  bad: {
    path: "requirements.txt",
    text: "-c constraints.txt\npandas==2.2.3\n",
    context: [{ path: "constraints.txt", text: "pandas<2\n" }],
  },
  good: {
    path: "requirements.txt",
    text: "-c constraints.txt\npandas==2.2.3\n",
    context: [{ path: "constraints.txt", text: "pandas<3\n" }],
  },
  check(subject, report) {
    for (const file of subject.dependencies) {
      const order = new Map(file.requirements.map((one, index) => [one, index]));
      const own = entriesByPackage([file], isAlways);
      const others = entriesByPackage(listOthers(file, subject), isAlways);
      for (const requirement of file.requirements.filter(isAlways)) {
        const earlier = (own.get(requirement.key) ?? []).filter(
          ({ entry }) => (order.get(entry) ?? 0) < (order.get(requirement) ?? 0),
        );
        const found = [...earlier, ...(others.get(requirement.key) ?? [])].find(({ entry }) =>
          isInConflict(requirement, entry, subject),
        );
        if (found === undefined) continue;
        const { path, entry } = found;
        report(requirement.span, { requirement, other: entry, place: `${path}:${entry.span.start.line}` });
      }
    }
  },
});

function isAlways({ group }: Requirement): boolean {
  return group === null;
}

function isInConflict(one: Requirement, other: Requirement, subject: FileSubject): boolean {
  return areDisjoint(one.specifier, other.specifier) && areTogether(one, other, subject);
}

/** Whether both are surely wanted in one place: on the node, or wherever either of them is. */
function areTogether(one: Requirement, other: Requirement, subject: FileSubject): boolean {
  const [first, second] = [appliesOnNode(one, subject), appliesOnNode(other, subject)];
  if (first === null && second === null) return one.marker === other.marker;
  return first === true && second === true;
}

/** The files whose packages stand in one environment with those of this one. */
function listOthers(file: DependencyFile, { declared, dependencies }: FileSubject): readonly DependencyFile[] {
  const all = declared ?? [];
  if (file.form === "requirements" || file.form === "constraints")
    return [
      ...listIncluded(file, all, "constraint", "requirement").files,
      ...all.filter(({ path }) => isOfProject(path, file.path)),
    ];
  if (file.form !== "script" && file.form !== "docstring") return [];
  const around = all.filter(({ path, form }) => form !== "other" && isAround(path, file.path));
  return [...dependencies.slice(0, dependencies.indexOf(file)), ...around];
}

/** A folder's `pyproject.toml` and `requirements.txt` are of one project. */
function isOfProject(project: string, list: string): boolean {
  return /(?:^|\/)requirements\.txt$/.test(list) && project === list.replace(/requirements\.txt$/, "pyproject.toml");
}

function isAround(path: string, inner: string): boolean {
  return inner.startsWith(beside(path, ""));
}

function shown({ name, specifier }: Requirement): string {
  return quoteName(`${name}${specifier}`);
}
