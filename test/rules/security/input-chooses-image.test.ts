import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-006", text);

describe("an image that whoever starts a run chooses", () => {
  test.each([
    [
      "all of it",
      'from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(image="{{ dag_run.conf.image }}")\n',
    ],
    [
      "its tag",
      "from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(image=\"etl:{{ dag_run.conf['tag'] }}\")\n",
    ],
    [
      "a Param",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(image="etl:{{ params.tag }}")\n',
    ],
    [
      "set later",
      'from airflow.providers.docker.operators.docker import DockerOperator\nt = DockerOperator(image="etl")\nt.image = "{{ dag_run.conf.image }}"\n',
    ],
    ["a decorator", 'from airflow.sdk import task\n@task.docker(image="{{ dag_run.conf.image }}")\ndef f(): ...\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    [
      "an enum",
      'from airflow.sdk import DAG, Param\nfrom airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nDAG("d", params={"tag": Param("1", enum=["1", "2"])})\nKubernetesPodOperator(image="etl:{{ params.tag }}")\n',
    ],
    [
      "a Variable",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(image="etl:{{ var.value.tag }}")\n',
    ],
    [
      "its arguments",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(image="etl", arguments=["{{ dag_run.conf.x }}"])\n',
    ],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
