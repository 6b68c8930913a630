import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

describe("registries of images", () => {
  test.each<[string, Record<string, string[]>, string, string[]]>([
    [
      "no list",
      {},
      'from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(image="x/y")\n',
      [],
    ],
    [
      "allowed",
      { registries: ["ghcr.io/acme/"] },
      'from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(image="ghcr.io/acme/y:1")\n',
      [],
    ],
    [
      "a name that begins alike",
      { registries: ["ghcr.io/acme"] },
      'from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(image="ghcr.io/acme-evil/y:1")\n',
      ["2:22"],
    ],
    [
      "the default registry",
      { registries: ["ghcr.io"] },
      'from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(image="python:3")\n',
      ["2:22"],
    ],
    [
      "the default registry, allowed",
      { registries: ["docker.io/library"] },
      'from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(image="python:3")\n',
      [],
    ],
  ])("%s", async (_, options, text, places) => {
    expect(await placesIn("SEC-028", text, { severities: { "SEC-028": { severity: null, options } } })).toEqual(places);
  });
});
