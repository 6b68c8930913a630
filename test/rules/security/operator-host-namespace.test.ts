import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-026", text);

describe("what is shared with a machine", () => {
  test.each([
    [
      "the network of a pod",
      "from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(hostnetwork=True)\n",
    ],
    ["its processes", "from kubernetes.client import models as k8s\nk8s.V1PodSpec(containers=[], host_pid=True)\n"],
    [
      "Docker's network",
      'from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(network_mode="host")\n',
    ],
    [
      "in a dictionary",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(full_pod_spec={"spec": {"hostIPC": True}})\n',
    ],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    [
      "not shared",
      "from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(hostnetwork=False)\n",
    ],
    [
      "a bridge",
      'from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(network_mode="bridge")\n',
    ],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
