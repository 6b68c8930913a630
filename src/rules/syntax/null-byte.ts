import { listLineStarts, spanOfOffsets } from "../../formats/text-positions.ts";
import { defineRule } from "../define-rule.ts";

export const nullByte = defineRule<Record<never, never>>({
  id: "SYN-002",
  name: "null-byte",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A Python file has a null byte.",
  why: "Python refuses such a file, even where the byte stands in a text or a comment. Older versions read the line up to it only, so that they run something else than is shown.",
  message: () => "Here stands a null byte, with which Python refuses the file.",
  remedy: () => "Remove it; in a text, write `\\x00`.",
  bad: 'mark = "a\0b"\n',
  good: 'mark = "a\\x00b"\n',
  check({ path, text, syntax }, report) {
    const at = text.indexOf("\0");
    if (at === -1 || !/\.pyi?$/.test(path)) return;
    const span = spanOfOffsets(listLineStarts(text), at, at + 1);
    // Outside of texts and comments it is a syntax error, told as such.
    if (!syntax.some((one) => one.span.start.line === span.start.line)) report(span, {});
  },
});
