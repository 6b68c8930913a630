import { z } from "zod";
import { defineRule } from "../define-rule.ts";
import { listImages, repositoryOf } from "./list-images.ts";
import { reportRendered } from "./report-rendered.ts";

const options = z.strictObject({
  registries: z
    .array(z.string().min(1))
    .default([])
    .describe("Where images may come from, such as `registry.example.org` or `ghcr.io/acme`; none: from anywhere."),
});

export const imageRegistry = defineRule<{ repository: string; allowed: string }, typeof options>({
  id: "ENV-009",
  name: "image-registry",
  severity: "error",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary: "An image comes from a registry that the policy does not allow.",
  why: "An image is code that runs with the node's rights and data. A list of registries (or of their folders) says whose code that may be. Images without a registry are those of `docker.io`.",
  options,
  message: ({ repository }) => `\`${repository}\` is in no registry that is allowed here.`,
  remedy: ({ allowed }) => `Take the image from ${allowed}, or ask for its registry to be added to the policy.`,
  bad: example("docker.io/library/python"),
  good: example("registry.example.org/python"),
  check(subject, report, { registries }) {
    const tell = reportRendered(subject.manifests, report);
    if (registries.length === 0) return;
    const allowed = registries.map((one) => one.replace(/\/+$/, ""));
    const names = allowed
      .slice(0, 5)
      .map((one) => `\`${one}\``)
      .join(", ");
    for (const { reference, place } of listImages(subject)) {
      if (reference === null) {
        report.indeterminate("an image is named only when it is built or rendered, so its registry is not known");
        continue;
      }
      const repository = repositoryOf(reference);
      if (allowed.some((one) => repository === one || repository.startsWith(`${one}/`))) continue;
      tell(place, { repository: repository.slice(0, 120).replaceAll("`", "'"), allowed: names });
    }
  },
});

function example(repository: string) {
  return {
    path: "Dockerfile",
    text: `
      FROM ${repository}@sha256:${"0123456789abcdef".repeat(4)}
      USER 1000
    `,
    facts: { options: { registries: ["registry.example.org"] } },
  };
}
