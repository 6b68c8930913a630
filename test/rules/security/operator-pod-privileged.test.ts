import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-023", text);

describe("containers with power over their machine", () => {
  test.each([
    [
      "Docker",
      "from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(privileged=True)\n",
    ],
    ["a class of Kubernetes", "from kubernetes.client import models as k8s\nk8s.V1SecurityContext(privileged=True)\n"],
    [
      "a dictionary",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(container_security_context={"privileged": True})\n',
    ],
    ["a capability", 'from kubernetes.client import models as k8s\nk8s.V1Capabilities(add=["SYS_ADMIN"])\n'],
    [
      "Docker's capability",
      'from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(cap_add=["NET_ADMIN", "ALL"])\n',
    ],
    [
      "a call of dict",
      "from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nsc = dict(privileged=True)\nKubernetesPodOperator(container_security_context=sc)\n",
    ],
    [
      "a mapped task",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator.partial(task_id="x").expand(security_context=[{"privileged": True}])\n',
    ],
    ["a decorator", 'from airflow.sdk import task\n@task.docker(image="x", privileged=True)\ndef f(): ...\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    [
      "without",
      "from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(privileged=False)\n",
    ],
    ["dropping", 'from kubernetes.client import models as k8s\nk8s.V1Capabilities(drop=["ALL"])\n'],
    [
      "a harmless one",
      'from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(cap_add=["NET_BIND_SERVICE"])\n',
    ],
    ["something else", "f(privileged=True)  # airflow\n"],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
