import { defineRule } from "../define-rule.ts";
import { isTellingName } from "../security/telling-name.ts";
import { isToldAsWhole } from "../security/told-as-whole.ts";
import { isLiteral } from "./is-literal.ts";
import { writtenSecrets } from "./written-secrets.ts";

export const dockerfileSecret = defineRule<{ name: string; keyword: string }>({
  id: "ENV-023",
  name: "dockerfile-secret",
  severity: "error",
  confidence: "medium",
  about: "dockerfile",
  reach: "line",
  summary: "A Dockerfile sets a credential with `ENV` or `ARG`, or writes one in a command or a here-document.",
  why: "Whoever can pull the image can read it: `ENV` stays in its configuration, the value of an `ARG` and the text of a `RUN` in its history, a file that is written in a layer. And it is in the repository. Variables that name a file or another variable are not told.",
  message: ({ keyword, name }) => `\`${keyword}\` writes the value of \`${name}\` into the image and the repository.`,
  remedy: () =>
    "Take it out, change the secret, and give it to the one step that needs it: `RUN --mount=type=secret,id=…`.",
  bad: example("ENV RESULTS_PASSWORD=change-me-soon-7"),
  good: example("ENV RESULTS_PASSWORD_FILE=/run/secrets/results"),
  check(subject, report) {
    const { dockerfile } = subject;
    if (dockerfile === null) return;
    const all = [...dockerfile.head, ...dockerfile.stages.flatMap(({ instructions }) => instructions)];
    for (const instruction of all) {
      const { keyword, settings } = instruction;
      for (const { name, span } of writtenSecrets(instruction)) report(span, { keyword, name });
      if (keyword !== "ENV" && keyword !== "ARG") continue;
      for (const { name, value, span } of settings) {
        if (value === null || !isTellingName(name) || !isLiteral(value)) continue;
        if (isToldAsWhole(subject, () => span)) continue;
        report(span, { keyword, name: name.slice(0, 80) });
      }
    }
  },
});

function example(line: string): string {
  return ["FROM scratch", line, "USER 1000"].join("\n");
}
