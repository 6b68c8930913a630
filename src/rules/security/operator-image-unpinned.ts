import { defineRule } from "../define-rule.ts";
import { isPinned } from "../environment/list-images.ts";
import { quoteCode } from "./code-values.ts";
import { taskImages } from "./task-images.ts";

export const operatorImageUnpinned = defineRule<{ image: string }>({
  id: "SEC-027",
  name: "operator-image-unpinned",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A task names its image by a tag, not by its digest.",
  why: "Whoever may push to the registry can put other content behind a tag, after the review and without any change here. A digest is the content itself. ENV-008 tells the same of manifests and Dockerfiles.",
  message: ({ image }) => `${quoteCode(image, 120)} may be another image tomorrow: it has no digest.`,
  remedy: () =>
    "Add the digest that was tested, such as `name:tag@sha256:…`; `docker buildx imagetools inspect` shows it.",
  bad: `
    from airflow.providers.docker.operators.docker import DockerOperator

    DockerOperator(task_id="run", image="registry.example.org/etl:2.1")
  `,
  good: `
    from airflow.providers.docker.operators.docker import DockerOperator

    DockerOperator(task_id="run", image="registry.example.org/etl:2.1@sha256:${"0123456789abcdef".repeat(4)}")
  `,
  check({ code }, report) {
    for (const { reference, span } of code === null ? [] : taskImages(code)) {
      if (reference === null) report.indeterminate("a task's image is named at run time only");
      else if (!isPinned(reference)) report(span, { image: reference });
    }
  },
});
