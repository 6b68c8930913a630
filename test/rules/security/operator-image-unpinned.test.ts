import { describe, expect, test } from "vitest";
import { inspectTexts, placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-027", text);

describe("images without a digest", () => {
  test.each([
    ["Docker", 'from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(image="etl:1")\n'],
    [
      "a pod",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(image="etl")\n',
    ],
    [
      "a name bound once",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nIMAGE = "etl:1"\nKubernetesPodOperator(image=IMAGE)\n',
    ],
    ["a container", 'from kubernetes.client import models as k8s\nk8s.V1Container(name="base", image="etl")\n'],
    ["a decorator", 'from airflow.sdk import task\n@task.kubernetes(image="etl")\ndef f(): ...\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    [
      "a digest",
      'from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(image="etl@sha256:0000000000000000000000000000000000000000000000000000000000000000")\n',
    ],
    [
      "a template",
      'from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(image="{{ var.value.image }}")\n',
    ],
    ["other images", 'f(image="etl")  # airflow\n'],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});

test("what is named at run time only is indeterminate", async () => {
  const text = "from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(image=name())\n";
  const { indeterminate } = await inspectTexts({ files: [{ path: "dags/a.py", text }] });
  expect(indeterminate.map(({ rule }) => rule)).toContain("SEC-027");
});
