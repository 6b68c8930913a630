import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-031", text);

describe("letters that pass for others", () => {
  test.each([
    ["a Cyrillic letter in a word", "pаssword_rule = 1\n"],
    ["full width", "ｏｐｅｎ = 1\n"],
    ["mathematical", "𝐞𝐱𝐞𝐜 = 1\n"],
    ["a ligature", "ﬁle = 1\n"],
    ["a name beside the one it looks like", "import os\noѕ = 1\n"],
    ["a whole name beside the one it looks like", "cope = 1\nсоре = 2\n"],
    ["a Greek letter", "cοunt = 1\n"],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["science", "Δt = 1\nσ_max = 2\nπ = 3\nλx = 4\nµm = 5\n"],
    ["a language of its own", "сумма = 1\nнаименование = 2\ngröße = 3\n名前 = 4\n"],
    ["a text or comment", 'x = "pаssword"  # pаssword\n'],
    ["a short name of another script alone", "х = 1\n"],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
