import { defineRule } from "../define-rule.ts";
import { isTellingName } from "../security/telling-name.ts";

export const dockerfileSecretArgument = defineRule<{ name: string }>({
  id: "ENV-029",
  name: "dockerfile-secret-argument",
  severity: "warning",
  confidence: "medium",
  about: "dockerfile",
  reach: "line",
  summary: "A Dockerfile takes a credential as a build argument.",
  why: "What is given with `--build-arg` stays in the history of the image, for whoever can pull it. One that is written into the Dockerfile is told by `dockerfile-secret`.",
  message: ({ name }) => `What is given as \`${name}\` stays in the history of the image.`,
  remedy: () => "Give it to the one step that needs it: `RUN --mount=type=secret,id=…`.",
  bad: example("ARG INDEX_TOKEN"),
  good: example("RUN --mount=type=secret,id=index-token /build"),
  check({ dockerfile }, report) {
    const all =
      dockerfile === null ? [] : [...dockerfile.head, ...dockerfile.stages.flatMap(({ instructions }) => instructions)];
    for (const { keyword, settings } of all) {
      if (keyword !== "ARG") continue;
      for (const { name, value, span } of settings) {
        if ((value === null || value === "") && isTellingName(name)) report(span, { name: name.slice(0, 80) });
      }
    }
  },
});

function example(line: string): string {
  return ["FROM scratch", line, "USER 1000"].join("\n");
}
