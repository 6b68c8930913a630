import { expect, test } from "vitest";
import { listStrings } from "../../../src/core/consequences/list-strings.ts";
import { namesDataset } from "../../../src/core/consequences/names-dataset.ts";

const births = {
  name: "births",
  owners: [],
  agreementsRequired: false,
  paths: ["data/births-*.dvc"],
};

test("strings of every form are listed, rather too many than too few", () => {
  const text = `x = "patients" # it's nothing\ny = f"{z["weather"]}/a"\n"""doc\nmore 'x' """\nq='a\\'b'\nz = 'open\nw = "end"`;
  const strings = listStrings(text);
  for (const one of ["patients", "weather", "doc\nmore 'x' ", "x", "a\\'b", "open", "end"])
    expect(strings).toContain(one);
  expect(strings).not.toContain("s nothing\ny = f");
});

test.each([
  ['open("pat" "ients")'],
  ["open('pat'\n  # and\n  f'ients')"],
  ['x = "pat" \\\n  r"ients"'],
  ['x = "pat" + "ients"'],
  ['x = ("pat") + ("ients")'],
  ['x = "".join(["pat", "ients"])'],
  ['x = ["a", "b" "c", "pat" "ients"]'],
  ['x = "pat\\x69ents"'],
  ['x = b"\\160atients"'],
  ['x = "pat\\u0069ents" + ".csv"'],
  ['x = "pat\\N{latin small letter i}ents"'],
  ['x = """pat\\\nients"""'],
  ["x = f\"s3://lake/pat{'ients'}/a\""],
  ['x = f"s3://lake/pat{"ients"}/a"'],
])("a name that is put together of constants is listed: %s", (text) => {
  expect(listStrings(text).some(namesDataset({ ...births, name: "patients" }))).toBe(true);
});

test.each([
  ['x = "pat"; y = "ients"'],
  ['x = r"pat\\x69ents"'],
  ['f("pat", g, "ients")'],
  ['x = "im" "patients"[:2]', true],
])("what is no name together is none: %s", (text, isNamed = false) => {
  expect(listStrings(text).some(namesDataset({ ...births, name: "patients" }))).toBe(isNamed);
});

test("endless quotes end", () => {
  expect(listStrings(`"a"${" ".repeat(1_000_000)}x"b"`)).toContain("b");
  for (const text of ["'", '"a', "'''a", '\\"', '{"', '{ "a', "'' ", "'',("])
    expect(listStrings(text.repeat(100_000))).toBeDefined();
});

test.each([
  ["births", true],
  ["s3://lake/births/2024.parquet", true],
  ["select * from births;", true],
  ["rebirths births", true],
  ["data/births-2024", true],
  ["data/births-2024.dvc", true],
  ["all_births", false],
  ["births-2024", false],
  ["birthsé", false],
  ["", false],
])("whether %j names a dataset: %j", (text, expected) => {
  expect(namesDataset(births)(text)).toBe(expected);
});
