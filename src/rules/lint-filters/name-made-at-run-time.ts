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
  drops({ message }, { text }) {
    if (makesNames.test(text)) return "the file makes names at run time";
    const name = /`([^`]+)`/.exec(message)?.[1] ?? "";
    if (name === "__path__" || name === "reveal_type") return "Python or a type checker knows it";
    if (ofPython2.test(name) && guardsPython2.test(text)) return "it is a name of Python 2 behind a guard";
    if (ofLaterPython.test(name) && guardsVersion.test(text)) return "it is a name of a later Python behind a guard";
    if (isTried(name, text)) return "the file tries whether it is there";
    return new RegExp(`\\bdel\\b[^\\n]{0,300}\\b${RegExp.escape(name)}\\b`).test(text)
      ? "it is deleted after its use"
      : null;
  },
};

/** Whether a `try` of one line asks for the name, and its `except` takes that there is none. */
function isTried(name: string, text: string): boolean {
  const line = `[^\\n]{0,200}\\b${RegExp.escape(name)}\\b[^\\n]{0,200}\\n`;
  const handler = "[ \\t]{0,99}except(?::|[^\\n]{0,200}\\b(?:NameError|Exception)\\b)";
  return new RegExp(`\\btry:[^\\n]{0,99}\\n${line}${handler}`).test(text);
}
