import { defineRule } from "../define-rule.ts";
import { quoteCode } from "./code-values.ts";
import { hostMounts } from "./host-mounts.ts";

export const operatorHostTakeover = defineRule<{ path: string }>({
  id: "SEC-025",
  name: "operator-host-takeover",
  severity: "error",
  confidence: "medium",
  about: "python",
  reach: "line",
  summary:
    "A task's container mounts what gives it power over its machine: a container runtime's socket, `/`, `/etc`, the kubelet's directory.",
  why: "Who can speak to the container runtime starts a privileged container; who can write the machine's own files, or read the kubelet's, has the machine and the secrets of all its pods. ENV-013 tells the same of manifests.",
  message: ({ path }) => `With ${quoteCode(path)} of its machine this container can take over that machine.`,
  remedy: () => "Leave it out; images are built without the socket by Kaniko, Buildah or BuildKit in rootless mode.",
  bad: `
    from kubernetes.client import models as k8s

    volume = k8s.V1Volume(name="docker", host_path=k8s.V1HostPathVolumeSource(path="/var/run/docker.sock"))
  `,
  good: `
    from kubernetes.client import models as k8s

    volume = k8s.V1Volume(name="work", empty_dir=k8s.V1EmptyDirVolumeSource())
  `,
  check(subject, report) {
    for (const { path, span, isTakeover } of hostMounts(subject)) if (isTakeover) report(span, { path });
  },
});
