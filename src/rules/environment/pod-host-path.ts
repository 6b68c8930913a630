import { defineRule } from "../define-rule.ts";
import { listHostPaths } from "./list-host-paths.ts";
import { podExample } from "./pod-example.ts";
import { reportRendered } from "./report-rendered.ts";

export const podHostPath = defineRule<{ path: string; of: string }>({
  id: "ENV-012",
  name: "pod-host-path",
  severity: "warning",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary: "A pod, or a service of Docker Compose, mounts a directory of its machine.",
  why: "What is there belongs to the machine or to other pods, and outlives this one. Who writes there can leave something for the next; who reads there may find what others left.",
  message: ({ path, of }) => `This ${of} mounts \`${path}\` of its machine.`,
  remedy: () => "Use a PersistentVolumeClaim, an `emptyDir` or a ConfigMap; for Docker Compose a named volume.",
  bad: podExample({ spec: "volumes:\n  - name: work\n    hostPath: { path: /srv/work }" }),
  good: podExample({ spec: "volumes:\n  - name: work\n    emptyDir: {}" }),
  check({ manifests }, report) {
    const tell = reportRendered(manifests, report);
    if (manifests === null) return;
    for (const { of, path, place, isTakeover } of listHostPaths(manifests)) if (!isTakeover) tell(place, { path, of });
  },
});
