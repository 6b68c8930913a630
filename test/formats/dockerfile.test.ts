import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDockerfile } from "../../src/formats/dockerfile.ts";

test("stages, images, settings and flags, each at its place", () => {
  const text = [
    "# syntax=docker/dockerfile:1",
    "ARG PY=3.12",
    "ARG NONE",
    `FROM --platform=$BUILDPLATFORM python:\${PY}-slim AS Base`,
    'ENV A=b C="d e" \\',
    "    F=g",
    "RUN a \\",
    "  # why",
    "  && b",
    "COPY --from=x --chown=1:1 /a /b",
    `FROM \${NONE:-y}`,
    "FROM $NONE",
    "USER 1000",
  ].join("\n");
  const { stages, head, problems, doubt } = readDockerfile(text);
  expect({ problems, doubt }).toEqual({ problems: [], doubt: null });
  expect(head.map(({ keyword }) => keyword)).toEqual(["ARG", "ARG"]);
  expect(stages.map(({ name, base }) => [name, base.reference])).toEqual([
    ["base", "python:3.12-slim"],
    [null, "y"],
    [null, null],
  ]);
  const [env, run, copy] = stages[0]?.instructions ?? [];
  expect(env?.settings.map(({ name, value, span }) => [name, value, span.start.line, span.start.column])).toEqual([
    ["A", "b", 5, 7],
    ["C", "d e", 5, 11],
    ["F", "g", 6, 7],
  ]);
  expect(run?.text.replaceAll(/\s+/g, " ")).toBe("a && b");
  expect(run?.span).toEqual({ start: { line: 7, column: 1 }, end: { line: 7, column: 8 } });
  expect(copy?.flags).toEqual(
    new Map([
      ["from", "x"],
      ["chown", "1:1"],
    ]),
  );
});

test("what is in a heredoc is no instruction; what ONBUILD triggers is one", () => {
  const { stages, problems } = readDockerfile("FROM a\nRUN <<EOF\nFOO\nEOF\nONBUILD USER b\n");
  expect(problems).toEqual([]);
  expect(stages[0]?.instructions.map(({ keyword, text }) => [keyword, text])).toEqual([
    ["RUN", "<<EOF\nFOO\nEOF"],
    ["USER", "b"],
  ]);
});

describe("hostile input ends soon", () => {
  test.each([
    ["heredocs", `FROM a\n${"RUN <<E\nx\nE\n".repeat(5_000)}`],
    ["heredocs in one line", `FROM a\nRUN ${"<<E ".repeat(15_000)}`],
    ["continued lines", `FROM a\nRUN ${"x \\\n".repeat(15_000)}`],
    ["variables", `FROM a\nRUN ${"$a ${b".repeat(8_000)}`],
    [
      "arguments that name each other",
      `${Array.from({ length: 500 }, (_, i) => `ARG A${i + 1}=$A${i}$A${i}`).join("\n")}\nFROM $A500\n`,
    ],
    [
      "arguments that double",
      `ARG A0=xx\n${Array.from({ length: 60 }, (_, i) => `ARG A${i + 1}=$A${i}$A${i}`).join("\n")}\nFROM $A60\n`,
    ],
  ])("%s", (_, text) => {
    expect(readDockerfile(text).doubt).toBeNull();
  });

  test("a file that is too long is told", () => {
    expect(readDockerfile(`FROM a\n${"#".repeat(140_000)}`).problems).toMatchObject([
      { message: "The file has 137 kB; at most 128 kB of a Dockerfile are read." },
    ]);
  });
});

test("any text is answered, and every problem stands inside of it", () => {
  const piece = fc.constantFrom(
    ...[
      "FROM ",
      "RUN ",
      "\n",
      "\\\n",
      "<<EOF",
      "EOF\n",
      "ENV ",
      "A=b",
      "$",
      "{",
      "}",
      "'",
      '"',
      "`",
      "# escape=`\n",
      "# syntax=x\n",
      "ONBUILD ",
      "--from=",
      " ",
      "\t",
      "\r\n",
      "\r",
      "COPY ",
      "ARG ",
      "[",
      "]",
      ",",
      "\0",
      "é",
      "HEALTHCHECK ",
      "AS ",
      "@sha256:",
      ":",
      "/",
      "\u2028",
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      const { stages, problems } = readDockerfile(text);
      const spans = [...problems, ...stages.flatMap(({ instructions }) => instructions)].map(({ span }) => span);
      for (const { start, end } of spans) {
        expect(start.line).toBeGreaterThan(0);
        expect(end.line > start.line || end.column > start.column).toBe(true);
      }
    }),
    { numRuns: 2_000, seed: 5 },
  );
});

test("a lone carriage return ends no line", () => {
  const { problems } = readDockerfile("FROM scratch\nENV A=b\nU\r 1000\n");
  expect(problems.map(({ span }) => span.start.line)).toEqual([3]);
});
