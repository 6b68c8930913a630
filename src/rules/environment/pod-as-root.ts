import { defineRule } from "../define-rule.ts";
import { listMaps } from "./list-maps.ts";
import { podExample } from "./pod-example.ts";
import { reportRendered } from "./report-rendered.ts";

export const podAsRoot = defineRule<{ what: string }>({
  id: "ENV-028",
  name: "pod-as-root",
  severity: "warning",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary: "A pod asks to run as root, or lets its processes gain more rights.",
  why: "A flaw in the code or in a library is then root in the container, one step away from its machine and from the files of other runs.",
  message: ({ what }) => `This pod ${what}.`,
  remedy: () =>
    "Run as another user (`runAsUser: 1000`, `runAsNonRoot: true`), with `allowPrivilegeEscalation: false`.",
  bad: podExample({ container: "securityContext: { runAsUser: 0 }" }),
  good: podExample({ container: "securityContext: { runAsUser: 1000, allowPrivilegeEscalation: false }" }),
  check({ manifests }, report) {
    if (manifests === null) return;
    const tell = reportRendered(manifests, report);
    for (const { document, at, map } of listMaps(manifests)) {
      if (!/securityContext$/i.test(String(at.at(-1)))) continue;
      if (map.runAsUser === 0) tell(() => document.spanOf([...at, "runAsUser"]), { what: "runs as root" });
      if (map.allowPrivilegeEscalation === true && map.privileged !== true) {
        const what = "lets its processes gain rights that it was not given";
        tell(() => document.spanOf([...at, "allowPrivilegeEscalation"]), { what });
      }
    }
  },
});
