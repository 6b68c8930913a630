import { expect, test } from "vitest";
import type { NodeFile, NodeRepository } from "../../src/domain/node.ts";
import { repositoryOf } from "../../src/service/repository-of.ts";

const study = { name: "study", branch: "main", namespace: "study", autoDeploy: true };

function nodeWith(url: string): NodeFile {
  const repositories = [{ ...study, url } as NodeRepository]; // only what is compared
  return { repositories } as Partial<NodeFile> as NodeFile;
}

const repository = { forge: "github", id: 1, name: "acme/study" } as const;

test.each([
  ["https://github.com/acme/study", true],
  ["https://github.com/acme/study.git", true],
  ["https://github.com/Acme/Study/", true],
  ["git@github.com:acme/study.git", true],
  ["ssh://git@github.com/acme/study.git", true],
  ["https://github.com/acme/study-2", false],
  ["https://gitlab.com/acme/study", false],
  ["https://github.com.evil.example/acme/study", false],
  ["not a url", false],
])("%s", (url, expected) => {
  expect(repositoryOf(nodeWith(url), "https://github.com", repository) !== null).toBe(expected);
});

test("without a node's file nothing is deployed", () => {
  expect(repositoryOf(null, "https://github.com", repository)).toBeNull();
});
