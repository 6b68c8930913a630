import { defineRule } from "../define-rule.ts";
import { isPinned, listImages } from "./list-images.ts";
import { reportRendered } from "./report-rendered.ts";

export const imageUnpinned = defineRule<{ image: string }>({
  id: "ENV-008",
  name: "image-unpinned",
  severity: "warning",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary: "An image is named by a tag, not by its digest.",
  why: "Whoever may push to the registry can put other content behind a tag, after the review and without any change here. A digest is the content itself. In manifests, a chart's values and Dockerfiles alike; the stages of a Dockerfile and `scratch` need none.",
  message: ({ image }) => `\`${image}\` may be another image tomorrow: it has no digest.`,
  remedy: () =>
    "Add the digest that was tested, such as `name:tag@sha256:…`; `docker buildx imagetools inspect` shows it.",
  bad: pod("registry.example.org/etl:2.1"),
  good: pod(`registry.example.org/etl:2.1@sha256:${"0123456789abcdef".repeat(4)}`),
  check(subject, report) {
    const tell = reportRendered(subject.manifests, report);
    for (const { reference, place, from } of listImages(subject)) {
      if (reference === null) report.indeterminate("an image is named only when it is built or rendered");
      else if (!isPinned(reference))
        tell(place, { image: reference.slice(0, 120).replaceAll("`", "'") }, from === "values" ? "medium" : "high");
    }
  },
});

function pod(image: string): string {
  return `
    apiVersion: v1
    kind: Pod
    metadata:
      name: etl
    spec:
      containers:
        - name: etl
          image: ${image}
  `;
}
