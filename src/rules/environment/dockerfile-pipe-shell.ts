import { defineRule } from "../define-rule.ts";

export const dockerfilePipeShell = defineRule<{ shell: string }>({
  id: "ENV-024",
  name: "dockerfile-pipe-shell",
  severity: "warning",
  confidence: "high",
  about: "dockerfile",
  reach: "line",
  summary: "A Dockerfile runs what it downloads, unseen: `curl … | sh`.",
  why: "What runs is whatever the server gives at that moment, as root, in the image that later holds the data. Nobody reviewed it, and the next build may run something else.",
  message: ({ shell }) => `What is downloaded here is run by \`${shell}\` without anybody having seen it.`,
  remedy: () => "Install a package at a version, or `ADD --checksum=sha256:…` the file and run that.",
  bad: example("RUN curl -fsSL https://example.org/install.sh | sh"),
  good: example(
    "ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/install.sh /tmp/",
  ),
  check({ dockerfile }, report) {
    const all = dockerfile?.stages.flatMap(({ instructions }) => instructions) ?? [];
    for (const { keyword, text, span } of all) {
      const shell = keyword === "RUN" ? findPipedShell(text) : null;
      if (shell !== null) report(span, { shell });
    }
  },
});

const download = /(?:^|[\s;&|(`"'])(?:curl|wget|fetch|aria2c)\s/;
const shells =
  /^(?:sudo\s+(?:-\S+\s+)*)?(?:\/usr)?(?:\/bin\/)?(?:env\s+(?:[^\s=]+=\S*\s+)*)?((?:ba|da|z|k|a)?sh|python[\d.]*|perl|ruby|node)(?:\s|$)/;

/** The shell that a download is piped into, or that is given its output: `curl … | sh`, `sh -c "$(curl …)"`, `bash <(curl …)`. */
function findPipedShell(text: string): string | null {
  for (const command of text.split(/&&|\|\||[;\n]/)) {
    if (!download.test(command)) continue;
    const [, ...piped] = command.split("|");
    const shell = piped.map((part) => shells.exec(part.trim())?.[1]).find((name) => name !== undefined);
    if (shell !== undefined) return shell;
    const inner = /(?:^|\s)((?:ba|da|z)?sh)\s+(?:-\w+\s+)?["']?(?:\$\(|<\(|`)\s*(?:curl|wget)\s/.exec(command)?.[1];
    if (inner !== undefined) return inner;
  }
  return null;
}

function example(line: string): string {
  return ["FROM scratch", line, "USER 1000"].join("\n");
}
