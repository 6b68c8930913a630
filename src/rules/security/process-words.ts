import type { Span } from "../../domain/finding.ts";
import type { CallFact, CodeValue } from "../../python/code/code-facts.ts";
import { argumentOf } from "./code-values.ts";

/** A program with its words, which no shell reads unless it is one. */
export interface ProcessWords {
  /** The program first. */
  readonly words: readonly CodeValue[];
  readonly span: Span;
}

/**
 * What a call by `path`, one of its own, starts by words: `subprocess` and `pty` by a list, `asyncio` by its arguments, `os` by the program and
 * then its words, the first of which is only what it is told to be called (https://docs.python.org/3/library/os.html#process-management).
 */
export function processWords(call: CallFact, path: string): ProcessWords | null {
  const { span } = call;
  if (/^(?:subprocess\.\w+|pty\.spawn)$/.test(path)) {
    const list = argumentOf(call, "args", 0) ?? argumentOf(call, "argv");
    return list?.value.kind === "list" ? { words: list.value.items, span: list.span } : null;
  }
  const given = call.arguments.filter(({ name }) => name === null).map(({ value }) => value);
  if (/^asyncio\.(?:subprocess\.)?create_subprocess_exec$/.test(path)) return { words: given, span };
  const [, family, kind] = /^(?:os|posix)\.(posix_spawn|exec|spawn)([lv]?)p?e?$/.exec(path) ?? [];
  const [program, ...more] = family === "spawn" ? given.slice(1) : given;
  const [first] = more;
  const words = kind === "l" ? more : first?.kind === "list" ? first.items : null;
  return family === undefined || program === undefined || words === null
    ? null
    : { words: [program, ...words.slice(1)], span };
}
