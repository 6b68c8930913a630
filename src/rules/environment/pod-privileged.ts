import { isMap } from "../../formats/is-map.ts";
import { defineRule } from "../define-rule.ts";
import { listMaps } from "./list-maps.ts";
import { podExample } from "./pod-example.ts";
import { reportRendered } from "./report-rendered.ts";

export const podPrivileged = defineRule<{ what: string }>({
  id: "ENV-010",
  name: "pod-privileged",
  severity: "error",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary: "A container runs privileged, or with capabilities that come to the same.",
  why: "A privileged container is root on the machine that it runs on, and so over every other pod there and its data. `SYS_ADMIN`, `SYS_MODULE`, `SYS_PTRACE`, `SYS_RAWIO`, `BPF` and `ALL` lead to the same.",
  message: ({ what }) => `This container ${what}, so it can take over the machine that it runs on.`,
  remedy: () => "Leave it out; where the work needs a capability, add that one alone.",
  bad: podExample({ container: "securityContext: { privileged: true }" }),
  good: podExample({ container: "securityContext: { privileged: false, capabilities: { drop: [ALL] } }" }),
  check({ manifests }, report) {
    const tell = reportRendered(manifests, report);
    if (manifests === null) return;
    for (const { document, at, map } of listMaps(manifests)) {
      if (!/(?:securityContext|windowsOptions)$/i.test(String(at.at(-1)))) continue;
      if (map.privileged === true) tell(() => document.spanOf([...at, "privileged"]), { what: "is privileged" });
      if (map.hostProcess === true)
        tell(() => document.spanOf([...at, "hostProcess"]), { what: "is a process of its host" });
      const added = isMap(map.capabilities) && Array.isArray(map.capabilities.add) ? map.capabilities.add : [];
      for (const [index, name] of added.entries()) {
        if (typeof name !== "string" || !takeover.test(name)) continue;
        tell(() => document.spanOf([...at, "capabilities", "add", index]), { what: `has the capability \`${name}\`` });
      }
    }
  },
});

const takeover = /^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_MODULE|SYS_PTRACE|SYS_RAWIO|BPF|DAC_READ_SEARCH)$/i;
