import type { Span } from "../../domain/finding.ts";
import type { CodeFacts } from "../../python/code/code-facts.ts";
import { writtenText } from "./code-values.ts";
import { processWords } from "./process-words.ts";

/** A command of a list of words, which no shell reads. */
export interface WordCommand {
  /** With a space between them, and U+FFFC for what is put in at run time. */
  readonly words: string;
  readonly span: Span;
}

/** Every program that a file starts by its words. */
export function wordCommands({ calls }: CodeFacts): readonly WordCommand[] {
  return calls.flatMap((call) => {
    const given = call.paths.map((path) => processWords(call, path)).find((one) => one !== null);
    if (given === undefined) return [];
    const texts = given.words.slice(0, 50).map((item) => writtenText(item) ?? "");
    return [{ words: texts.join(" "), span: call.span }];
  });
}
