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
      const shell = keyword === "RUN" ? findPipedShell(commandOf(text)) : null;
      if (shell !== null) report(span, { shell });
    }
  },
});

const download = /(?:^|[\s;&|(`"'])(?:curl|wget|fetch|aria2c)\s/;
const shells =
  /^(?:sudo\s+(?:-\S+\s+)*)?(?:\/usr)?(?:\/bin\/)?(?:env\s+(?:[^\s=]+=\S*\s+)*)?((?:ba|da|z|k|a)?sh|python[\d.]*|perl|ruby|node)(?:\s|$)/;

const given =
  /(?:^|\s)((?:ba|da|z)?sh|python[\d.]{0,5}|perl|ruby|node|eval|source|\.)\s+(?:-\w+\s+)?["']?(?:\$\(|<\(|`)\s*(?:curl|wget)\s/;

/** Of `RUN ["sh", "-c", "…"]` its words, else the text. https://docs.docker.com/reference/dockerfile/#exec-form */
function commandOf(text: string): string {
  if (!text.startsWith("[")) return text;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) ? words.filter((one) => typeof one === "string").join(" ") : text;
  } catch {
    return text; // which Docker then gives to a shell as it is
  }
}

/** A file that is downloaded and run; `file` holds its name, which ends where a word does. */
const kept =
  /\b(?:curl|wget)(?=\s)[^\n;|&]{0,200}?(?:\s-\w{0,8}[oO]\s{0,9}|\s--output(?:-document)?[= ]|>\s{0,9})(?<file>[\w./~-]{1,80})(?![\w./~-])[\s\S]{0,400}?[;&\n]\s{0,9}(?<shell>(?:ba|da|z)?sh|python[\d.]{0,5}|perl|ruby|node|source|\.)\s{1,9}(?:-\w{1,20}\s{1,9}){0,3}\k<file>(?![\w./-])/;
const checked = /\b(?:sha\d{1,3}sum|shasum|md5sum|b2sum|gpg|gpgv|cosign|minisign)\b/;

/**
 * The shell that a download is piped into, that is given its output (`curl … | sh`, `sh -c "$(curl …)"`, `bash <(curl …)`), or that runs the
 * file that it was put into.
 */
function findPipedShell(text: string): string | null {
  for (const command of text.split(/&&|\|\||[;\n]/)) {
    if (!download.test(command)) continue;
    const [, ...piped] = command.split("|");
    const shell = piped.map((part) => shells.exec(part.trim())?.[1]).find((name) => name !== undefined);
    if (shell !== undefined) return shell;
    const inner = given.exec(command)?.[1];
    if (inner !== undefined) return inner;
  }
  return checked.test(text) ? null : (kept.exec(text)?.groups?.shell ?? null);
}

function example(line: string): string {
  return ["FROM scratch", line, "USER 1000"].join("\n");
}
