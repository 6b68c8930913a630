/** One step of a pattern: a test of one character, or a jump over any number of them. */
type Step =
  | { readonly one: (character: string) => boolean }
  /** Over whole folders, or over all but slashes. */
  | { readonly many: "folders" | "rest" | "name" };

/**
 * Makes a test for a pattern of git, as `.gitattributes` and `.gitignore` have them: `*`, `?`, `[a-z]` and `**` between slashes
 * (https://git-scm.com/docs/gitignore#_pattern_format). It takes time in proportion to pattern and text, whatever they are.
 */
export function compileWildcards(pattern: string): (text: string) => boolean {
  const steps = readSteps(pattern);
  return (text) => run(steps, text);
}

function readSteps(pattern: string): readonly Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const isStart = at === 0 || pattern[at - 1] === "/";
    const found =
      (isStart && rest.startsWith("**/") ? { step: { many: "folders" } as const, length: 3 } : null) ??
      (isStart && rest === "**" ? { step: { many: "rest" } as const, length: 2 } : null) ??
      readStep(rest);
    steps.push(found.step);
    at += found.length;
  }
  return steps;
}

function readStep(rest: string): { readonly step: Step; readonly length: number } {
  const [first = "", second] = rest;
  if (first === "*") return { step: { many: "name" }, length: /^\*+/.exec(rest)?.[0].length ?? 1 };
  if (first === "?") return { step: { one: (character) => character !== "/" }, length: 1 };
  if (first === "\\" && second !== undefined) return { step: { one: (character) => character === second }, length: 2 };
  const members = first === "[" ? /^\[([!^]?)(\]?(?:[^\]\\]|\\.)*)\]/.exec(rest) : null;
  if (members === null) return { step: { one: (one) => first !== "[" && one === first }, length: 1 }; // `[` alone matches nothing
  const [whole, not = "", inside = ""] = members;
  const isMember = readMembers(inside);
  return { step: { one: (one) => one !== "/" && isMember(one) === (not === "") }, length: whole.length };
}

/** What stands in brackets: characters and ranges. */
function readMembers(inside: string): (character: string) => boolean {
  const plain = inside.replaceAll(/\\(.)/g, "$1");
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < plain.length; at += 1) {
    const [from = "", dash, to] = plain.slice(at, at + 3);
    if (dash === "-" && to !== undefined) {
      ranges.push([from, to]);
      at += 2;
    } else ranges.push([from, from]);
  }
  return (character) => ranges.some(([from, to]) => from <= character && character <= to);
}

/** Follows all ways through the pattern at once: `open` are the steps that may come next. */
function run(steps: readonly Step[], text: string): boolean {
  let open = new Set<number>();
  enter(open, 0, steps, true);
  for (const character of text) {
    const next = new Set<number>();
    for (const index of open) take(next, index, steps, character);
    if (next.size === 0) return false;
    open = next;
  }
  return open.has(steps.length);
}

/** What may come next, when a step takes a character. */
function take(next: Set<number>, index: number, steps: readonly Step[], character: string): void {
  const step = steps[index];
  const isFolderEnd = character === "/";
  if (step === undefined) return;
  if ("one" in step) {
    if (step.one(character)) enter(next, index + 1, steps, isFolderEnd);
    return;
  }
  if (step.many === "name" && isFolderEnd) return;
  if (step.many === "folders") {
    next.add(index); // inside of a folder's name
    if (isFolderEnd) enter(next, index + 1, steps, true);
  } else enter(next, index, steps, isFolderEnd);
}

/** What follows a step without taking a character: a jump may be over nothing. */
function enter(open: Set<number>, index: number, steps: readonly Step[], isFolderStart: boolean): void {
  for (let at = index; !open.has(at); at += 1) {
    open.add(at);
    const step = steps[at];
    if (step === undefined || "one" in step) return;
    if (step.many === "folders" && !isFolderStart) return;
  }
}
