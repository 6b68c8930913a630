import { expect, test } from "vitest";
import { dockerfileRootUser } from "../../../src/rules/environment/dockerfile-root-user.ts";
import type { FileSubject } from "../../../src/rules/subject.ts";
import { expectLinear } from "../../support/cost-of.ts";
import { toldBy } from "./told-by.ts";

const told = (text: string) => toldBy("ENV-022", text, { path: "Dockerfile" });

test("no user on a base that runs as root, also through stages", async () => {
  expect(await told("FROM python:3.12\n")).toEqual([
    "1:6 The image runs as root: no `USER` is set, and its base runs as root.",
  ]);
  expect(await told("FROM debian AS a\nFROM A AS b\nFROM b\n")).toEqual([expect.stringMatching(/^1:6 /)]);
});

test("the last user is root", async () => {
  expect(await told("FROM x.io/a\nUSER 1000\nRUN a\nUSER root\n")).toEqual([
    "4:1 The image runs as root: `USER root` is its last.",
  ]);
  expect(await told("FROM x.io/a\nUSER 0:0\n")).toHaveLength(1);
  expect(await told('FROM x.io/a\nUSER "root"\n')).toHaveLength(1);
});

test.each([
  "FROM python\nUSER 1000\n",
  "FROM python\nUSER airflow:root\n",
  "FROM python AS a\nUSER a\nFROM a\n",
  "FROM python AS build\nFROM python\nUSER 1\n",
])("not %j", async (text) => {
  expect(await told(text)).toEqual([]);
});

test.each(["FROM apache/airflow:3.3.2\n", "FROM x.io/python\n", "FROM python\nARG U\nUSER $U\n", "ARG A\nFROM $A\n"])(
  "%j is open",
  async (text) => {
    expect(await told(text)).toEqual(["open: the base image decides which user the image runs as"]);
  },
);

test("a stage that is built on very many is followed down in linear time", { timeout: 60_000 }, async () => {
  await expectLinear(6_000, (count) => {
    const stages = Array.from({ length: count }, (_, at) => ({
      name: `s${at}`,
      base: { reference: at === 0 ? "python" : `s${at - 1}`, span: null },
      instructions: [],
    }));
    const subject = { path: "Dockerfile", dockerfile: { stages } } as unknown as FileSubject; // the rest is not looked at
    expect(dockerfileRootUser.checkFile?.(subject, {})?.findings).toHaveLength(1);
  });
});
