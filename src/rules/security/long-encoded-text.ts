import { defineRule } from "../define-rule.ts";
import { constantText } from "./code-values.ts";

export const longEncodedText = defineRule<{ length: number }>({
  id: "SEC-033",
  name: "long-encoded-text",
  severity: "info",
  confidence: "medium",
  about: "python",
  reach: "line",
  summary: "A long text in code is encoded, so that nobody can read it.",
  why: "What is in it was not reviewed: it may be data of patients, a program or a key. As a file of its own, in its own form, others can look at it.",
  message: ({ length }) => `These ${length} characters are encoded, and tell a reviewer nothing.`,
  remedy: () => "Keep it as a file of its own, in a form that can be read.",
  bad: `
    TABLE = "${"QmFzZTY0IGlzIG5vIGNpcGhlcg0123456789".repeat(30)}"
  `,
  good: `
    TABLE = "tables/wards.csv"
  `,
  check({ code }, report) {
    for (const { value, span } of code?.strings ?? []) {
      const text = withoutBreaks(constantText(value) ?? "");
      if (text.length < 1000 || !/^(?:[A-Za-z0-9+/_-]+={0,2}|(?:\\x)?[0-9A-Fa-f]+)$/.test(text)) continue;
      if (/\d/.test(text) && /[A-Za-z]/.test(text) && new Set(text).size >= 14) report(span, { length: text.length });
    }
  },
});

/** A text as it is without its line ends, and what indents its lines. */
function withoutBreaks(text: string): string {
  if (!text.includes("\n")) return text;
  const lines = text.split("\n");
  return lines
    .map((line, n) => (n === 0 ? line.trimEnd() : n === lines.length - 1 ? line.trimStart() : line.trim()))
    .join("");
}
