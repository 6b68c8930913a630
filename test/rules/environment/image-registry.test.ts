import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (image: string, registries: readonly string[]) =>
  toldBy("ENV-009", `FROM ${image}\n`, { path: "Dockerfile", options: { registries } });

test.each([
  ["python", ["docker.io/library"]],
  ["python:3", ["docker.io"]],
  ["acme/etl", ["docker.io/acme/"]],
  ["ghcr.io/acme/etl:1", ["quay.io", "ghcr.io/acme"]],
  ["localhost:5000/etl", ["localhost:5000"]],
  ["scratch", ["ghcr.io"]],
])("%s is in %j", async (image, registries) => {
  expect(await told(image, registries)).toEqual([]);
});

test.each([
  ["python", "docker.io/library/python"],
  ["ghcr.io/acme-evil/etl", "ghcr.io/acme-evil/etl"],
  ["ghcr.io.example.com/acme/etl:1", "ghcr.io.example.com/acme/etl"],
  ["acme/ghcr.io", "docker.io/acme/ghcr.io"],
])("%s is not", async (image, repository) => {
  expect(await told(image, ["ghcr.io/acme"])).toEqual([
    `1:6 \`${repository}\` is in no registry that is allowed here.`,
  ]);
});

test("without a list nothing is said, and what is not known is open", async () => {
  expect(await told("python", [])).toEqual([]);
  expect(
    await toldBy("ENV-009", "ARG A\nFROM $A\n", { path: "Dockerfile", options: { registries: ["a.io"] } }),
  ).toEqual(["open: an image is named only when it is built or rendered, so its registry is not known"]);
});
