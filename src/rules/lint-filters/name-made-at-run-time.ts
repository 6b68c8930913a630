import type { LintFilter } from "./filter.ts";

const makesNames = /\b(?:globals|vars|exec|locals)\s*\(|\bsys\.modules\[|\bbuiltins\b|\b_convert_\s*\(/;
const ofPython2 = /^(?:unicode|basestring|long|file|xrange|unichr|raw_input|cmp|reduce|apply|execfile|reload)$/;
const guardsPython2 = /\bsys\.(?:version|hexversion)|\bPY[23]\b|except NameError/;

export const nameMadeAtRunTime: LintFilter = {
  name: "name-made-at-run-time",
  codes: ["F821"],
  summary:
    "A name may be made at run time (`globals()[…] = …`, `exec`), removed by `del`, or belong to Python 2 behind a guard.",
  drops({ message }, { text }) {
    if (makesNames.test(text)) return "the file makes names at run time";
    const name = /`([^`]+)`/.exec(message)?.[1] ?? "";
    if (name === "__path__" || name === "reveal_type") return "Python or a type checker knows it";
    if (ofPython2.test(name) && guardsPython2.test(text)) return "it is a name of Python 2 behind a guard";
    return new RegExp(`\\bdel\\b[^\\n]*\\b${RegExp.escape(name)}\\b`).test(text) ? "it is deleted after its use" : null;
  },
};
