import { expect, test } from "vitest";
import { told } from "./inspect-dependencies.ts";

const plain = (host: string): string => `Packages are fetched from \`${host}\` without encryption.`;

test.each([
  ["--index-url http://pypi.example/simple", [`1:1 ${plain("pypi.example")}`]],
  ["--extra-index-url=http://user:word@pypi.example:8080/simple", [`1:1 ${plain("pypi.example")}`]],
  ["-f http://files.example/", [`1:1 ${plain("files.example")}`]],
  ["--trusted-host pypi.example", ["1:1 The certificate of `pypi.example` would not be checked."]],
  ["a @ http://files.example/a.whl", [`1:1 ${plain("files.example")}`]],
  ["git+git://git.example/a@v1#egg=a", [`1:1 ${plain("git.example")}`]],
  ["git+http://git.example/a@v1", [`1:1 ${plain("git.example")}`]],
  ["http://files.example/a.tar.gz --hash=sha256:0011", []],
  ["-e git+http://git.example/a@v1#egg=a", [`1:1 ${plain("git.example")}`]],
  ["a @ http://files.example/a.whl#sha256=0011", []],
  ["-i https://pypi.example/simple", []],
  ["-i http://localhost:3141/simple", []],
  ["git+ssh://git@git.example/a@v1#egg=a", []],
])("%s", async (text, wanted) => {
  expect(await told("DEP-011", text, { path: "requirements.txt" })).toEqual(wanted);
});
