import { defineRule } from "../define-rule.ts";

export const dockerfileAddRemote = defineRule<{ url: string }>({
  id: "ENV-025",
  name: "dockerfile-add-remote",
  severity: "warning",
  confidence: "high",
  about: "dockerfile",
  reach: "line",
  summary: "A Dockerfile adds a file from the network without its checksum.",
  why: "What comes is whatever the server has at that moment. With a checksum, the build fails when it is not what was tested.",
  message: ({ url }) => `\`${url}\` is taken from the network without a checksum.`,
  remedy: () => "Add `--checksum=sha256:…`, or for a git repository the commit: `…git#COMMIT`.",
  bad: example("ADD https://example.org/model.bin /opt/"),
  good: example(`ADD --checksum=sha256:${"0123456789abcdef".repeat(4)} https://example.org/model.bin /opt/`),
  check({ dockerfile }, report) {
    const all = dockerfile?.stages.flatMap(({ instructions }) => instructions) ?? [];
    for (const { keyword, text, flags, span } of all) {
      if (keyword !== "ADD" || flags.has("checksum")) continue;
      const url = text.split(/[\s"',[\]]+/).find((word) => /^(?:https?:\/\/|git@|git:\/\/|ssh:\/\/)/i.test(word));
      if (url === undefined || /#[0-9a-f]{40}(?::|$)/.test(url)) continue;
      report(span, { url: url.slice(0, 120).replaceAll("`", "'") });
    }
  },
});

function example(line: string): string {
  return ["FROM scratch", line, "USER 1000"].join("\n");
}
