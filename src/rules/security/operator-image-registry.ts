import { z } from "zod";
import { defineRule } from "../define-rule.ts";
import { repositoryOf } from "../environment/list-images.ts";
import { quoteCode } from "./code-values.ts";
import { taskImages } from "./task-images.ts";

const options = z.strictObject({
  registries: z
    .array(z.string().min(1))
    .default([])
    .describe("Where images may come from, such as `registry.example.org` or `ghcr.io/acme`; none: from anywhere."),
});

export const operatorImageRegistry = defineRule<{ repository: string; allowed: string }, typeof options>({
  id: "SEC-028",
  name: "operator-image-registry",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A task's image comes from a registry that the policy does not allow.",
  why: "An image is code that runs with the task's connections and data. A list of registries (or of their folders) says whose code that may be. Images without a registry are those of `docker.io`. ENV-009 tells the same of manifests and Dockerfiles.",
  options,
  message: ({ repository }) => `${quoteCode(repository, 120)} is in no registry that is allowed here.`,
  remedy: ({ allowed }) => `Take the image from ${allowed}, or ask for its registry to be added to the policy.`,
  bad: example("docker.io/library/python"),
  good: example("registry.example.org/python"),
  check({ code }, report, { registries }) {
    if (code === null || registries.length === 0) return;
    const allowed = registries.map((one) => one.replace(/\/+$/, ""));
    const names = allowed
      .slice(0, 5)
      .map((one) => quoteCode(one))
      .join(", ");
    for (const { reference, span } of taskImages(code)) {
      if (reference === null) {
        report.indeterminate("a task's image is named at run time only, so its registry is not known");
        continue;
      }
      const repository = repositoryOf(reference);
      if (!allowed.some((one) => repository === one || repository.startsWith(`${one}/`)))
        report(span, { repository, allowed: names });
    }
  },
});

function example(repository: string) {
  return {
    path: "dags/example.py",
    text: `
      from airflow.providers.docker.operators.docker import DockerOperator

      DockerOperator(task_id="run", image="${repository}@sha256:${"0123456789abcdef".repeat(4)}")
    `,
    facts: { options: { registries: ["registry.example.org"] } },
  };
}
