import { defineRule } from "../define-rule.ts";

/** https://peps.python.org/pep-0263/ */
const codingLine = /^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/;

/** In these a byte below 128 is the ASCII character, so that a reader sees what Python reads. */
const plain =
  /^(?:utf-?8(?:-sig)?|u8|cp65001|(?:us-)?ascii|646|latin-?\d{0,2}|l1|iso-?8859-?\d{0,2}|cp\d{3,4}|windows-125\d|125\d|koi8-[rut]|mac-?\w+|gb2312|gbk|gb18030|big5(?:hkscs)?|euc-?\w+|tis-?620|shift-?jis\w*|sjis\w*)$/;

export const sourceEncoding = defineRule<{ encoding: string }>({
  id: "SEC-032",
  name: "source-encoding",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A Python file names an encoding in which it is not what it looks like.",
  why: "With `utf-7` or `unicode_escape` a comment can end in the middle, and code begin, by characters that no reviewer and no linter takes for a new line. Python's sources are UTF-8 unless something is to be hidden.",
  message: ({ encoding }) => `Python reads this file as \`${encoding}\`, which is not what a reviewer sees.`,
  remedy: () => "Save the file as UTF-8, and remove the line.",
  bad: `
    # -*- coding: utf-7 -*-
    print("hello")
  `,
  good: `
    # -*- coding: utf-8 -*-
    print("hello")
  `,
  check({ kind, path, text }, report) {
    if (kind !== "dag" || !path.endsWith(".py")) return;
    const [first = "", second = ""] = text.slice(0, 2000).split(/\r\n|\r|\n/, 2);
    for (const [index, line] of (/^[ \t\f]*(?:#.*)?$/.test(first) ? [first, second] : [first]).entries()) {
      const encoding = codingLine.exec(line)?.[1];
      if (encoding === undefined) continue;
      const name = encoding.toLowerCase().replaceAll("_", "-");
      const start = line.indexOf(encoding, line.search(/coding[:=]/)) + 1;
      const span = {
        start: { line: index + 1, column: start },
        end: { line: index + 1, column: start + encoding.length },
      };
      if (!plain.test(name)) report(span, { encoding });
      return;
    }
  },
});
