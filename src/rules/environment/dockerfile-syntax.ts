import { defineRule } from "../define-rule.ts";

export const dockerfileSyntax = defineRule<{ said: string }>({
  id: "ENV-021",
  name: "dockerfile-syntax",
  severity: "error",
  confidence: "high",
  about: "dockerfile",
  reach: "file",
  summary: "A Dockerfile has an unknown instruction, or nothing to build on.",
  why: "The image cannot be built, so the code location keeps running what it ran before.",
  message: ({ said }) => said,
  remedy: () =>
    "Write an instruction that Docker knows, such as `COPY`, and begin with `FROM` and an image; `docker build --check .` shows the same on your machine.",
  bad: `
    FROM scratch
    COPPY location.tar /
    USER 1000
  `,
  good: `
    FROM scratch
    COPY location.tar /
    USER 1000
  `,
  check({ dockerfile }, report) {
    if (dockerfile === null) return;
    if (dockerfile.doubt !== null) report.indeterminate(dockerfile.doubt);
    for (const { span, message } of dockerfile.problems) report(span, { said: message });
  },
});
