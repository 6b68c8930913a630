import type { InventoryRequirement } from "../../domain/inventory.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { Requirement } from "../../formats/requirements-entry.ts";
import { defineRule } from "../define-rule.ts";
import { appliesOnNode } from "./applies-on-node.ts";
import { areDisjoint } from "./compare-specifiers.ts";

const facts = {
  node: {},
  repository: "acme/study",
  inventory: {
    requirements: [{ name: "pandas", specifier: ">=2,<3", repository: "acme/other", path: "requirements.txt" }],
  },
};

export const requirementAgainstRepository = defineRule<{ requirement: Requirement; other: InventoryRequirement }>({
  id: "DEP-013",
  name: "requirement-against-repository",
  severity: "warning",
  confidence: "medium",
  about: "requirements",
  reach: "file",
  summary: "Another repository of the node asks for versions of a package that exclude the ones asked for here.",
  why: "The DAGs of all repositories of a node are loaded in one environment, which has one version of a package: one of the two repositories does not get what it was written for. What the others ask for is known from the node's inventory. Extras, groups and entries whose environment marker need not hold on the node are left alone.",
  message: ({ requirement: { name, specifier }, other }) =>
    `${quoteName(`${name}${specifier}`)} and ${quoteName(`${other.name}${other.specifier}`)} of ${quoteName(other.repository)} (${quoteName(other.path)}) cannot both be installed.`,
  remedy: () =>
    "Ask for a version that both allow, or run the task in an environment of its own (`@task.virtualenv`, a container).",
  bad: { path: "requirements.txt", text: "pandas==1.5.3\n", facts },
  good: { path: "requirements.txt", text: "pandas==2.2.3\n", facts },
  check(subject, report) {
    const { dependencies, inventory, repository } = subject;
    const wanted = inventory?.requirements ?? [];
    if (wanted.length === 0 || repository === null) return;
    const own = repository.toLowerCase();
    const others = Map.groupBy(
      wanted.filter((one) => one.repository.toLowerCase() !== own),
      ({ name }) => name,
    );
    for (const { requirements, form } of dependencies) {
      if (form === "constraints") continue;
      for (const requirement of requirements) {
        const { key, specifier, group } = requirement;
        const other = others.get(key)?.find((one) => areDisjoint(specifier, one.specifier));
        if (other === undefined || group !== null || appliesOnNode(requirement, subject) !== true) continue;
        report(requirement.span, { requirement, other });
      }
    }
  },
});
