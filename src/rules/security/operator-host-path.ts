import { defineRule } from "../define-rule.ts";
import { quoteCode } from "./code-values.ts";
import { hostMounts } from "./host-mounts.ts";

export const operatorHostPath = defineRule<{ path: string }>({
  id: "SEC-024",
  name: "operator-host-path",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A task's container mounts a directory of its machine.",
  why: "What is there belongs to the machine or to other pods, and outlives this one. Who writes there can leave something for the next; who reads there may find what others left. ENV-012 tells the same of manifests.",
  message: ({ path }) => `This container mounts ${quoteCode(path)} of its machine.`,
  remedy: () => "Use a PersistentVolumeClaim, an `emptyDir` or a ConfigMap.",
  bad: `
    from kubernetes.client import models as k8s

    volume = k8s.V1Volume(name="work", host_path=k8s.V1HostPathVolumeSource(path="/srv/work"))
  `,
  good: `
    from kubernetes.client import models as k8s

    volume = k8s.V1Volume(name="work", empty_dir=k8s.V1EmptyDirVolumeSource())
  `,
  check(subject, report) {
    for (const { path, span, isTakeover } of hostMounts(subject)) if (!isTakeover) report(span, { path });
  },
});
