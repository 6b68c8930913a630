import { endOfString, type LogicalLine } from "./logical-lines.ts";

/** A compound statement that an import stands in. */
export interface Block {
  readonly indent: number;
  readonly form: "function" | "elsewhere" | "type-checking" | "try" | "other";
  /** Whether the file copes without what stands in it. Of a `try` that is only known behind its handlers. */
  guards: boolean;
  /** Of a handler: the `try` that it belongs to. */
  readonly tried: Block | null;
}

export interface Blocks {
  /** Takes the next logical line, and answers where its own statement begins: behind the head of `if x: import y`. */
  enter(line: string, place: Pick<LogicalLine, "indent" | "isBehindSemicolon">): number;
  /** The statements that it stands in, the outermost first. */
  open(): readonly Block[];
}

const head = /^(?:async[ \t]+)?(if|elif|else|try|except|finally|for|while|with|def|class|match|case)\b/;
const catches = /\b(ImportError|ModuleNotFoundError|Exception|BaseException)\b/;

/** Decorators of tasks that run in another environment than the node's own (https://airflow.apache.org/docs/apache-airflow/stable/tutorial/taskflow.html). */
const decoratesOther =
  /^@[\w.]*\b(virtualenv|branch_virtualenv|external_python|branch_external_python|docker|kubernetes|pyspark)\b/;

/** Follows the blocks of a Python text, line by line. */
export function openBlocks(text: string): Blocks {
  const stack: Block[] = [];
  const calledElsewhere = findCallables(text);
  let isDecorated = false;
  return {
    enter(line, { indent, isBehindSemicolon }) {
      if (isBehindSemicolon) return 0;
      const before = closeTo(stack, indent);
      if (line.startsWith("@")) {
        isDecorated ||= decoratesOther.test(line);
        return 0;
      }
      const wasDecorated = isDecorated;
      isDecorated = false;
      const word = head.exec(line)?.[1];
      const colon = word === undefined ? -1 : findColon(line);
      if (word === undefined || colon === -1) return 0; // `match` and `case` are names, too
      const name = /^(?:async[ \t]+)?def[ \t]+(\w+)/.exec(line)?.[1];
      const isElsewhere = name !== undefined && (wasDecorated || calledElsewhere.has(name));
      stack.push({
        ...toBlock(word, line.slice(0, colon), before),
        indent,
        ...(isElsewhere ? { form: "elsewhere" } : {}),
      });
      const rest = line.slice(colon + 1);
      return line.length - rest.trimStart().length;
    },
    open: () => [...stack],
  };
}

/** Closes what does not stand around this indentation; answers what stood at it, of which `else` or `except` may be a part. */
function closeTo(stack: Block[], indent: number): Block | null {
  let last: Block | null = null;
  for (let top = stack.at(-1); top !== undefined && top.indent >= indent; top = stack.at(-1)) {
    last = top.indent === indent ? top : null;
    stack.pop();
  }
  return last;
}

function toBlock(word: string, line: string, before: Block | null): Omit<Block, "indent"> {
  const plain = { form: "other", guards: false, tried: null } as const;
  switch (word) {
    case "def":
      return { ...plain, form: "function" };
    case "if":
      return /\bTYPE_CHECKING\b/.test(line) && !/\bnot\b/.test(line)
        ? { ...plain, form: "type-checking", guards: true }
        : { ...plain, guards: true };
    case "try":
      return { ...plain, form: "try" };
    case "except": {
      const tried = before?.form === "try" ? before : (before?.tried ?? null);
      const isCaught = /^except[\s*]*$/.test(line) || catches.test(line);
      if (tried !== null && isCaught) tried.guards = true;
      return { ...plain, guards: true, tried };
    }
    case "else":
      return { ...plain, guards: (before?.tried ?? before)?.guards ?? true };
    case "with":
      return { ...plain, guards: /\bsuppress\b/.test(line) && catches.test(line) };
    case "class":
    case "finally":
      return plain;
    default: // a branch or a loop, which may never run
      return { ...plain, guards: true };
  }
}

/** The offset of the colon that ends a statement's head; -1 where there is none. */
function findColon(line: string): number {
  let depth = 0;
  let lambdas = 0;
  for (let at = 0; at < line.length; ) {
    const one = line[at] ?? "";
    if (one === '"' || one === "'") {
      at = endOfString(line, at);
      continue;
    }
    if ("([{".includes(one)) depth += 1;
    else if (")]}".includes(one)) depth -= 1;
    else if (one === "l" && depth === 0 && /^lambda\b/.test(line.slice(at, at + 7))) lambdas += 1;
    else if (one === ":" && depth === 0) {
      if (lambdas === 0) return at;
      lambdas -= 1;
    }
    at += 1;
  }
  return -1;
}

/** Functions that an operator with an environment of its own calls. */
function findCallables(text: string): ReadonlySet<string> {
  if (!/VirtualenvOperator|ExternalPythonOperator/.test(text)) return new Set();
  return new Set([...text.matchAll(/\bpython_callable[ \t]*=[ \t]*(\w+)/g)].map((match) => match[1] ?? ""));
}
