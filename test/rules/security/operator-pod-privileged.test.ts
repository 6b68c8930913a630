import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-023", text);

const yaml = (given: string) =>
  `from airflow.providers.cncf.kubernetes.operators.resource import KubernetesCreateResourceOperator as K\nK(${given})\n`;

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
    ["Docker's client", 'import docker\ndocker.from_env().containers.run("x", privileged=True)\n'],
    [
      "Docker's client by a name",
      'from docker import DockerClient\nc = DockerClient(base_url="x")\nc.containers.create("x", cap_add=["SYS_ADMIN"])\n',
    ],
    [
      "plain data for Docker's API",
      'import docker\ndocker.APIClient().create_container("a", host_config={"Privileged": True})\n',
    ],
    [
      "a capability as plain data",
      'import docker\ndocker.APIClient().create_container("a", host_config={"CapAdd": ["SYS_ADMIN"]})\n',
    ],
    ["Docker's API", "import docker\ndocker.APIClient().create_host_config(privileged=True)\n"],
    [
      "an attribute",
      "from kubernetes.client import models as k8s\nsc = k8s.V1SecurityContext()\nsc.privileged = True\n",
    ],
    [
      "an attribute of what is given",
      "from kubernetes import client\ndef mutate(pod):\n    pod.spec.containers[0].security_context.capabilities.add = ['ALL']\n",
    ],
    [
      "an attribute by setattr",
      "from kubernetes.client import models as k8s\nsc = k8s.V1SecurityContext()\nsetattr(sc, 'privileged', True)\n",
    ],
    [
      "an attribute of a task",
      "from airflow.providers.docker.operators.docker import DockerOperator\nt = DockerOperator()\nt.privileged = True\n",
    ],
    ["YAML", yaml('yaml_conf="""\nspec:\n  containers:\n    - securityContext: {privileged: yes}\n"""')],
    ["one document of several", yaml('yaml_conf="a: 1\\n---\\nspec:\\n  privileged: true\\n"')],
    [
      "a template's text",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(pod_template_dict="privileged: true")\n',
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
    ["a client without", 'import docker\ndocker.from_env().containers.run("x", privileged=False)\n'],
    ["another client", 'import docker\njobs.containers.run("x", privileged=True)\n'],
    ["YAML without", yaml('yaml_conf="privileged: false  # privileged: true"')],
    ["YAML that is none", yaml('yaml_conf="{{ privileged: true"')],
    ["an attribute that is off", "from kubernetes import client\ndef f(c):\n    c.privileged = False\n"],
    ["an attribute of something else", "class A: ...\nA.privileged = True  # kubernetes\n"],
    ["something else", "f(privileged=True)  # airflow\n"],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
