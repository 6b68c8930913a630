import type { Span } from "../../domain/finding.ts";
import type { CodeFacts } from "../../python/code/code-facts.ts";
import { writtenText } from "./code-values.ts";

/** A command of a list of words, which no shell reads. */
export interface WordCommand {
  /** With a space between them, and U+FFFC for what is put in at run time. */
  readonly words: string;
  readonly span: Span;
}

/** Every list of words that `subprocess` is given. */
export function wordCommands({ calls }: CodeFacts): readonly WordCommand[] {
  return calls.flatMap(({ paths, arguments: given, span }) => {
    const words = paths.some((path) => /^subprocess\.\w+$/.test(path)) ? given[0]?.value : undefined;
    if (words?.kind !== "list") return [];
    const texts = words.items.slice(0, 50).map((item) => writtenText(item) ?? "");
    return [{ words: texts.join(" "), span }];
  });
}
