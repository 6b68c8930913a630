import { z } from "zod";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { Requirement } from "../../formats/requirements-entry.ts";
import { compileGlobs } from "../../predicates/glob.ts";
import { defineRule } from "../define-rule.ts";
import { appliesOnNode } from "./applies-on-node.ts";
import { areDisjoint } from "./compare-specifiers.ts";
import { entriesByPackage } from "./entries-by-package.ts";

const options = z.strictObject({
  pools: z
    .array(z.string().min(1).max(200))
    .max(100)
    .default([
      "workers/**/requirements*.txt",
      "**/workers/**/requirements*.txt",
      "**/worker-pools/**/requirements*.txt",
    ])
    .describe("Globs of the requirements files of one node's worker pools."),
  shared: z
    .array(z.string().min(1).max(200))
    .max(1000)
    .default([
      "apache-airflow",
      "apache-airflow-core",
      "apache-airflow-providers-celery",
      "apache-airflow-task-sdk",
      "celery",
      "dagster",
      "kombu",
    ])
    .describe("Packages of which all pools need the same version, by normalised name."),
});

interface Data {
  readonly requirement: Requirement;
  readonly other: Requirement;
  readonly place: string;
}

export const workerPoolConflict = defineRule<Data, typeof options>({
  id: "DEP-014",
  name: "worker-pool-conflict",
  severity: "warning",
  confidence: "medium",
  about: "requirements",
  reach: "file",
  summary: "Two worker pools of a node ask for versions of Airflow, Celery or Dagster that exclude each other.",
  why: "Scheduler and workers hand each other DAGs and messages, and have to be of one version: a pool of another one fails at its first task, or loses it. What else is in a pool may differ.",
  message: ({ requirement, other, place }) =>
    `This pool asks for ${shown(requirement)}, and another one for ${shown(other)} (${quoteName(place)}).`,
  remedy: () => "Bring all pools to one version in the same change.",
  options,
  bad: {
    path: "workers/gpu/requirements.txt",
    text: "apache-airflow==3.1.0\ntorch==2.8.0\n",
    context: [{ path: "workers/default/requirements.txt", text: "apache-airflow==3.3.2\n" }],
  },
  good: {
    path: "workers/gpu/requirements.txt",
    text: "apache-airflow==3.3.2\ntorch==2.8.0\n",
    context: [{ path: "workers/default/requirements.txt", text: "apache-airflow==3.3.2\n" }],
  },
  check(subject, report, { pools, shared }) {
    if (subject.dependencies.length === 0) return;
    const isPool = compileGlobs(pools);
    const own = subject.dependencies.filter(({ path }) => isPool(path));
    if (own.length === 0) return;
    const counts = (one: Requirement): boolean =>
      one.group === null && shared.includes(one.key) && appliesOnNode(one, subject) === true;
    const pooled = (subject.declared ?? []).filter(({ path }) => path !== subject.path && isPool(path));
    const others = entriesByPackage(pooled, counts);
    for (const requirement of own.flatMap(({ requirements }) => requirements.filter(counts))) {
      const found = others
        .get(requirement.key)
        ?.find(({ entry }) => areDisjoint(requirement.specifier, entry.specifier));
      if (found === undefined) continue;
      const { path, entry } = found;
      report(requirement.span, { requirement, other: entry, place: `${path}:${entry.span.start.line}` });
    }
  },
});

function shown({ name, specifier }: Requirement): string {
  return quoteName(`${name}${specifier}`);
}
