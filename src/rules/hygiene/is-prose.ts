import type { FileSubject } from "../subject.ts";

const proseName =
  /\.(?:md|mdx|markdown|rst|adoc|txt|text|tex|html?|xhtml|svg|po|pot|xlf|xliff|ftl|arb|resx|strings|srt|vtt|csv|tsv|log|cast|eml|ipynb)$/i;
const translations = /(?:^|\/)(?:locales?|i18n|l10n|lang|langs|translations?)\//i;

/** Whether a file is text for people, in whatever script: marks of their scripts are at home there. What is governed is not. */
export function isProse({ path, kind }: Pick<FileSubject, "path" | "kind">): boolean {
  return kind === "other" && (proseName.test(path) || translations.test(path));
}
