import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

test.each([
  ["no such name", "print(nothing)", ["F821 1"]],
  ["made through globals", 'globals()["nothing"] = 1\nprint(nothing)', []],
  ["made by exec", 'exec("nothing = 1")\nprint(nothing)', []],
  ["of Python 2, behind a guard", "import sys\nif sys.version_info[0] == 2:\n    text = unicode", []],
  ["of Python 2", "text = unicode", ["F821 1"]],
  ["tried for", "try:\n    get_ipython\nexcept NameError:\n    pass\ndef f():\n    return get_ipython()", []],
  ["tried in a handler", "try:\n    shell = get_ipython()\nexcept:\n    shell = None", []],
  ["another one is tried for", "try:\n    get_ipython\nexcept NameError:\n    pass\nprint(nothing)", ["F821 5"]],
  ["tried for another error", "try:\n    x = nothing\nexcept ValueError:\n    pass", ["F821 2"]],
  ["of a later Python, behind a guard", "import sys\nif sys.version_info >= (3, 15):\n    kind = frozendict", []],
  ["of a later Python", "kind = frozendict", ["F821 1"]],
  ["deleted at the end", "def f(): return 1\ndef g(): return f()\ng()\ndel f", []],
  ["another one is deleted", "x = 1\ndel x\nprint(nothing)", ["F821 3"]],
  ["only the name's beginning is deleted", "nothing_more = 1\ndel nothing_more\nprint(nothing)", ["F821 3"]],
])("%s", async (_, text, expected) => {
  expect(await lintOf(["F821"], `${text}\n`)).toEqual(expected);
});
