import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-024", text);

describe("directories of a machine", () => {
  test.each([
    [
      "a class of Kubernetes",
      'from kubernetes.client import models as k8s\nk8s.V1HostPathVolumeSource(path="/srv/x")\n',
    ],
    [
      "a dictionary",
      'from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\nKubernetesPodOperator(volumes=[{"name": "x", "hostPath": {"path": "/srv/x"}}])\n',
    ],
    ["Docker", 'from docker.types import Mount\nMount(source="/srv/x", target="/x", type="bind")\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["Docker's volume", 'from docker.types import Mount\nMount(source="x", target="/x", type="volume")\n'],
    ["what SEC-025 tells", 'from kubernetes.client import models as k8s\nk8s.V1HostPathVolumeSource(path="/")\n'],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
