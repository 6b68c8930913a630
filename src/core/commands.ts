import { findNearest, quoteName } from "../formats/did-you-mean.ts";
import { visibleLines } from "./visible-lines.ts";

export const commandNames = [
  "approve",
  "reject",
  "withdraw",
  "hold",
  "unhold",
  "merge",
  "deploy",
  "rollback",
  "adopt",
  "recheck",
  "explain",
  "help",
] as const;
export type CommandName = (typeof commandNames)[number];

/** `line` counts from 1. `sha` is what was written after `approve` or `adopt`, and may be anything. */
export type Command =
  | { readonly kind: "command"; readonly name: CommandName; readonly sha: string | null; readonly line: number }
  | { readonly kind: "mistake"; readonly text: string; readonly message: string; readonly line: number };

/**
 * The commands of a comment's body, in their order: one a line, at the line's start, outside code blocks, quotes and HTML
 * comments. What was meant as a command and is none comes back as a mistake, with a sentence that says what was meant.
 */
export function findCommands(body: string): readonly Command[] {
  return visibleLines(body, "/countersign").flatMap(({ text, line }) => {
    const rest = /^\/countersign(?=[ \t]|$)(.*)$/.exec(text)?.[1];
    return rest === undefined ? [] : [parseCommand(rest.trim(), line)];
  });
}

const restraining: readonly CommandName[] = ["reject", "hold", "withdraw"];

/** The lines of a body that object, hold or withdraw, and nothing else of it; `null` where there is none. */
export function restraintsIn(body: string): string | null {
  const restraints = findCommands(body).flatMap((command) =>
    command.kind === "command" && restraining.includes(command.name) ? [`/countersign ${command.name}`] : [],
  );
  return restraints.length === 0 ? null : restraints.join("\n");
}

function parseCommand(text: string, line: number): Command {
  const [word = "", ...rest] = text.split(/[ \t]+/);
  const name = commandNames.find((known) => known === word);
  if (name === undefined) return { kind: "mistake", text, message: describeUnknown(word), line };

  const wantsSha = name === "approve" || name === "adopt";
  const [argument, ...surplus] = rest;
  if (wantsSha && argument === undefined) {
    return {
      kind: "mistake",
      text,
      message: `\`${name}\` needs the full sha: \`/countersign ${name} <full sha>\`.`,
      line,
    };
  }
  const extra = wantsSha ? surplus : rest;
  if (extra.length > 0) {
    const message = `\`${name}\` takes ${wantsSha ? "one sha and nothing else" : "nothing after it"}, not ${quoteName(extra.join(" "))}.`;
    return { kind: "mistake", text, message, line };
  }
  return { kind: "command", name, sha: wantsSha ? (argument ?? null) : null, line };
}

function describeUnknown(word: string): string {
  const list = "`/countersign help` lists the commands.";
  if (word === "") return `No command was given. ${list}`;
  const nearest = findNearest(word, commandNames);
  return `There is no command ${quoteName(word)}. ${nearest === null ? list : `Did you mean \`/countersign ${nearest}\`?`}`;
}
