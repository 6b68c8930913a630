import { expect, test } from "vitest";
import { told } from "./inspect-dependencies.ts";

const path = "requirements.txt";

test("a second index", async () => {
  expect(await told("DEP-012", "--extra-index-url https://u:p@pypi.example/simple\na==1\n", { path })).toEqual([
    "1:1 Packages may come from `pypi.example` as well: the highest version wins, wherever it is.",
  ]);
});

test("with the hash of every package it does not matter", async () => {
  const text = "--extra-index-url https://pypi.example/simple\na==1 --hash=sha256:00\n";
  expect(await told("DEP-012", text, { path })).toEqual([]);
  expect(await told("DEP-012", `${text}b==1\n`, { path })).toHaveLength(1);
});

test("one index", async () => {
  expect(await told("DEP-012", "-i https://pypi.example/simple\na==1\n", { path })).toEqual([]);
});
