import { lintSource } from "@secretlint/core";
import { secretLintProfiler } from "@secretlint/profiler";
import { rules } from "@secretlint/secretlint-rule-preset-recommend";
import { fileNameOf } from "../formats/relative-path.ts";
import type { SecretHit } from "../rules/subject.ts";
import { mightHoldSecret } from "./might-hold-secret.ts";

secretLintProfiler.setEnabled(false); // it would keep its measurements of every file for as long as the thread lives

/** All but the one for comments in the file itself that want findings to be silent. */
const config = {
  rules: rules.flatMap((rule) =>
    /filter-comments$/.test(rule.meta.id) ? [] : [{ id: rule.meta.id, rule, options: {} }],
  ),
};

/** What secretlint's recommended rules find in a text. The messages are ours, because secretlint's show the value. */
export async function scanSecrets(path: string, text: string): Promise<readonly SecretHit[]> {
  const name = fileNameOf(path);
  if (name.endsWith(".py") && !mightHoldSecret(text)) return [];
  const ext = name.includes(".") ? name.slice(name.lastIndexOf(".")) : "";
  const { messages } = await lintSource({
    source: { filePath: `/${name}`, content: text, ext, contentType: "text" },
    options: { config, noPhysicFilePath: true },
  });
  return messages.map(({ ruleId, messageId, loc, range: [from, to] }) => {
    const rule = ruleId.replace(/^.*secretlint-rule-/, "");
    const missing = rule === "aws" ? restOfAwsSecret(text, from, to) : 0;
    return {
      what: labels[rule] ?? describe(messageId),
      value: text.slice(from, to + missing),
      span: {
        start: { line: loc.start.line, column: loc.start.column + 1 },
        end: { line: loc.end.line, column: loc.end.column + 1 + missing },
      },
    };
  });
}

/** secretlint counts the length of a secret of AWS from the beginning of its name: how much of the secret is left out by that. */
function restOfAwsSecret(text: string, from: number, to: number): number {
  const secret = /[A-Za-z0-9/+]{40}/.exec(text.slice(from, from + 200).split("\n", 1)[0] ?? "");
  return secret === null ? 0 : Math.max(0, from + secret.index + secret[0].length - to);
}

const labels: Readonly<Record<string, string>> = {
  aws: "an AWS credential",
  basicauth: "a URL with a password",
  "database-connection-string": "a database URI with a password",
  gcp: "a Google Cloud credential",
  github: "a GitHub token",
  gitlab: "a GitLab token",
  npm: "an npm token",
  openai: "an OpenAI key",
  anthropic: "an Anthropic key",
  privatekey: "a private key",
  sendgrid: "a SendGrid key",
  shopify: "a Shopify key",
  slack: "a Slack token",
  linear: "a Linear key",
};

function describe(messageId: string): string {
  const words = messageId
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]+/g, " ")
    .trim();
  return words === "" ? "a credential" : `a credential (${words})`;
}
