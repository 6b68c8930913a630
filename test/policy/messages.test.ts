import { expect, test } from "vitest";
import { readPolicyBot } from "../../src/policy/import/from-policy-bot.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";

function problemsOf(text: string): readonly string[] {
  const reading = readPolicy(`version: 1\n${text}`, { path: "own.yml", presets: {} });
  return "problems" in reading ? reading.problems.map(({ message }) => message) : [];
}

test.each([
  ["90 days", "90d"],
  ["1 hour", "1h"],
  ["2weeks", "2w"],
  ["5 minutes", "5m"],
  ["30D", "30d"],
])("`expire-after: %s` was meant as %s", (said, meant) => {
  expect(problemsOf(`counting: { expire-after: ${said} }`)).toEqual([
    `\`expire-after\` is a duration such as \`30d\`, or \`null\`. Did you mean \`${meant}\`?`,
  ]);
  expect(problemsOf(`counting: { expire-after: ${meant} }`)).toEqual([]);
});

test("nothing is guessed of what is no duration", () => {
  expect(problemsOf("counting: { expire-after: 2 months }")).toEqual([
    "`expire-after` is a duration such as `30d`, or `null`.",
  ]);
});

test("`blind` that is no truth value is shown as it is written", () => {
  expect(problemsOf("otherwise: { require: { count: 2, permissions: [write], blind: yes } }")).toEqual([
    expect.stringContaining("{ count: 2, from: data-controllers, blind: true }"),
  ]);
});

test.each(["* @acme/x\n", "# who\n\n*.py @ada\n/docs/ @acme/x @ben\n"])(
  "CODEOWNERS given as policy-bot's: %j",
  (text) => {
    expect(readPolicyBot(text, "CODEOWNERS")).toEqual({
      problems: [
        expect.objectContaining({
          message: "This looks like CODEOWNERS, not like policy-bot's: use --from codeowners.",
        }),
      ],
    });
  },
);

test("what is no CODEOWNERS is not called so", () => {
  expect(JSON.stringify(readPolicyBot("policy: @x\n", ".policy.yml"))).not.toContain("CODEOWNERS");
  expect(JSON.stringify(readPolicyBot("", ".policy.yml"))).not.toContain("CODEOWNERS");
});
