import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateMarker } from "../../src/formats/environment-marker.ts";

const node = { python: "3.12", fullPython: "3.12.4" };

test.each([
  ['python_version < "3.10"', false],
  ["python_version >= '3.10'", true],
  ['python_version>="3.9" and python_version<"3.13"', true],
  ['python_version < "3.2"', false],
  ['"3.10" <= python_version', true],
  ['python_full_version >= "3.12.5"', false],
  ['python_version == "3.*"', true],
  ['python_version ~= "3.8"', true],
  ['python_version in "3.11 3.12"', true],
  ['python_version not in "3.11 3.12"', false],
  ['sys_platform == "win32"', false],
  ['sys_platform != "win32"', true],
  ['platform_system == "Linux" and implementation_name == "cpython"', true],
  ['os.name == "nt" or python_version > "3"', true],
  ['(python_version < "3" or sys_platform == "linux") and os_name == "posix"', true],
  ['python_version < "3" or sys_platform == "linux" and os_name == "nt"', false],
  ['platform_machine == "x86_64"', null],
  ['platform_machine == "x86_64" or python_version > "3"', true],
  ['platform_machine == "x86_64" and python_version < "3"', false],
  ['extra == "test"', null],
  ['sys_platform < "x"', null],
  // No markers.
  ["", null],
  ["python_version", null],
  ['python_version < "3', null],
  ['python_version < "3" and', null],
  ['(python_version < "3"', null],
  ['python_version < "3" "x"', null],
  ['python_version not "3"', null],
  ["and or", null],
])("%s", (marker, expected) => {
  expect(evaluateMarker(marker, node)).toBe(expected);
});

test("what is not known of the node is not known", () => {
  expect(evaluateMarker('python_version < "3.10"', { python: null, fullPython: null })).toBeNull();
  expect(evaluateMarker('python_full_version < "3.10"', { python: "3.12", fullPython: null })).toBeNull();
});

test("any text ends in an answer", () => {
  const word = fc.constantFrom(
    "(",
    ")",
    "and",
    "or",
    "not",
    "in",
    "<",
    "==",
    '"3"',
    "python_version",
    "extra",
    "'",
    " ",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word).map((words) => words.join(" ")),
      ),
      (text) => {
        expect([true, false, null]).toContain(evaluateMarker(text, node));
      },
    ),
  );
  expect(evaluateMarker("(".repeat(100_000), node)).toBeNull();
  expect(evaluateMarker("(".repeat(1999), node)).toBeNull();
});
