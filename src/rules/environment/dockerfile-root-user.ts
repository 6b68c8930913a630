import type { Span } from "../../domain/finding.ts";
import type { DockerfileReading, DockerStage } from "../../formats/dockerfile.ts";
import { defineRule } from "../define-rule.ts";
import { repositoryOf } from "./list-images.ts";

export const dockerfileRootUser = defineRule<{ why: string }>({
  id: "ENV-022",
  name: "dockerfile-root-user",
  severity: "warning",
  confidence: "high",
  about: "dockerfile",
  reach: "file",
  summary: "The image of a Dockerfile runs as root.",
  why: "A flaw in the code or in a library is then root in the container, one step away from the machine and from the files of other runs. What user a base image has that is not one of Docker's own cannot be seen here.",
  message: ({ why }) => `The image runs as root: ${why}.`,
  remedy: () => "End the last stage with `USER` and a user that is not root, such as `USER 1000`.",
  bad: example(""),
  good: example("USER 1000"),
  check({ dockerfile }, report) {
    const last = dockerfile?.stages.at(-1);
    if (dockerfile === null || last === undefined) return;
    const user = findUser(dockerfile, last);
    if (user === "unknown") report.indeterminate("the base image decides which user the image runs as");
    else if (user !== null) report(user.span, { why: user.why }, user.why.startsWith("`USER") ? "high" : "medium");
  },
});

/** The user of the last stage, through the stages that it is built on; `null`: it is not root. */
function findUser(
  file: DockerfileReading,
  last: DockerStage,
): { readonly span: Span; readonly why: string } | "unknown" | null {
  const below = stagesBelow(file);
  let stage: DockerStage = last;
  for (;;) {
    const user = stage.instructions.findLast(({ keyword }) => keyword === "USER");
    if (user !== undefined) {
      const name = user.text.trim().replaceAll(/["']/g, "");
      if (name.includes("$")) return "unknown";
      return /^(?:root|0+)(?::|$)/.test(name)
        ? { span: user.span, why: `\`USER ${name.slice(0, 40)}\` is its last` }
        : null;
    }
    const { reference, span } = stage.base;
    const built = below.get(stage);
    if (built === undefined) {
      if (reference === null || !isRootImage(reference)) return "unknown";
      return { span, why: "no `USER` is set, and its base runs as root" };
    }
    stage = built;
  }
}

/** For each stage that is built on another, that one, which always stands above. */
function stagesBelow({ stages }: DockerfileReading): ReadonlyMap<DockerStage, DockerStage> {
  const named = new Map<string, DockerStage>();
  const below = new Map<DockerStage, DockerStage>();
  for (const stage of stages) {
    const other = named.get(stage.base.reference?.toLowerCase() ?? "");
    if (other !== undefined) below.set(stage, other);
    if (stage.name !== null) named.set(stage.name, stage);
  }
  return below;
}

/** Docker's own images, which run as root. https://hub.docker.com/u/library */
const rootImages =
  /^docker\.io\/library\/(?:python|debian|ubuntu|alpine|node|golang|ruby|rust|busybox|fedora|rockylinux|almalinux|amazonlinux|eclipse-temurin|openjdk|r-base|julia|php|perl|buildpack-deps|centos|bash)$|^docker\.io\/continuumio\/(?:miniconda3|anaconda3)$|^docker\.io\/(?:dagster\/dagster(?:-k8s|-celery-k8s)?|nvidia\/cuda|rocker\/r-ver)$/;

function isRootImage(reference: string): boolean {
  return reference === "scratch" || rootImages.test(repositoryOf(reference));
}

function example(user: string): string {
  return [`FROM python:3.12-slim@sha256:${"0123456789abcdef".repeat(4)}`, "COPY . /opt/location", user].join("\n");
}
