import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (resource: string, path = "argocd/kustomization.yaml") =>
  toldBy("ENV-031", `resources:\n  - a.yaml\n  - ${resource}\n`, { path });
const commit = "0a".repeat(20);

test.each([
  "https://git.example.org/a",
  "https://git.example.org/a?ref=v1.2.0",
  "github.com/acme/base//live?ref=main",
  "git@git.example.org:acme/base",
  `https://git.example.org/a?x=${commit}`,
])("%s", async (url) => {
  expect(await told(url)).toEqual([`3:5 \`${url}\` is taken from elsewhere, in whatever state it is by then.`]);
});

test.each([
  "../base",
  "github.com.yaml",
  `https://git.example.org/a?ref=${commit}`,
  `github.com/acme/a?timeout=90s&ref=${commit}`,
])("not %s", async (url) => {
  expect(await told(url)).toEqual([]);
});

test("only in a kustomization", async () => {
  expect(await told("https://git.example.org/a", "argocd/a.yaml")).toEqual([]);
});
