import { defineRule } from "../define-rule.ts";
import { listHostPaths } from "./list-host-paths.ts";
import { podExample } from "./pod-example.ts";
import { reportRendered } from "./report-rendered.ts";

export const podHostTakeover = defineRule<{ path: string; of: string }>({
  id: "ENV-013",
  name: "pod-host-takeover",
  severity: "error",
  confidence: "medium",
  about: "manifest",
  reach: "line",
  summary:
    "A pod, or a service of Docker Compose, mounts what gives it power over its machine: a container runtime's socket, `/`, `/etc`, the kubelet's directory, a disk.",
  why: "Who can speak to the container runtime starts a privileged container; who can write the machine's own files, or read the kubelet's, has the machine and the secrets of all its pods. Directories that every container mounts read-only are told by `pod-host-path` instead.",
  message: ({ path, of }) => `With \`${path}\` of its machine this ${of} can take over that machine.`,
  remedy: () => "Leave it out; images are built without the socket by Kaniko, Buildah or BuildKit in rootless mode.",
  bad: podExample({ spec: "volumes:\n  - name: docker\n    hostPath: { path: /var/run/docker.sock }" }),
  good: podExample({ spec: "volumes:\n  - name: work\n    emptyDir: {}" }),
  check({ manifests }, report) {
    const tell = reportRendered(manifests, report);
    if (manifests === null) return;
    for (const { of, path, place, isTakeover } of listHostPaths(manifests)) if (isTakeover) tell(place, { path, of });
  },
});
