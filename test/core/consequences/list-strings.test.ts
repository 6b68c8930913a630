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

test("endless quotes end", () => {
  for (const text of ["'", '"a', "'''a", '\\"']) expect(listStrings(text.repeat(100_000))).toBeDefined();
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
