import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (line: string) => toldBy("ENV-025", `FROM a\n${line}\n`, { path: "Dockerfile" });

test.each([
  ["ADD https://a.example.org/b /b", "https://a.example.org/b"],
  ['ADD --chown=1:1 ["http://a/b", "/b"]', "http://a/b"],
  ["ADD git@a.example.org:b/c.git#main /c", "git@a.example.org:b/c.git#main"],
])("%s", async (line, url) => {
  expect(await told(line)).toEqual([`2:1 \`${url}\` is taken from the network without a checksum.`]);
});

test.each([
  "ADD --checksum=sha256:abc https://a/b /b",
  `ADD https://a/b.git#${"0a".repeat(20)} /b`,
  "ADD b.tar /b",
  "COPY b /https://",
  "RUN curl https://a/b",
])("not %s", async (line) => {
  expect(await told(line)).toEqual([]);
});
