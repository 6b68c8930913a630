import type { Span } from "../domain/finding.ts";

/** A comment that wants a finding on its line to be silent: `# noqa: S608, SEC-001 -- the table is ours`. */
export interface NoqaComment {
  readonly line: number;
  readonly span: Span;
  /** In capitals; empty when it names none. */
  readonly codes: readonly string[];
  /** `null` when it gives none. */
  readonly reason: string | null;
}

/** The comments of a file that begin with `noqa`, in Python or in any language whose comments begin with `#`. */
export function readNoqaComments(path: string, text: string): readonly NoqaComment[] {
  if (!/noqa/i.test(text)) return [];
  const comments = path.endsWith(".py") ? pythonComments(text) : hashComments(text);
  return comments.flatMap(({ line, column, text: comment }) => {
    const at = comment.search(/#[ \t]*noqa\b/i);
    if (at === -1) return [];
    const start = { line, column: column + at };
    return [{ line, span: { start, end: { line, column: column + comment.length } }, ...decode(comment.slice(at)) }];
  });
}

const code = "[A-Za-z]{1,8}-?[0-9]{1,4}";
const form = new RegExp(`^#[ \\t]*noqa(?:[ \\t]*:[ \\t]*(${code}(?:[ \\t,]+${code})*))?([^\\n]*)$`, "i");

function decode(comment: string): Pick<NoqaComment, "codes" | "reason"> {
  const [, codes = "", rest = ""] = form.exec(comment) ?? [];
  const reason = /^[ \t,]*--[ \t]*([^\n]{1,1000})/.exec(rest)?.[1]?.trim() ?? "";
  return {
    codes: codes.split(/[\s,]+/).flatMap((one) => (one === "" ? [] : [one.toUpperCase()])),
    reason: /\p{L}{2}/u.test(reason) ? reason.slice(0, 300) : null,
  };
}

interface Comment {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

function hashComments(text: string): readonly Comment[] {
  return text.split("\n").flatMap((line, index) => {
    const at = /(?:^|\s)#[ \t]*noqa\b/i.exec(line);
    if (at === null) return [];
    const column = line.indexOf("#", at.index);
    return [{ line: index + 1, column: column + 1, text: line.slice(column).trimEnd() }];
  });
}

/** Comments outside of strings, by one walk over the text. */
function pythonComments(text: string): readonly Comment[] {
  const found: Comment[] = [];
  let [line, lineStart] = [1, 0];
  const tokens = /\n|#[^\n]*|"""|'''|"|'/g;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    const [what] = token;
    if (what === "\n") [line, lineStart] = [line + 1, token.index + 1];
    else if (what.startsWith("#")) found.push({ line, column: token.index - lineStart + 1, text: what.trimEnd() });
    else {
      const skipped = skipString(text, tokens.lastIndex, what);
      line += skipped.lines;
      lineStart = skipped.lineStart ?? lineStart;
      tokens.lastIndex = skipped.end;
    }
  }
  return found;
}

interface SkippedString {
  readonly end: number;
  /** How many lines end in it, and where the last one of them begins that follows. */
  readonly lines: number;
  readonly lineStart: number | null;
}

/** Passes over a string that begins with these quotes; one of a single line ends before its newline. */
function skipString(text: string, from: number, quotes: string): SkippedString {
  let lines = 0;
  let lineStart: number | null = null;
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith(quotes, at)) return { end: at + quotes.length, lines, lineStart };
    if (text[at] === "\\" && text[at + 1] !== "\n") at += 1;
    else if (text[at] === "\n") {
      if (quotes.length === 1 && text[at - 1] !== "\\") return { end: at, lines, lineStart };
      lines += 1;
      lineStart = at + 1;
    }
  }
  return { end: text.length, lines, lineStart };
}
