import { isMap } from "../../formats/is-map.ts";
import type { YamlPath } from "../../formats/yaml-document.ts";
import { defineRule } from "../define-rule.ts";
import { composeServices } from "./compose-services.ts";
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
      const added = isMap(map.capabilities) ? map.capabilities.add : null;
      for (const power of powersOf(map, added, ["capabilities", "add"])) {
        tell(() => document.spanOf([...at, ...power.at]), { what: power.what });
      }
    }
    for (const { document, at, map } of composeServices(manifests)) {
      for (const power of powersOf(map, map.cap_add, ["cap_add"])) {
        tell(() => document.spanOf([...at, ...power.at]), { what: power.what });
      }
    }
  },
});

interface Power {
  readonly at: YamlPath;
  readonly what: string;
}

/** What a container is given, `added` (which stands at `place`) its capabilities. */
function powersOf(map: Readonly<Record<string, unknown>>, added: unknown, place: YamlPath): readonly Power[] {
  const names: readonly unknown[] = Array.isArray(added) ? added : [];
  return [
    ...(map.privileged === true ? [{ at: ["privileged"], what: "is privileged" }] : []),
    ...(map.hostProcess === true ? [{ at: ["hostProcess"], what: "is a process of its host" }] : []),
    ...names.flatMap((name, index) => {
      const isTakeover = typeof name === "string" && takeover.test(name);
      return isTakeover ? [{ at: [...place, index], what: `has the capability \`${name}\`` }] : [];
    }),
  ];
}

const takeover = /^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_MODULE|SYS_PTRACE|SYS_RAWIO|BPF|DAC_READ_SEARCH)$/i;
