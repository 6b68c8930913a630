import type { Span } from "../../domain/finding.ts";
import type { CodeFacts } from "../../python/code/code-facts.ts";
import { textsIn } from "./code-values.ts";
import { shellCommands } from "./shell-commands.ts";
import { wordCommands } from "./word-commands.ts";

/** A file that a command shows, copies or changes. */
export interface ShownFile {
  readonly path: string;
  readonly span: Span;
  /** What runs the command, such as `BashOperator`. */
  readonly by: string;
}

/**
 * A pattern for commands of programs that show, copy or change a file; `ssh -i key` only uses it. `path`: the source of a pattern
 * without groups.
 */
export function shownAs(path: string): RegExp {
  return new RegExp(
    String.raw`\b(?:cat|head|tail|less|more|cp|mv|scp|rsync|base64|xxd|od|strings|tar|zip|grep|awk|sed|tee|dd)\b[^\n;|&]{0,200}?(${path})|\bcurl\b[^\n;|&]{0,300}@\S{0,100}?(${path})`,
  );
}

/** The first file of each command of a module that is shown so. */
export function shownFiles(code: CodeFacts, pattern: RegExp): readonly ShownFile[] {
  const commands = [
    ...shellCommands(code).map(({ value, span, by }) => ({ texts: [...textsIn(value)], span, by })),
    ...wordCommands(code).map(({ words, span }) => ({ texts: [words], span, by: "subprocess" })),
  ];
  return commands.flatMap(({ texts, span, by }) => {
    const found = texts.map((text) => pattern.exec(text)).find((match) => match !== null);
    return found == null ? [] : [{ path: found[1] ?? found[2] ?? "", span, by }];
  });
}
