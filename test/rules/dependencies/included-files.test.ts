import { expect, test } from "vitest";

import { type DependencyFile, readRequirementsFile } from "../../../src/formats/requirements-file.ts";
import { listIncluded } from "../../../src/rules/dependencies/included-files.ts";

test("lists that take in each other are each read once", () => {
  let asked = 0;
  const declared = ["a", "b", "c"].map((name): DependencyFile => {
    const file = readRequirementsFile("-r a.txt\n-r b.txt\n-r c.txt\n-c limits.txt\n", `${name}.txt`);
    return {
      ...file,
      get options() {
        asked += 1;
        return file.options;
      },
    };
  });
  const [first] = declared;
  if (first === undefined) throw new Error("no file");
  const limits = readRequirementsFile("pandas==2.2.3\n", "limits.txt");
  expect(listIncluded(first, [...declared, limits], "constraint")).toEqual({ files: [limits], isOpen: false });
  expect(asked).toBe(3);
});
