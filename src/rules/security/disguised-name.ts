import { defineRule } from "../define-rule.ts";
import { skeletonOf } from "./look-alikes.ts";

export const disguisedName = defineRule<{ looks: string; letters: string }>({
  id: "SEC-031",
  name: "disguised-name",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A name in code has letters that pass for others.",
  why: "Python reads `ｅｖａｌ` as `eval`, and takes a Cyrillic `а` for another letter than the Latin `a`: a reader sees one name, the interpreter uses another (https://trojansource.codes, https://www.unicode.org/reports/tr39/). Names in one script of their own are left alone.",
  message: ({ looks, letters }) => `This name looks like \`${looks}\`, but is written with ${letters}.`,
  remedy: ({ looks }) => `Write \`${looks}\`, if that is meant.`,
  bad: `
    def is_allowed(name):
        return name == "admin"

    def is_аllowed(name):
        return True

    print(is_allowed("x"))
  `,
  good: `
    def is_allowed(name):
        return name == "admin"

    π = 3.14159
    größe = 1

    print(is_allowed("x"), π, größe)
  `,
  check({ code, text }, report) {
    for (const { name, span } of code?.oddNames ?? []) {
      const looks = skeletonOf(name);
      if (looks === null || !isSuspicious(name, looks, text)) continue;
      const letters = [...new Set(name)].filter((letter) => letter > "\u007f").slice(0, 3);
      report(span, { looks, letters: letters.map(codePoint).join(", ") });
    }
  },
});

/** A name that Python itself takes for the other, that mixes letters in a word, or that stands beside the one it looks like. */
function isSuspicious(name: string, looks: string, text: string): boolean {
  if (name.normalize("NFKC") === looks) return true;
  const isMixed = name.split(/[_\d]+/).some((word) => /[A-Za-z]/.test(word) && /[^A-Za-z]/.test(word));
  return isMixed || new RegExp(`(?<![\\w\\u0080-\\uffff])${looks}(?![\\w\\u0080-\\uffff])`).test(text);
}

function codePoint(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
