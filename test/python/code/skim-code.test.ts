import { expect, test } from "vitest";
import { skimCode } from "../../../src/python/code/skim-code.ts";
import { expectLinear } from "../../support/cost-of.ts";

function wordsOf(text: string): readonly string[] {
  return [...(skimCode(text)?.words ?? [])];
}

function textsOf(text: string): readonly string[] {
  return (skimCode(text)?.texts ?? "").split("\0").slice(1);
}

test("the words of comments and docstrings are none of the code's", () => {
  const text =
    "\"\"\"Uses os.\"\"\"\nimport re  # not sys\n\ndef f():\n    r'''Calls\n    eval.'''  # so\n    return re\n";
  expect(wordsOf(text)).toEqual(["import", "re", "def", "f", "return"]);
  expect(textsOf(text)).toEqual([]);
  expect(skimCode(text)?.code).not.toMatch(/os|sys|eval/);
});

test.each([
  ['x = (\n    """a b"""\n)\n', ["a b"]],
  ['f(\n    "a"\n    # b\n    rb"c",\n    "d"\n)\n', ["ac", "d"]],
  ['"a".join(b)\n', ["a"]],
  ['x = \\\n"""a"""\n', ["a"]],
  ['"a" \\\n  + b\n', ["a"]],
  ['x = "a"\nf("b")\n', ["a", "b"]],
  ['x = "a\\\nb\\" c"\n', ['ab\\" c']],
  ["x = f\"a{b}c{{d}}\" 'e'\n", ["a\uFFFCc{{d}}e"]],
  ['x = f"""a{\n  b  # }"""\n}c"""\n', ["a\uFFFCc"]],
])("the texts of %j are taken, as far as they stand together", (text, texts) => {
  expect(textsOf(text)).toEqual(texts);
});

test.each([
  'f"{a["#"]}"; bad()',
  "f'{a['\"\"\"']}'; bad()",
  'f"{a!r:>{bad}}"',
  'f"{a:\'^9}"; bad()',
  'f"{{#}}{bad}"',
  'f"{ {1: "}"}[bad] }"',
  'f"""{a:{b}#}"""; bad()',
  'rf"\\{bad}"',
  'f"\\N{DASH}{bad}"',
  'f"{f"{f"{bad}"}"}"',
  "x = '\\'' # '\nbad()",
  '"""a""" ; bad()',
  '"""a\\""" # """\nbad()',
  'x = """#"""; bad()',
  'if x: "a"; bad()',
  'f("""\n# """, bad)',
  "\uFEFFbad()",
])("a word of code is seen in %s", (text) => {
  expect(wordsOf(text)).toContain("bad");
});

test("letters outside ASCII are told in code, not in texts", () => {
  expect(skimCode('x = "é"  # é')?.hasOddNames).toBe(false);
  expect(skimCode('f"é{é}"')?.hasOddNames).toBe(true);
  expect(skimCode("ｏs.system(x)")?.hasOddNames).toBe(true);
});

test("what it cannot follow is left to the parser", () => {
  expect(skimCode("# a\rbad()")).toBeNull();
  expect(skimCode(`${'f"{'.repeat(40)}bad`)).toBeNull();
});

test.each(["'", '"""', 'f"{', "f'''{:", "(", "#\n", "\\", "a", "\0", "é", 'f"{{', "'a' "])(
  "it takes linear time over %j",
  async (part) => {
    await expectLinear(40_000, (size) => skimCode(part.repeat(size)));
  },
);
