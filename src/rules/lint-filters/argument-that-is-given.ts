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
    if (task === undefined) return null;
    const calls = [...subject.text.matchAll(new RegExp(`(?<!\\w|def\\s{1,5})${task}\\(([^()]{0,400})`, "g"))];
    const given = new RegExp(`\\b${name}\\s{0,5}=(?!=)`);
    return calls.length > 0 && calls.every(([, list = ""]) => given.test(list)) ? "each call gives it" : null;
  },
};
