import { onceOf } from "../once-of.ts";
import type { FileSubject } from "../subject.ts";
import type { LintFilter } from "./filter.ts";
import { textAt, textBefore } from "./text-at.ts";

/** `@task`, `def check(execution_date)`, and each call gives it: `check(execution_date="{{ ds }}")`. */
export const argumentThatIsGiven: LintFilter = {
  name: "argument-that-is-given",
  codes: ["AIR301"],
  summary:
    "A parameter of a task that is named like something of the old context is none of it where each call gives it by name.",
  drops({ message, span }, subject) {
    const [, name] = /^`(\w{1,100})` is removed /.exec(message) ?? [];
    if (name === undefined || !textAt(subject, span).startsWith(name)) return null;
    const [, task] = /\bdef\s{1,5}(\w{1,100})\([^()]{0,400}$/.exec(textBefore(subject, span)) ?? [];
    const calls = task === undefined ? undefined : callsIn(subject).get(task);
    return calls !== undefined && calls.given.get(name) === calls.count ? "each call gives it" : null;
  },
};

interface Calls {
  count: number;
  /** In how many of them an argument of a name is given. */
  readonly given: Map<string, number>;
}

const call = /(?<!\w|def\s{1,5})(\w{1,100})\((?=([^()]{0,400}))/g;

/** The calls in a file by what they call, looked for in its text once. */
const callsIn = onceOf(({ text }: FileSubject): ReadonlyMap<string, Calls> => {
  const all = new Map<string, Calls>();
  for (const [, callee = "", list = ""] of text.matchAll(call)) {
    const calls = all.get(callee) ?? { count: 0, given: new Map<string, number>() };
    all.set(callee, calls);
    calls.count += 1;
    const names = new Set(list.matchAll(/\b(\w{1,100})\s{0,5}=(?!=)/g).map(([, name = ""]) => name));
    for (const name of names) calls.given.set(name, (calls.given.get(name) ?? 0) + 1);
  }
  return all;
});
