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
    ["a way up", 'from kubernetes.client import models as k8s\nk8s.V1HostPathVolumeSource(path="/srv/../etc")\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["another directory", 'from kubernetes.client import models as k8s\nk8s.V1HostPathVolumeSource(path="/srv/etc")\n'],
    [
      "inside of the container",
      'from kubernetes.client import models as k8s\nk8s.V1VolumeMount(name="x", mount_path="/etc")\n',
    ],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
