import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (line: string) => toldBy("ENV-029", `FROM a\n${line}\n`, { path: "Dockerfile" });

test("a build argument of a telling name", async () => {
  expect(await told("ARG INDEX_TOKEN")).toEqual([
    "2:5 What is given as `INDEX_TOKEN` stays in the history of the image.",
  ]);
  expect(await told("ARG DB_PASSWORD=")).toHaveLength(1);
});

test.each(["ARG VERSION", "ARG TOKEN_FILE", "ARG INDEX_TOKEN=abc-def-1", "ENV INDEX_TOKEN="])(
  "not %s",
  async (line) => {
    expect(await told(line)).toEqual([]);
  },
);
