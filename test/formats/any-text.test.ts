import fc from "fast-check";
import { expect, test } from "vitest";
import { readDvcConfig } from "../../src/formats/dvc-config.ts";
import { checkDvcDirectory } from "../../src/formats/dvc-directory.ts";
import { readDvcPipeline } from "../../src/formats/dvc-pipeline.ts";
import { matchAttributes, readGitAttributes } from "../../src/formats/git-attributes.ts";
import { readGitModules } from "../../src/formats/git-modules.ts";
import { createSchemaCompiler } from "../../src/formats/json-schema.ts";
import { readLfsPointer } from "../../src/formats/lfs-pointer.ts";

const seed = 20261121;
const pieces = fc.constantFrom(
  ...[
    '[submodule "',
    '"]',
    "\n",
    "url = ",
    "outs:\n",
    "- ",
    "md5: ",
    "../",
    '{"relpath":',
    "[",
    "]",
    "{",
    "}",
    ":",
    "*",
    "**/",
    "?",
  ],
  ...[
    "[!a-",
    "\\",
    "stages:\n",
    "  cmd: x\n",
    "version https://git-lfs.github.com/spec/v1\n",
    "oid ",
    "size ",
    "=",
    " ",
    "\u202e",
    "'",
    "#",
  ],
);
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(pieces, { maxLength: 40 }).map((all) => all.join("")),
);

test.each<[string, (given: string) => unknown]>([
  ["DVC's settings", readDvcConfig],
  ["a listing of a directory", checkDvcDirectory],
  ["a pipeline", (given) => readDvcPipeline(given, "dvc.yaml")],
  ["attributes", (given) => readGitAttributes(given).map(({ pattern }) => matchAttributes(pattern, "")("dags/a.py"))],
  ["submodules", readGitModules],
  ["a pointer", readLfsPointer],
])("%s of any text", (_, read) => {
  fc.assert(
    fc.property(text, (given) => read(given) !== undefined),
    { seed, numRuns: 300 },
  );
});

test("a schema of any JSON, and any value", () => {
  const compile = createSchemaCompiler();
  const keyword = fc.constantFrom(
    "type",
    "properties",
    "items",
    "$ref",
    "allOf",
    "pattern",
    "minimum",
    "enum",
    "not",
    "$defs",
    "required",
  );
  const word = fc.constantFrom("string", "#", "#/$defs/a", "integer", "(?=x)", "^a+$", "a");
  const { schema } = fc.letrec<{ schema: unknown }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.integer(),
      fc.boolean(),
      fc.array(tie("schema"), { maxLength: 3 }),
      fc.dictionary(keyword, tie("schema"), { maxKeys: 4 }),
    ),
  }));
  let usable = 0;
  const property = fc.property(schema, fc.jsonValue(), (given, value) => {
    const compiled = compile(given);
    if ("objection" in compiled) return compiled.objection.length > 0;
    usable += 1;
    return compiled.validate(value).every(({ must }) => /[.?]$/.test(must));
  });
  fc.assert(property, { seed, numRuns: 300 });
  expect(usable).toBeGreaterThan(20);
});
