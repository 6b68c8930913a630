import { onceOf } from "../once-of.ts";
import type { FileSubject } from "../subject.ts";
import type { LintFilter } from "./filter.ts";

const makesNames = /\b(?:globals|vars|exec|locals)\s*\(|\bglobal_enum\b|\bsys\.modules\[|\bbuiltins\b|\b_convert_\s*\(/;
const ofPython2 = /^(?:unicode|basestring|long|file|xrange|unichr|raw_input|cmp|reduce|apply|execfile|reload)$/;
const ofLaterPython = /^(?:aiter|anext|EncodingWarning|(?:Base)?ExceptionGroup|PythonFinalizationError|frozendict)$/;
const guardsVersion = /\bversion_info\b|\bPY_?3\d/;
const guardsPython2 = /\bsys\.(?:version|hexversion)|\bPY[23]\b|except NameError/;

export const nameMadeAtRunTime: LintFilter = {
  name: "name-made-at-run-time",
  codes: ["F821"],
  summary:
    "A name may be made at run time (`globals()[…] = …`, `exec`), removed by `del`, be tried for before its use, or belong to another Python behind a guard.",
  drops({ message }, subject) {
    const { isMaking, isForPython2, isForVersions, tried, deleted } = nameFacts(subject);
    if (isMaking) return "the file makes names at run time";
    const name = /`([^`]+)`/.exec(message)?.[1] ?? "";
    if (name === "__path__" || name === "reveal_type") return "Python or a type checker knows it";
    if (ofPython2.test(name) && isForPython2) return "it is a name of Python 2 behind a guard";
    if (ofLaterPython.test(name) && isForVersions) return "it is a name of a later Python behind a guard";
    if (tried.has(name)) return "the file tries whether it is there";
    return deleted.has(name) ? "it is deleted after its use" : null;
  },
};

/** What a file does with names, looked for in its text once, as a file may use very many that nothing binds. */
const nameFacts = onceOf(({ text }: FileSubject) => ({
  isMaking: makesNames.test(text),
  isForPython2: guardsPython2.test(text),
  isForVersions: guardsVersion.test(text),
  tried: triedNames(text),
  deleted: deletedNames(text),
}));

const takesThatThereIsNone = /^[ \t]{0,99}except(?::|.{0,200}\b(?:NameError|Exception)\b)/;
/** How far before the end of its line a `try:` begins, at most. */
const mostAfterTry = 103;
/** How much stands before a name on its line, and behind it, at most. */
const mostBeside = 200;

/** The names that stand in a `try` of one line, the `except` of which takes that there is none. */
function triedNames(text: string): ReadonlySet<string> {
  const lines = text.split("\n");
  const tried = lines.filter(
    (_, index) =>
      takesThatThereIsNone.test(lines[index + 1] ?? "") && /\btry:/.test((lines[index - 1] ?? "").slice(-mostAfterTry)),
  );
  const near = (line: string) =>
    line
      .matchAll(/[\p{L}\p{N}_]+/gu)
      .filter(({ index, 0: { length } }) => index <= mostBeside && line.length - index - length <= mostBeside);
  return new Set(tried.flatMap((line) => [...near(line).map(([name]) => name)]));
}

/** How far behind a `del` on its line a name begins, at most. */
const mostAfterDel = 300;

/** The names that stand behind a `del` on its line. */
function deletedNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  if (!/\bdel\b/.test(text)) return names;
  let end = -1;
  for (const { 0: word, index } of text.matchAll(/\n|[\p{L}\p{N}_]+/gu)) {
    if (index <= end) names.add(word);
    if (word === "\n") end = -1;
    else if (word === "del") end = index + word.length + mostAfterDel;
  }
  return names;
}
