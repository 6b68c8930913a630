import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-025", text);

describe("what gives power over a machine", () => {
  test.each([
    ["its root", 'from kubernetes.client import models as k8s\nk8s.V1HostPathVolumeSource(path="/")\n'],
    [
      "the runtime's socket",
      'from docker.types import Mount\nMount(source="/var/run/docker.sock", target="/var/run/docker.sock", type="bind")\n',
    ],
    [
      "the kubelet",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(volumes=[{"hostPath": {"path": "/var/lib/kubelet/"}}])\n',
    ],
    [
      "plain data for Docker's API",
      'import docker\ndocker.APIClient().create_container("a", host_config={"Binds": ["/:/host"]})\n',
    ],
    ["a list for Docker", 'import docker\ndocker.from_env().containers.run("a", volumes=["/etc:/host:ro"])\n'],
    [
      "a dictionary for Docker",
      'import docker\ndocker.from_env().containers.run("a", volumes={"/var/run/docker.sock": {"bind": "/s", "mode": "ro"}})\n',
    ],
    [
      "mounts as dictionaries",
      'from airflow.providers.docker.operators.docker import DockerOperator\nDockerOperator(mounts=[{"Type": "bind", "Source": "/", "Target": "/host"}])\n',
    ],
    ["binds of a configuration", 'import docker\ndocker.APIClient().create_host_config(binds={"/root": "/root"})\n'],
    ["a way up", 'from kubernetes.client import models as k8s\nk8s.V1HostPathVolumeSource(path="/srv/../etc")\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["another directory", 'from kubernetes.client import models as k8s\nk8s.V1HostPathVolumeSource(path="/srv/etc")\n'],
    ["a volume of Docker's", 'import docker\ndocker.from_env().containers.run("a", volumes=["/etc", "etc:/etc"])\n'],
    [
      "one of its volumes as a dictionary",
      'import docker\ndocker.from_env().containers.run("a", mounts=[{"Type": "volume", "Source": "/"}], volumes={"etc": {"bind": "/etc"}, "/": {}})\n',
    ],
    [
      "inside of the container",
      'from kubernetes.client import models as k8s\nk8s.V1VolumeMount(name="x", mount_path="/etc")\n',
    ],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
